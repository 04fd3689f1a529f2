import type { JobAnswer } from './api.ts';
import { ApiFailure, failureSentence } from './failure.ts';
import { i18n } from './i18n.ts';

type Ending = 'uploaded' | 'returned' | 'arrived';

/** How what one click started has ended, in the words of its mail; nothing where the person cancelled it. */
export function batchSentence(jobs: readonly JobAnswer[]): string {
  const files = jobs.filter((job) => job.state !== 'cancelled' && !isOnlyWalk(job));
  const [first] = files;
  if (!first)
    return jobs.some((job) => job.kind === 'publish-resource' && job.state === 'completed')
      ? i18n('frameio.import.nothing')
      : '';
  const done = files.filter((job) => job.state === 'completed').length;
  const subject = `frameio.mail.subject.${endingOf(first)}`;
  if (files.length === 1) return oneSentence(first, subject);
  if (done === files.length) return i18n(`${subject}.many`, String(done));
  if (done === 0) return i18n(`${subject}.failed.many`, String(files.length));
  return i18n(`${subject}.some`, String(done), String(files.length));
}

/** Looking through a folder is not a file of its own, unless it failed. */
function isOnlyWalk(job: JobAnswer): boolean {
  return job.kind === 'publish-resource' && job.state === 'completed';
}

function endingOf({ kind }: JobAnswer): Ending {
  if (kind === 'push-document') return 'uploaded';
  return kind === 'return-document' ? 'returned' : 'arrived';
}

function oneSentence(job: JobAnswer, subject: string): string {
  if (job.state !== 'completed') return `${i18n(`${subject}.failed.one`, job.title)}. ${jobFailureSentence(job)}`;
  const notes = job.notes.map((note) => i18n(`frameio.note.${note.code}`, ...note.params));
  return [i18n(`${subject}.one`, job.title), ...notes].join('. ').replace(/\.\. /g, '. ');
}

export function jobFailureSentence({ failure }: Pick<JobAnswer, 'failure'>): string {
  return failureSentence(failure ? new ApiFailure(failure) : undefined);
}
