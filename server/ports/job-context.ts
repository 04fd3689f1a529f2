import type { Job, JobNote, JobStage, JsonObject } from '../domain/job.ts';

/** What a running job is given: its record, its signal, and where it says how far it is. */
export interface JobContext {
  readonly job: Job;
  /** Aborted with `JobCancelled` or `JobInterrupted` as its reason; to be handed to every request. */
  readonly signal: AbortSignal;
  enter(stage: JobStage, bytesTotal?: number): Promise<void>;
  /** Cheap: written at most twice a second. */
  progress(bytesDone: number): void;
  /** What this job remembered so far, earlier attempts included. */
  memory(): JsonObject;
  /** Written before it resolves, so that a restart knows. Merged at the top level. */
  remember(patch: JsonObject): Promise<void>;
  note(note: JobNote): Promise<void>;
}
