import type { ErrorCode, Failure } from '../domain/errors.ts';
import type { JsonObject } from '../domain/job.ts';

export const activityKinds = [
  'bound',
  'unbound',
  'push-started',
  'pushed',
  'push-failed',
  'publish-started',
  'published',
  'publish-failed',
  'returned',
  'unlocked',
  'recalled',
  'refused',
  'mail-failed',
  'connected',
  'disconnected',
  'lock-released',
  'cancelled',
  'sync-set-up',
  'synced',
  'sync-failed',
  'sync-removed',
  'sync-taken-over',
  'confirmed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** One line of the timeline; answers "did it arrive?" (X16). */
export interface Activity {
  readonly id: string;
  readonly at: Date;
  readonly kind: ActivityKind;
  /** Nuxeo username in whose name it happened. */
  readonly person: string | undefined;
  /** Who really did it in Frame.io, when it was someone there. */
  readonly actor: string | undefined;
  readonly documentUid: string | undefined;
  readonly bindingId: string | undefined;
  readonly title: string;
  readonly failure: Failure | undefined;
  readonly details: JsonObject;
}
export type NewActivity = Omit<
  Activity,
  'id' | 'at' | 'person' | 'actor' | 'documentUid' | 'bindingId' | 'failure' | 'details'
> &
  Partial<Pick<Activity, 'person' | 'actor' | 'documentUid' | 'bindingId' | 'failure' | 'details'>>;

export interface ActivityFilter {
  readonly documentUid?: string;
  readonly bindingId?: string;
  readonly person?: string;
  readonly before?: Date;
  /** Default 50, at most 200; newest first. */
  readonly limit?: number;
}

/** Something a person has to settle. One open item per subject and code. */
export interface AttentionItem {
  readonly id: string;
  readonly code: ErrorCode;
  readonly params: readonly string[];
  /** Who should act; administrators see all. */
  readonly person: string;
  readonly documentUid: string | undefined;
  readonly bindingId: string | undefined;
  readonly jobId: string | undefined;
  readonly title: string;
  readonly since: Date;
}

export interface AttentionFilter {
  readonly person?: string;
  readonly documentUid?: string;
  readonly bindingId?: string;
  readonly limit?: number;
}

export interface ActivityStore {
  append(activity: NewActivity): Promise<void>;
  list(filter: ActivityFilter): Promise<Activity[]>;
  /** Takes the person's name out of the timeline, as doer and as actor, and drops what only they had to settle. */
  forgetPerson(username: string): Promise<void>;

  raise(item: Omit<AttentionItem, 'id' | 'since'>): Promise<void>;
  /** Oldest first; all of them without a limit. */
  attention(filter: AttentionFilter): Promise<AttentionItem[]>;
  attentionItem(id: string): Promise<AttentionItem | undefined>;
  settle(match: {
    id?: string;
    jobId?: string;
    documentUid?: string;
    bindingId?: string;
    code?: ErrorCode;
  }): Promise<void>;
}
