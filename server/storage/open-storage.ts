import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import type { Clock, Ids } from '../ports/clock.ts';
import { createActivityStore } from './activity-store.ts';
import { createBindingStore } from './binding-store.ts';
import { createChangeStore } from './change-store.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { createDriftStore } from './drift-store.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { createJobStore } from './job-store.ts';
import type { Log } from './log.ts';
import { openDatabase } from './postgres.ts';
import { createProviderStore } from './provider-store.ts';
import { createReviewStore } from './review-store.ts';
import { findUnreadableSecrets, rotateSecrets } from './rotate-secrets.ts';
import { createSecretBox, loadOrCreateKeys, parseKeys } from './secret-box.ts';
import { createSignInStateStore } from './sign-in-state-store.ts';
import { createSyncAssetStore } from './sync-asset-store.ts';
import { createSyncStore } from './sync-store.ts';
import { createTokenStore } from './token-store.ts';
import { createTransferStore } from './transfer-store.ts';
import { createWebhookStore } from './webhook-store.ts';

export interface StorageSettings {
  /** undefined: the embedded one, in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** undefined: created in the data folder at the first start. */
  readonly secretKey: string | undefined;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The stores, on the database of the configuration. */
export type Storage = Awaited<ReturnType<typeof openStorage>>;

/** Opens the database, brings its tables up to date and encrypts again what an earlier key had encrypted. */
export async function openStorage(settings: StorageSettings) {
  const { log, clock, ids } = settings;
  const keys = await keyRing(settings);
  const secrets = createSecretBox(keys);
  const embedded = settings.databaseUrl === undefined ? await startEmbeddedPostgres(settings) : undefined;
  const connection: PoolConfig | string = embedded?.connection ?? settings.databaseUrl ?? '';
  try {
    const db = await openDatabase({ connection, log });
    const unreadable = await findUnreadableSecrets(db, secrets);
    if (unreadable.length > 0) {
      const count = unreadable.length;
      log.error({ count }, 'stored secrets were made with another key: add it to SECRET_KEY behind the current one');
    } else if (keys.length > 1) {
      const rotated = await rotateSecrets(db, secrets);
      if (rotated > 0) log.info({ rotated }, 'secrets are encrypted with the current key now');
    }
    const options = { db, secrets, clock, ids };
    return {
      connection,
      /** No other process uses this database. */
      alone: embedded?.alone ?? false,
      /** False: tokens and signing secrets cannot be read with the keys that were given. */
      keyFits: unreadable.length === 0,
      /** For keys of other uses, derived, never used as it is. */
      currentKey: keys[0] ?? Buffer.alloc(0),
      tokens: createTokenStore(options),
      signInStates: createSignInStateStore(options),
      providers: createProviderStore(options),
      bindings: createBindingStore(options),
      reviews: createReviewStore(options),
      syncs: createSyncStore(options),
      syncAssets: createSyncAssetStore(options),
      drift: createDriftStore(options),
      deliveries: createDeliveryStore(options),
      activity: createActivityStore(options),
      transfers: createTransferStore(options),
      jobs: createJobStore(options),
      webhooks: createWebhookStore(options),
      changes: createChangeStore(options),
      async close() {
        await db.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

function keyRing({ secretKey, dataFolder }: StorageSettings): Promise<Buffer[]> {
  return secretKey === undefined
    ? loadOrCreateKeys(join(dataFolder, 'secret.key'))
    : Promise.resolve(parseKeys(secretKey));
}
