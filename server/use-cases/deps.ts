import type { ActivityStore } from '../ports/activity-store.ts';
import type { BindingStore } from '../ports/binding-store.ts';
import type { TransferEngine, TransferStore } from '../ports/bytes.ts';
import type { Clock, Ids, Sleep } from '../ports/clock.ts';
import type { DeliveryStore } from '../ports/delivery-store.ts';
import type { Digests } from '../ports/digests.ts';
import type { DriftStore } from '../ports/drift-store.ts';
import type { FrameioConnections } from '../ports/frameio.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Mail } from '../ports/mail.ts';
import type { NuxeoSessions } from '../ports/nuxeo.ts';
import type { ProviderStore } from '../ports/provider-store.ts';
import type { ReviewStore } from '../ports/review-store.ts';
import type { SyncAssetStore } from '../ports/sync-asset-store.ts';
import type { SyncStore } from '../ports/sync-store.ts';
import type { TokenStore } from '../ports/token-store.ts';
import type { ChangeStore, WebhookStore } from '../ports/webhook-store.ts';
import type { Locale, Words } from '../ports/words.ts';

/** Everything the stories may ask for; each names what it needs with `Pick`. */
export interface Deps {
  readonly nuxeo: NuxeoSessions;
  readonly frameio: FrameioConnections;
  readonly tokens: TokenStore;
  readonly providers: ProviderStore;
  readonly bindings: BindingStore;
  readonly reviews: ReviewStore;
  readonly syncs: SyncStore;
  readonly syncAssets: SyncAssetStore;
  readonly drift: DriftStore;
  readonly deliveries: DeliveryStore;
  readonly webhooks: WebhookStore;
  readonly changes: ChangeStore;
  readonly activity: ActivityStore;
  readonly transfers: TransferStore;
  readonly engine: TransferEngine;
  readonly digests: Digests;
  readonly queue: JobQueue;
  readonly mail: Mail;
  readonly words: Words;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: Sleep;
  readonly options: Options;
}

export interface Options {
  /** Where Frame.io posts custom actions, without a trailing slash: `https://…/nuxeo/frameio/actions`. */
  readonly actionsUrl: string;
  /** Where Frame.io tells of changes, without a trailing slash: `https://…/nuxeo/frameio/webhooks`. */
  readonly webhooksUrl: string;
  /** `auto`: where that address is public. Without webhooks changes are looked for. */
  readonly webhooks: 'auto' | 'always' | 'off';
  /** A document is brought up to date when nothing more was told of it for this long. */
  readonly quietMs: number;
  /** How often documents in review are looked at. */
  readonly reviewPollSeconds: number;
  /** How often a published document is read again where Frame.io tells nothing. */
  readonly rereadMs: number;
  /** Language of what goes to Frame.io and by mail, where nobody's own is known. */
  readonly locale: Locale;
  /** How long a file that is still uploading in Frame.io is waited for. */
  readonly uploadWaitMs: number;
  /** `full`: each file is read once more after it arrived, and its digest compared. */
  readonly verify: 'length' | 'full';
  /** How long after the end of a run a synchronised folder is walked again. */
  readonly syncWalkMs: number;
  /** How long Frame.io may take to join the parts of an upload. */
  readonly joinWaitMs: number;
}
