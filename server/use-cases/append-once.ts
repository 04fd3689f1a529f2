import type { ActivityStore, NewActivity } from '../ports/activity-store.ts';
import type { JobContext } from '../ports/job-context.ts';

/** Writes a line of the timeline that an earlier attempt of the same job may have written already. */
export async function appendOnce(
  context: JobContext,
  line: NewActivity,
  { activity }: { readonly activity: Pick<ActivityStore, 'append'> },
): Promise<void> {
  const written = (context.memory()['appended'] ?? []) as readonly string[];
  if (written.includes(line.kind)) return;
  await activity.append(line);
  await context.remember({ appended: [...written, line.kind] });
}
