import type { Job, JobKind, NewJob } from '../domain/job.ts';

export interface JobFilter {
  readonly kind?: JobKind;
  readonly person?: string;
  readonly documentUid?: string;
  readonly bindingId?: string;
  readonly batchId?: string;
  readonly without?: readonly JobKind[];
  /** Only what is not over yet. */
  readonly open?: boolean;
  /** Only what a worker took at least once: something may be half done. */
  readonly begun?: boolean;
  /** Only jobs that wait for a person. */
  readonly waiting?: boolean;
  /** Default 50, at most 200; newest first. */
  readonly limit?: number;
  /** Jobs created before this one, for paging. */
  readonly before?: Date;
}

export interface JobQueue {
  /** Row and queue entry are one transaction. A key that exists gives the job that is there. */
  enqueue(job: NewJob): Promise<Job>;
  get(id: string): Promise<Job | undefined>;
  list(filter: JobFilter): Promise<Job[]>;
  /** Cancels at once when it has not begun, else aborts its signal in whichever process runs it. @throws RuleError `job-not-cancellable`. */
  cancel(id: string): Promise<Job>;
  /** Starts a failed, cancelled or waiting job again with its memory. @throws RuleError `job-not-retryable`. */
  retry(id: string): Promise<Job>;
  /** Called with each job that changed, from whichever process; returns how to stop. */
  watch(listener: (job: Job) => void): () => void;
}
