import type { JobNote, JobStage, JsonObject } from '../../server/domain/job.ts';
import type { JobContext } from '../../server/ports/job-context.ts';
import type { FakeQueue, QueuedJob } from './fake-queue.ts';

/** One run of a job. Memory and notes are the queue's: the next run finds what this one wrote. */
export class FakeJobContext implements JobContext {
  readonly job;
  readonly signal: AbortSignal;
  readonly #queue: FakeQueue;
  readonly #entry: QueuedJob;

  constructor(queue: FakeQueue, entry: QueuedJob, signal: AbortSignal) {
    this.#queue = queue;
    this.#entry = entry;
    this.job = entry.job;
    this.signal = signal;
  }

  enter(stage: JobStage, bytesTotal?: number): Promise<void> {
    this.#write(bytesTotal === undefined ? { stage } : { stage, bytesTotal, bytesDone: 0 });
    return Promise.resolve();
  }

  progress(bytesDone: number): void {
    this.#write({ bytesDone });
  }

  memory(): JsonObject {
    return this.#entry.job.memory;
  }

  remember(patch: JsonObject): Promise<void> {
    const merged = { ...this.memory(), ...patch };
    this.#write({ memory: JSON.parse(JSON.stringify(merged)) as JsonObject });
    return Promise.resolve();
  }

  note(note: JobNote): Promise<void> {
    this.#write({ notes: [...this.#entry.job.notes, note] });
    return Promise.resolve();
  }

  #write(change: Parameters<FakeQueue['change']>[1]): void {
    this.#queue.change(this.#entry, change);
  }
}
