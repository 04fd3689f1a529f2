import type { CallerCredentials } from './nuxeo.ts';

/** A consumer of Nuxeo's own OAuth2 provider. */
export interface NuxeoConsumer {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Nobody is asked for consent. */
  readonly autoGrant: boolean;
  readonly enabled: boolean;
}

/**
 * The consumers that administrators see under Cloud Services, with the credentials of one of them.
 *
 * @throws NuxeoError `nuxeo-forbidden`, `not-signed-in`, `nuxeo-refused`, `nuxeo-unavailable`.
 */
export interface NuxeoConsumers {
  get(credentials: CallerCredentials, id: string): Promise<NuxeoConsumer | undefined>;
  /** Creates the consumer, or replaces the one of this id. */
  put(credentials: CallerCredentials, consumer: NuxeoConsumer, secret: string): Promise<'created' | 'replaced'>;
}
