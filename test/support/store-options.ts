import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, Ids } from '../../server/ports/clock.ts';
import { createSecretBox } from '../../server/storage/secret-box.ts';
import type { StoreOptions } from '../../server/storage/store-options.ts';
import type { Database } from '../../server/storage/postgres.ts';

/** A clock that stands until it is told to move. */
export interface HandClock extends Clock {
  pass(milliseconds: number): void;
}

export function createHandClock(start = new Date('2026-03-02T09:00:00Z')): HandClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export const randomIds: Ids = { uuid: () => randomUUID() };

export function storeOptions(db: Database): StoreOptions & { readonly clock: HandClock } {
  return { db, secrets: createSecretBox([randomBytes(32)]), clock: createHandClock(), ids: randomIds };
}
