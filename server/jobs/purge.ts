import { unlistedKinds } from '../domain/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import { schedulePerson } from './schedule.ts';

const dayMs = 24 * 3_600_000;
const keptDays = 90;
/** Nobody asks for the poll of last week; what a run did is told by its items. */
const keptDaysOfSchedule = 2;

/** Removes jobs that ended long ago. Answers how many. */
export async function purgeJobs(store: Pick<JobStore, 'purge'>, clock: Clock): Promise<number> {
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMs);
  return (
    (await store.purge(daysAgo(keptDays))) +
    (await store.purge(daysAgo(keptDaysOfSchedule), { person: schedulePerson })) +
    (await store.purge(daysAgo(keptDaysOfSchedule), { kinds: unlistedKinds }))
  );
}
