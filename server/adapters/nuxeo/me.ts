import type { NuxeoPerson } from '../../ports/nuxeo.ts';
import { toPerson } from './mappers.ts';
import { userPayload } from './payloads.ts';
import type { Wire } from './wire.ts';

export async function readMe(wire: Wire): Promise<NuxeoPerson> {
  return toPerson(await wire.read({ method: 'GET', path: '/api/v1/me', operation: 'me' }, userPayload));
}
