import type { JobKind } from '../domain/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { JobLog } from './job-log.ts';

export interface ScheduleEntry {
  readonly kind: JobKind;
  readonly everySeconds: number;
  /** Spreads what several installations would do at the same second. */
  readonly jitterSeconds: number;
}

export interface ScheduleOptions {
  readonly entries: readonly ScheduleEntry[];
  readonly queue: Pick<JobQueue, 'enqueue' | 'list'>;
  readonly clock: Clock;
  readonly log: JobLog;
  readonly random?: () => number;
}

/** Whom these jobs belong to: nobody who can sign in. */
export const schedulePerson = 'system';

/**
 * Enqueues periodic jobs. Every process keeps the same schedule; the key names the slot, so whoever is first makes
 * the one job of the slot. While the job of an earlier slot is not over, no other is made.
 */
export function startSchedule(options: ScheduleOptions): { stop(): void } {
  const { entries, log } = options;
  const timers = new Map<JobKind, NodeJS.Timeout>();
  let stopped = false;

  const wait = (entry: ScheduleEntry, milliseconds: number) => {
    if (stopped) return;
    timers.set(
      entry.kind,
      setTimeout(() => void tick(entry), milliseconds),
    );
  };
  const tick = async (entry: ScheduleEntry) => {
    try {
      await enqueueSlot(entry, options);
    } catch (error) {
      log.warn({ err: error, kind: entry.kind }, 'a periodic job could not be enqueued');
    }
    wait(entry, untilNextSlot(entry, options));
  };

  for (const entry of entries) void tick(entry);
  return {
    stop: () => {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

async function enqueueSlot({ kind, everySeconds }: ScheduleEntry, { queue, clock }: ScheduleOptions): Promise<void> {
  const open = await queue.list({ person: schedulePerson, open: true, limit: 200 });
  if (open.some((job) => job.kind === kind)) return;
  const slot = Math.floor(clock.now().getTime() / (everySeconds * 1000));
  await queue.enqueue({
    kind,
    person: schedulePerson,
    title: kind,
    payload: {},
    key: `schedule:${kind}:${everySeconds}:${slot}`,
    exclusive: `schedule:${kind}`,
  });
}

function untilNextSlot({ everySeconds, jitterSeconds }: ScheduleEntry, options: ScheduleOptions): number {
  const slotMs = everySeconds * 1000;
  const { clock, random = Math.random } = options;
  return slotMs - (clock.now().getTime() % slotMs) + random() * jitterSeconds * 1000;
}
