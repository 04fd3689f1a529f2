import { api, type JobAnswer } from './api.ts';

export interface JobListener {
  /** Each change of one of the person's transfers; what is open comes first. */
  job(job: JobAnswer): void;
  /** The stream begins, or begins again: what ended meanwhile was not told and has to be asked for. */
  opened?(): void;
  /** Nothing comes at the moment; it is tried again. */
  lost?(): void;
}

/** One stream for the whole page, open only while somebody listens. */
export interface JobFeed {
  /** Answers how to stop listening. */
  listen(listener: JobListener): () => void;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

export function createJobFeed(connect: () => EventSource): JobFeed {
  const listeners = new Set<JobListener>();
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_WAIT_MS;

  const open = () => {
    timer = undefined;
    const stream = connect();
    source = stream;
    stream.addEventListener('open', () => {
      waitMs = FIRST_WAIT_MS;
      for (const listener of listeners) listener.opened?.();
    });
    stream.addEventListener('job', ({ data }: MessageEvent<string>) => {
      const job = JSON.parse(data) as JobAnswer;
      for (const listener of listeners) listener.job(job);
    });
    stream.addEventListener('error', () => {
      for (const listener of listeners) listener.lost?.();
      // Browsers go on by themselves after a broken connection, and never after an answer that is no stream.
      if (stream.readyState === EventSource.CLOSED && stream === source) reopen();
    });
  };

  const reopen = () => {
    timer = setTimeout(open, waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    timer = undefined;
    waitMs = FIRST_WAIT_MS;
  };

  return {
    listen(listener) {
      listeners.add(listener);
      if (!source && timer === undefined) open();
      else if (source?.readyState === EventSource.OPEN) listener.opened?.();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) close();
      };
    },
  };
}

export const jobFeed: JobFeed = createJobFeed(() => new EventSource(api.url('/jobs/events')));
