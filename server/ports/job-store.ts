import type { Job, JobKind, JobState, NewJob } from '../domain/job.ts';
import type { JobFilter } from './job-queue.ts';

/** A job with what only the queue and its workers need to know. */
export interface JobRecord extends Job {
  readonly exclusive: string | undefined;
  /** The queue's message that may start it; any other message is stale. */
  readonly deliveryId: string;
  /** Names the run that may write to it; another run takes it over by changing it. */
  readonly lease: string | undefined;
  /** How it is to end once what it did has been taken back. */
  readonly ending: 'cancelled' | 'failed' | undefined;
  /** Failures in a row that were worth another try. */
  readonly tries: number;
  /** Deaths of its process in a row, without progress in between. */
  readonly deaths: number;
}

export type JobFields = Partial<
  Pick<
    JobRecord,
    | 'memory'
    | 'state'
    | 'stage'
    | 'bytesDone'
    | 'bytesTotal'
    | 'attempt'
    | 'failure'
    | 'waitingSince'
    | 'notes'
    | 'endedAt'
    | 'lease'
    | 'ending'
    | 'tries'
    | 'deaths'
  >
>;

/** Statements inside the store's transaction, in the form that pg-boss asks of a database. */
export interface SqlSession {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Sends the message that makes a worker pick the job up; answers the message's id. */
export type Deliver = (jobId: string, session: SqlSession) => Promise<string>;

export interface JobChange {
  readonly set: JobFields;
  /** Sent in the same transaction; from then on only this message starts the job. */
  readonly deliver?: Deliver;
}

/** Thrown by a change that would make two jobs with the same exclusive word active. */
export class ExclusiveTaken extends Error {}

export interface JobWatcher {
  changed?(jobId: string): void;
  /** Somebody decided how the job is to end. */
  ending?(jobId: string): void;
  /** Listening, for the first time or again: what was told before was missed. */
  connected?(): void;
}

/** Which job a message of the queue belongs to. */
export interface OpenDelivery {
  readonly id: string;
  readonly deliveryId: string;
}

export interface OpenDeliveriesFilter {
  readonly state?: JobState;
  readonly updatedBefore?: Date;
  /** The last one of the page before. */
  readonly afterId?: string;
}

export interface JobStore {
  /** A key that exists gives the job that is there, and nothing is sent. */
  insert(id: string, job: NewJob, deliver: Deliver): Promise<JobRecord>;
  get(id: string): Promise<JobRecord | undefined>;
  list(filter: JobFilter): Promise<JobRecord[]>;
  /** At most 500, in the order of their changes. */
  changedSince(moment: Date): Promise<JobRecord[]>;
  /** Of jobs that are not over, at most 500 of them in the order of their ids. */
  openDeliveries(filter?: OpenDeliveriesFilter): Promise<OpenDelivery[]>;
  /**
   * Locks the job, lets `decide` look at it and writes what it says; undefined writes nothing. What `decide` throws
   * is thrown. Answers the job as it is afterwards, undefined when there is none.
   *
   * @throws ExclusiveTaken
   */
  change(id: string, decide: (job: JobRecord) => JobChange | undefined): Promise<JobRecord | undefined>;
  /** Removes jobs that ended before, all or some of them. Answers how many. */
  purge(endedBefore: Date, only?: { readonly person?: string; readonly kinds?: readonly JobKind[] }): Promise<number>;
  watch(watcher: JobWatcher): () => void;
}
