import { createHmac } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { CallerCredentials, CallerIdentities, NuxeoPerson } from '../../ports/nuxeo.ts';

export interface PersonCacheOptions {
  readonly me: (credentials: CallerCredentials) => Promise<NuxeoPerson>;
  readonly clock: Clock;
  /** Random, made at start: what is kept says nothing about the credentials. */
  readonly key: Uint8Array;
  readonly ttlSeconds?: number;
  readonly maxEntries?: number;
}

interface Entry {
  readonly answer: Promise<NuxeoPerson>;
  /** When the question was asked, not when it was answered. */
  readonly askedAt: number;
}

/** Keeps Nuxeo's answers to "who is it" for a minute; several callers with the same question wait for one answer. */
export function createPersonCache(options: PersonCacheOptions): CallerIdentities {
  const { me, clock, key, ttlSeconds = 60, maxEntries = 5_000 } = options;
  const entries = new Map<string, Entry>();
  const now = () => clock.now().getTime();

  const ask = (digest: string, credentials: CallerCredentials): Promise<NuxeoPerson> => {
    const entry: Entry = { answer: me(credentials), askedAt: now() };
    entries.delete(digest); // the newest question stands last
    entries.set(digest, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      entries.delete(oldest);
    }
    entry.answer.catch(() => {
      if (entries.get(digest) === entry) entries.delete(digest);
    });
    return entry.answer;
  };

  return {
    identify(credentials, { fresh = false } = {}) {
      const digest = digestOf(credentials, key);
      const known = entries.get(digest);
      const isCurrent = known !== undefined && now() - known.askedAt < ttlSeconds * 1000;
      return isCurrent && !fresh ? known.answer : ask(digest, credentials);
    },
  };
}

/** Of all of them together: an answer for a cookie is none for the same cookie beside another header. */
function digestOf({ cookie, authorization, authenticationToken }: CallerCredentials, key: Uint8Array): string {
  const parts = JSON.stringify([cookie ?? null, authorization ?? null, authenticationToken ?? null]);
  return createHmac('sha256', key).update(parts).digest('base64');
}
