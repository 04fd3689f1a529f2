import type { JobNote } from '../domain/job.ts';
import type { JobContext } from '../ports/job-context.ts';

/** Notes what an earlier attempt of the same job may have noted already. */
export async function noteOnce(context: JobContext, note: JobNote): Promise<void> {
  const isSame = ({ code, params }: JobNote) => code === note.code && params.join() === note.params.join();
  if (!context.job.notes.some(isSame)) await context.note(note);
}
