import { api, type Api, type JobAnswer } from './api.ts';
import { batchSentence } from './batch-sentence.ts';
import { jobFeed, type JobFeed } from './job-feed.ts';
import { isOver, isSettled } from './jobs.ts';
import { isShown, tellWebUi } from './web-ui.ts';

/** What one click on this page started. */
export interface Batch {
  readonly id: string;
  /** Documents that look different when it ends: those of its transfers, or the folder that they arrive in. */
  readonly concerns: readonly string[];
  readonly jobs: ReadonlyMap<string, JobAnswer>;
}

/** The transfers that this page started, until they end: also after it was loaded again. */
export interface PageJobs {
  watch(id: string, jobs: readonly JobAnswer[], concerns: readonly string[]): void;
  batches(): readonly Batch[];
  /** The transfer of a document that is under way, if this page started it. */
  runningOf(documentUid: string): JobAnswer | undefined;
  /** Answers how to stop. */
  subscribe(listener: () => void): () => void;
  /** Goes on with what the page watched before it was loaded again. */
  resume(): void;
}

export interface PageJobsDeps {
  readonly feed: JobFeed;
  readonly api: Pick<Api, 'get'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Documents may look different. */
  readonly refresh: (documentUids: readonly string[]) => void;
  readonly ended: (batch: Batch) => void;
}

const KEY = 'nuxeo-frameio-batches';
const PAGE = 200;
/** Transfers of one click tend to end together: one refresh is enough for them. */
const REFRESH_AFTER_MS = 400;

export function createPageJobs({ feed, api, storage, refresh, ended }: PageJobsDeps): PageJobs {
  const batches = new Map<string, Batch & { readonly jobs: Map<string, JobAnswer> }>();
  const listeners = new Set<() => void>();
  const toRefresh = new Set<string>();
  let stop: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = () => {
    const kept = [...batches.values()].map(({ id, concerns }) => ({ id, concerns }));
    if (kept.length) storage.setItem(KEY, JSON.stringify(kept));
    else storage.removeItem(KEY);
  };

  const refreshSoon = (uids: readonly string[]) => {
    for (const uid of uids) toRefresh.add(uid);
    timer ??= setTimeout(() => {
      timer = undefined;
      refresh([...toRefresh]);
      toRefresh.clear();
    }, REFRESH_AFTER_MS);
  };

  const take = (job: JobAnswer) => {
    const batch = job.batchId === null ? undefined : batches.get(job.batchId);
    if (!batch) return;
    const before = batch.jobs.get(job.id);
    if (before && before.updatedAt > job.updatedAt) return;
    batch.jobs.set(job.id, job);
    if (looksDifferent(before, job)) refreshSoon([...batch.concerns, ...(job.documentUid ? [job.documentUid] : [])]);
    if ([...batch.jobs.values()].every(isSettled)) end(batch);
    for (const listener of listeners) listener();
  };

  const end = (batch: Batch) => {
    batches.delete(batch.id);
    save();
    ended(batch);
    if (batches.size === 0) {
      stop?.();
      stop = undefined;
    }
  };

  /** What ended while nobody told. */
  const catchUp = async () => {
    for (const { id } of [...batches.values()]) {
      const jobs = await jobsOfBatch(id, api);
      for (const job of jobs) take(job);
      if (jobs.length === 0) forget(id);
    }
  };

  const forget = (id: string) => {
    batches.delete(id);
    save();
  };

  const listen = () => {
    stop ??= feed.listen({
      job: take,
      opened: () => void catchUp().catch(() => undefined), // the stream comes back, and with it another chance
    });
  };

  return {
    watch(id, jobs, concerns) {
      batches.set(id, { id, concerns, jobs: new Map(jobs.map((job) => [job.id, job])) });
      save();
      listen();
      for (const listener of listeners) listener();
    },
    batches: () => [...batches.values()],
    runningOf: (documentUid) =>
      [...batches.values()]
        .flatMap(({ jobs }) => [...jobs.values()])
        .find((job) => job.documentUid === documentUid && !isOver(job)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resume() {
      for (const { id, concerns } of saved(storage)) batches.set(id, { id, concerns, jobs: new Map() });
      if (batches.size > 0) listen();
    },
  };
}

/** It ended, or it has taken its lock. */
function looksDifferent(before: JobAnswer | undefined, now: JobAnswer): boolean {
  if (isSettled(now)) return !before || !isSettled(before);
  return now.kind === 'push-document' && isPastLock(now) && !(before && isPastLock(before));
}

function isPastLock({ stage }: JobAnswer): boolean {
  return stage !== null && stage !== 'waiting' && stage !== 'locking';
}

async function jobsOfBatch(batch: string, api: Pick<Api, 'get'>): Promise<JobAnswer[]> {
  const all: JobAnswer[] = [];
  for (;;) {
    const before = all.at(-1)?.createdAt;
    const { jobs } = await api.get<{ jobs: JobAnswer[] }>('/jobs', { batch, limit: PAGE, before });
    all.push(...jobs);
    if (jobs.length < PAGE) return all;
  }
}

function saved(storage: PageJobsDeps['storage']): { id: string; concerns: string[] }[] {
  try {
    return JSON.parse(storage.getItem(KEY) ?? '[]') as { id: string; concerns: string[] }[];
  } catch {
    return [];
  }
}

export const pageJobs: PageJobs = createPageJobs({
  feed: jobFeed,
  api,
  storage: sessionStorage,
  refresh: (uids) => {
    if (isShown(uids)) tellWebUi('document-updated');
  },
  ended: (batch) => {
    const message = batchSentence([...batch.jobs.values()]);
    if (message) tellWebUi('notify', { message, duration: 8000, dismissible: true, commandId: batch.id });
  },
});
