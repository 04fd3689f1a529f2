import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { IntegrationError } from '../../domain/errors.ts';

/** A name lookup that fails with `host-not-allowed` as soon as one of the addresses is not wanted. */
export function guardedLookup(
  lookup: LookupFunction,
  host: string,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (!error && addressesOf(address).some((found) => !isAllowed(found))) {
        callback(new IntegrationError('host-not-allowed', { params: [host] }), '', 0);
      } else {
        callback(error, address, family);
      }
    });
  };
}

function addressesOf(answer: string | LookupAddress[]): string[] {
  return typeof answer === 'string' ? [answer] : answer.map(({ address }) => address);
}
