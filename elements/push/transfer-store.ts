import type { Api, JobAnswer } from '../shared/api.ts';
import type { JobFeed } from '../shared/job-feed.ts';
import { isOver } from '../shared/jobs.ts';
import { nextPace, type Pace } from '../shared/smooth-speed.ts';

export const PAGE = 100;

/** The person's transfers as far as they are known here, newest first, and how fast each goes. */
export class TransferStore {
  readonly #jobs = new Map<string, JobAnswer>();
  readonly #paces = new Map<string, Pace>();
  readonly #api: Pick<Api, 'get'>;
  readonly #feed: JobFeed;
  readonly #changed: (job?: JobAnswer) => void;
  /** More of them are older than what was asked for. */
  hasOlder = false;
  isLive = false;

  constructor(deps: { api: Pick<Api, 'get'>; feed: JobFeed; changed: (job?: JobAnswer) => void }) {
    this.#api = deps.api;
    this.#feed = deps.feed;
    this.#changed = deps.changed;
  }

  get jobs(): JobAnswer[] {
    return [...this.#jobs.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  paceOf(job: JobAnswer): Pace | undefined {
    return this.#paces.get(job.id);
  }

  /** Answers how to stop. What ended while the stream was away is asked for when it is back. */
  start(): () => void {
    return this.#feed.listen({
      job: (job) => this.take(job),
      opened: () => {
        this.isLive = true;
        void this.load().catch(() => this.#lost());
      },
      lost: () => this.#lost(),
    });
  }

  #lost(): void {
    this.isLive = false;
    this.#changed();
  }

  /** @throws ApiFailure. */
  async load(before?: string): Promise<void> {
    const { jobs } = await this.#api.get<{ jobs: JobAnswer[] }>('/jobs', { limit: PAGE, before });
    if (before !== undefined || this.#jobs.size <= PAGE) this.hasOlder = jobs.length === PAGE;
    for (const job of jobs) this.#keep(job);
    this.#changed();
  }

  loadOlder(): Promise<void> {
    return this.load(this.jobs.at(-1)?.createdAt);
  }

  take(job: JobAnswer): void {
    if (this.#keep(job)) this.#changed(job);
  }

  /** Answers whether it is news: the stream and the list may tell in any order. */
  #keep(job: JobAnswer): boolean {
    const before = this.#jobs.get(job.id);
    if (before && before.updatedAt > job.updatedAt) return false;
    const isSameStage = before?.stage === job.stage;
    const pace = isSameStage ? this.#paces.get(job.id) : undefined;
    if (isOver(job)) this.#paces.delete(job.id);
    else this.#paces.set(job.id, nextPace(pace, job.bytesDone, Date.parse(job.updatedAt)));
    this.#jobs.set(job.id, job);
    return true;
  }
}
