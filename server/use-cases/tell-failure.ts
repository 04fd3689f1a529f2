import { failureOf, hasCode, IntegrationError, type Failure } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';

type TellDeps = Pick<Deps, 'activity' | 'reviews' | 'frameio' | 'bindings' | 'words' | 'options'>;

/**
 * A person in Frame.io sees failures too, as a comment on the asset (X4); the comment's id is kept so that it is
 * left out of the record. Told once per job and reason. A comment that cannot be posted changes nothing.
 */
export async function tellFailure(context: JobContext, failure: Failure, deps: TellDeps): Promise<void> {
  const { job } = context;
  const told = `${failure.code}:${failure.params.join('|')}`;
  if (context.memory()['told'] === told) return;
  await context.remember({ told });
  await deps.activity.append({
    kind: job.kind === 'push-document' ? 'push-failed' : 'publish-failed',
    title: job.title,
    person: job.person,
    ...(job.documentUid === undefined ? {} : { documentUid: job.documentUid }),
    ...(job.bindingId === undefined ? {} : { bindingId: job.bindingId }),
    failure,
    details: { jobId: job.id },
  });
  const fileId = commentedFile(job);
  if (fileId !== undefined) await comment(String(job.payload['accountId']), fileId, failure, job, deps);
}

/** Only what came from Frame.io is answered there. */
function commentedFile(job: Job): string | undefined {
  const { interactionId, headFileId, type, id } = job.payload;
  if (interactionId === undefined) return undefined;
  if (typeof headFileId === 'string') return headFileId;
  return type === 'file' && typeof id === 'string' ? id : undefined;
}

async function comment(
  accountId: string,
  fileId: string,
  failure: Failure,
  job: Job,
  { frameio, reviews, bindings, words, options }: TellDeps,
): Promise<void> {
  const binding = job.bindingId === undefined ? undefined : await bindings.get(job.bindingId);
  for (const username of new Set([job.person, binding?.creator ?? job.person])) {
    try {
      const text = words.error(options.locale, failure.code, failure.params);
      const client = await frameio.as(username);
      await reviews.saveOwnComment(fileId, await client.comments.create({ accountId, fileId }, `Nuxeo: ${text}`));
      return;
    } catch (error) {
      if (!(error instanceof IntegrationError)) throw error;
    }
  }
}

/** A job that waits for a person is listed as needing attention; when it goes on the item is settled. */
export async function raiseAttention(
  context: JobContext,
  error: IntegrationError,
  { activity }: Pick<Deps, 'activity'>,
): Promise<void> {
  // Being uploaded in Frame.io is nobody's task.
  if (hasCode(error, 'asset-not-uploaded')) return;
  const { job } = context;
  const { code, params } = failureOf(error);
  await activity.raise({
    code,
    params,
    person: job.person,
    documentUid: job.documentUid,
    bindingId: job.bindingId,
    jobId: job.id,
    title: job.title,
  });
}
