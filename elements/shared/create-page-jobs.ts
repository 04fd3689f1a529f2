import type { Api, JobAnswer } from './api.ts';
import type { JobFeed } from './job-feed.ts';
import { isOver, isSettled } from './jobs.ts';

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
  /** Lives as long as the browser's tab. */
  readonly storage: { load(): string; save(text: string): void };
  /** Documents may look different. */
  readonly refresh: (documentUids: readonly string[]) => void;
  readonly ended: (batch: Batch) => void;
}

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
    storage.save(JSON.stringify(kept));
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

  const forget = (id: string) => {
    batches.delete(id);
    save();
    if (batches.size > 0) return;
    stop?.();
    stop = undefined;
  };

  const end = (batch: Batch) => {
    forget(batch.id);
    ended(batch);
  };

  /** What ended while nobody told. */
  const catchUp = async () => {
    for (const { id } of [...batches.values()]) {
      const jobs = await jobsOfBatch(id, api);
      for (const job of jobs) take(job);
      if (jobs.length === 0) forget(id);
    }
  };

  const listen = () => {
    stop ??= feed.listen({
      job: take,
      opened: () => void catchUp().catch(() => undefined), // the stream comes back, and with it another chance
    });
  };

  return {
    watch(id, jobs, concerns) {
      // What is tried again joins what is still watched of its click.
      const known = batches.get(id)?.jobs ?? [];
      batches.set(id, { id, concerns, jobs: new Map([...known, ...jobs.map((job) => [job.id, job] as const)]) });
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
    return JSON.parse(storage.load()) as { id: string; concerns: string[] }[];
  } catch {
    return [];
  }
}
