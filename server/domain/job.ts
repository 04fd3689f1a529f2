import type { Failure } from './errors.ts';

export const jobKinds = [
  'push-document',
  'publish-resource',
  'publish-asset',
  'return-document',
  'remove-actions',
  'start-syncs',
  'walk-sync',
  'sync-asset',
  'tell-sync',
  'poll-reviews',
  'tend-webhooks',
  'follow-changes',
  'refresh-document',
  'reread-published',
  'refresh-tokens',
  'send-summary',
  'sweep',
  'rebuild-links',
  'restore-links',
] as const;
export type JobKind = (typeof jobKinds)[number];

export const jobStates = ['created', 'active', 'retry', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];
export const terminalJobStates: readonly JobState[] = ['completed', 'failed', 'cancelled'];

export const jobStages = [
  'waiting',
  'locking',
  'reading',
  'downloading',
  'uploading',
  'stacking',
  'versioning',
  'recording',
  'unlocking',
  'notifying',
] as const;
export type JobStage = (typeof jobStages)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Something worth saying that is not a failure: "the file changed meanwhile and was sent again". */
export interface JobNote {
  readonly code: JobNoteCode;
  readonly params: readonly string[];
}
export const jobNoteCodes = [
  'source-changed-restarted',
  'upload-expired-restarted',
  'batch-lost-restarted',
  'earlier-file-gone',
  'edit-kept-as-version',
  'unlocked-by-hand',
  'still-locked-not-approved',
  'unchanged-no-bytes-moved',
  'rendition-kept-as-attachment',
  'new-document-after-trash',
  'comments-off',
  'mail-not-sent',
  'half-sent-file-not-deleted',
  'link-not-fetched',
  'skipped-while-uploading',
  'done-in-your-name',
  'links-restored',
] as const;
export type JobNoteCode = (typeof jobNoteCodes)[number];

/** One piece of background work as people see it. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** Nuxeo username of the person in whose name it runs. */
  readonly person: string;
  /** Jobs of one click share a batch: one mail is sent when the last of them ends. */
  readonly batchId: string | undefined;
  readonly documentUid: string | undefined;
  readonly bindingId: string | undefined;
  /** What a list shows: a document's title or a file's name. */
  readonly title: string;
  readonly payload: JsonObject;
  /** What earlier attempts did: written after each step, before the next. */
  readonly memory: JsonObject;
  readonly state: JobState;
  readonly stage: JobStage | undefined;
  readonly bytesDone: number;
  readonly bytesTotal: number | undefined;
  readonly attempt: number;
  readonly failure: Failure | undefined;
  /** Set while the job waits for a person (decision: nothing is lost, it goes on by itself or by a remedy). */
  readonly waitingSince: Date | undefined;
  readonly notes: readonly JobNote[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | undefined;
}

export interface NewJob {
  readonly kind: JobKind;
  readonly person: string;
  readonly title: string;
  readonly payload: JsonObject;
  readonly batchId?: string;
  readonly documentUid?: string;
  readonly bindingId?: string;
  /** Two jobs with the same key are one: enqueueing again gives the job that is there, whatever its state. */
  readonly key?: string;
  /** Of jobs with the same word only one runs at a time, e.g. `document:<uid>`. */
  readonly exclusive?: string;
  readonly bytesTotal?: number;
  /** Higher goes first among the jobs of its queue; default 0. */
  readonly priority?: number;
  /** Does not begin earlier than this long after it is enqueued. */
  readonly startAfterSeconds?: number;
}

/** One for each asset of a run, which tells of them: they are no transfers that anybody lists. */
export const unlistedKinds: readonly JobKind[] = ['sync-asset'];

export function isOver(job: Pick<Job, 'state'>): boolean {
  return terminalJobStates.includes(job.state);
}
