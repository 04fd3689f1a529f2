import { failureOf, IntegrationError } from '../domain/errors.ts';
import { isOver, type Job, type JobKind } from '../domain/job.ts';
import type { MailNotice } from '../ports/mail.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';

/** Kinds whose outcome a person hears about; the others only lead to these. */
const told: readonly JobKind[] = ['push-document', 'publish-asset', 'publish-resource', 'return-document'];

/**
 * Enqueues the one mail of a click when the last of its jobs is over or waits for a person. What was not reported
 * yet and ends later gets a mail of its own, so that nobody waits for a file that has arrived. Safe to call often.
 */
export async function summarizeWhenSettled(batchId: string, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  const jobs = await queue.list({ batchId, limit: 200 });
  const work = jobs.filter((job) => told.includes(job.kind));
  if (work.length === 0 || !work.every((job) => isOver(job) || job.waitingSince)) return;
  const reported = new Set(
    jobs.filter((job) => job.kind === 'send-summary').flatMap((job) => job.payload['jobIds'] as string[]),
  );
  const fresh = work.filter((job) => worthTelling(job) && !reported.has(tellingId(job)));
  const [first] = fresh;
  if (!first) return;
  await queue.enqueue({
    kind: 'send-summary',
    person: first.person,
    title: first.title,
    batchId,
    payload: { batchId, jobIds: fresh.map(tellingId) },
    key: `summary:${batchId}:${fresh.map(tellingId).sort().join(',')}`.slice(0, 2000),
  });
}

/** A job that waits and one that is over are two pieces of news. */
function tellingId(job: Job): string {
  return isOver(job) ? job.id : `${job.id}:${job.failure?.code ?? 'waiting'}`;
}

/** What only led to other jobs is told by them; a cancel is known to who cancelled. */
function worthTelling(job: Job): boolean {
  if (job.state === 'cancelled') return false;
  if (job.kind === 'publish-resource') return job.state === 'failed' || job.waitingSince !== undefined;
  // A publish that was handed over to the return of a document in review says nothing itself.
  if (job.kind === 'publish-asset') return job.state !== 'completed' || job.memory['documentUid'] !== undefined;
  return true;
}

/**
 * Job: sends the mail. A mail server that is down never fails the work: the jobs say that no mail went out.
 */
export async function sendSummary(
  context: JobContext,
  deps: Pick<Deps, 'queue' | 'mail' | 'nuxeo' | 'bindings' | 'activity' | 'options'>,
): Promise<void> {
  const ids = (context.job.payload['jobIds'] as string[]).map((id) => id.slice(0, 36));
  const jobs = (await Promise.all(ids.map((id) => deps.queue.get(id)))).filter((job) => job !== undefined);
  const [first] = jobs;
  if (!first || !deps.mail.configured) return;
  const notice = await noticeOf(first, jobs, deps);
  if (!notice) return;
  try {
    await deps.mail.send(notice);
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
    await context.note({ code: 'mail-not-sent', params: [notice.to.address] });
    await deps.activity.append({
      kind: 'mail-failed',
      title: first.title,
      person: first.person,
      ...(first.documentUid === undefined ? {} : { documentUid: first.documentUid }),
      failure: failureOf(error),
    });
    throw error;
  }
}

async function noticeOf(
  first: Job,
  jobs: readonly Job[],
  { nuxeo, bindings, options }: Pick<Deps, 'nuxeo' | 'bindings' | 'options'>,
): Promise<MailNotice | undefined> {
  const person = await (await nuxeo.as(first.person)).me();
  if (person.email === undefined) return undefined;
  const binding = first.bindingId === undefined ? undefined : await bindings.get(first.bindingId);
  return {
    kind: first.kind === 'push-document' ? 'uploaded' : first.kind === 'return-document' ? 'returned' : 'arrived',
    to: { address: person.email, name: person.displayName },
    locale: options.locale,
    folderPath: binding?.folderPath,
    items: jobs.map((job) => ({
      title: job.title,
      documentUid: job.documentUid ?? (job.memory['documentUid'] as string | undefined),
      failure: job.state === 'completed' ? undefined : (job.failure ?? { code: 'internal', params: [] }),
    })),
  };
}
