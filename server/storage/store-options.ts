import type { Clock, Ids } from '../ports/clock.ts';
import type { Database } from './postgres.ts';
import type { SecretBox } from './secret-box.ts';

export interface StoreOptions {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly ids: Ids;
}
