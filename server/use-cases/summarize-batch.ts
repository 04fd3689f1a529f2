import { failureOf, hasCode, IntegrationError } from '../domain/errors.ts';
import { isOver, type Job, type JobKind } from '../domain/job.ts';
import type { MailNotice } from '../ports/mail.ts';
import type { JobContext } from '../ports/job-context.ts';
import { appendOnce } from './append-once.ts';
import type { Deps } from './deps.ts';
import { noteOnce } from './note-once.ts';

/** Kinds whose outcome a person hears about; the others only lead to these. */
const told: readonly JobKind[] = ['push-document', 'publish-asset', 'publish-resource', 'return-document'];
const PAGE = 200;

/**
 * Enqueues the one mail of a click when the last of its jobs is over or waits for a person. What was not reported
 * yet and ends later gets a mail of its own, so that nobody waits for a file that has arrived. Safe to call often.
 */
export async function summarizeWhenSettled(batchId: string, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  const open = await queue.list({ batchId, open: true, limit: PAGE });
  if (open.some((job) => told.includes(job.kind) && !job.waitingSince)) return;
  const jobs = await jobsOf(batchId, { queue });
  const reported = new Set(
    jobs.filter((job) => job.kind === 'send-summary').flatMap((job) => job.payload['jobIds'] as string[]),
  );
  const fresh = jobs.filter((job) => isNews(job) && !reported.has(tellingId(job)));
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

/** All jobs of a click, oldest first; a folder may have thousands. */
async function jobsOf(batchId: string, { queue }: Pick<Deps, 'queue'>): Promise<Job[]> {
  const found = new Map<string, Job>();
  for (let before: Date | undefined; ;) {
    const known = found.size;
    const page = await queue.list({ batchId, limit: PAGE, ...(before ? { before } : {}) });
    for (const job of page) found.set(job.id, job);
    const last = page.at(-1);
    if (!last || page.length < PAGE || found.size === known) return [...found.values()].reverse();
    // Others may have come in the same millisecond.
    before = new Date(last.createdAt.getTime() + 1);
  }
}

/** A job that waits and one that is over are two pieces of news. */
function tellingId(job: Job): string {
  return isOver(job) ? job.id : `${job.id}:${job.failure?.code ?? 'waiting'}`;
}

/** Of jobs that are over or wait: what only led to others is told by them; a cancel is known to who cancelled. */
function isNews(job: Job): boolean {
  if (!told.includes(job.kind) || job.state === 'cancelled') return false;
  // Being uploaded to Frame.io is nobody's task: it arrives later.
  if (!isOver(job)) return job.waitingSince !== undefined && job.failure?.code !== 'asset-not-uploaded';
  if (job.kind === 'publish-resource') return job.state === 'failed';
  // A publish that was handed over to the return of a document in review says nothing itself.
  return job.kind !== 'publish-asset' || job.state === 'failed' || job.memory['documentUid'] !== undefined;
}

/**
 * Job: sends the mail. A mail server that is down never fails the work: the timeline says that no mail went out.
 */
export async function sendSummary(
  context: JobContext,
  deps: Pick<Deps, 'queue' | 'mail' | 'nuxeo' | 'tokens' | 'bindings' | 'activity' | 'options'>,
): Promise<void> {
  if (!deps.mail.configured) return;
  const { batchId, jobIds } = context.job.payload as { batchId: string; jobIds: readonly string[] };
  // Between two looks a job may have gone on: that is told when it ends.
  const jobs = (await jobsOf(batchId, deps)).filter((job) => isNews(job) && jobIds.includes(tellingId(job)));
  const [first] = jobs;
  const notice = first && (await noticeOf(first, jobs, deps));
  if (notice) await sendNotice(notice, first, context, deps);
}

export async function sendNotice(
  notice: MailNotice,
  { title, person, documentUid }: Pick<Job, 'title' | 'person' | 'documentUid'>,
  context: JobContext,
  deps: Pick<Deps, 'mail' | 'activity'>,
): Promise<void> {
  try {
    await deps.mail.send(notice);
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
    await noteOnce(context, { code: 'mail-not-sent', params: [notice.to.address] });
    const about = documentUid === undefined ? {} : { documentUid };
    await appendOnce(context, { kind: 'mail-failed', title, person, ...about, failure: failureOf(error) }, deps);
    throw error;
  }
}

async function noticeOf(
  first: Job,
  jobs: readonly Job[],
  deps: Pick<Deps, 'nuxeo' | 'tokens' | 'bindings' | 'options'>,
): Promise<MailNotice | undefined> {
  const to = await recipient(first.person, deps);
  if (!to) return undefined;
  const binding = first.bindingId === undefined ? undefined : await deps.bindings.get(first.bindingId);
  return {
    kind: first.kind === 'push-document' ? 'uploaded' : first.kind === 'return-document' ? 'returned' : 'arrived',
    to,
    locale: deps.options.locale,
    folderPath: binding?.folderPath,
    items: jobs.map((job) => ({
      title: job.title,
      documentUid: job.documentUid ?? (job.memory['documentUid'] as string | undefined),
      failure: job.state === 'completed' ? undefined : (job.failure ?? { code: 'internal', params: [] }),
    })),
  };
}

/** As Nuxeo knows the person; who has to connect there again is found by the address of their Frame.io account. */
export async function recipient(
  username: string,
  { nuxeo, tokens }: Pick<Deps, 'nuxeo' | 'tokens'>,
): Promise<MailNotice['to'] | undefined> {
  try {
    const { email, displayName } = await (await nuxeo.as(username)).me();
    return email === undefined ? undefined : { address: email, name: displayName };
  } catch (error) {
    if (!hasCode(error, 'nuxeo-grant-missing', 'nuxeo-grant-refused', 'not-signed-in')) throw error;
    const grant = await tokens.get('frameio', username);
    return grant?.remoteEmail === undefined
      ? undefined
      : { address: grant.remoteEmail, name: grant.remoteName ?? username };
  }
}
