import { RuleError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { ResourceRef } from '../domain/refs.ts';
import type { Deps } from './deps.ts';
import { requireConnected, requireService } from './guards.ts';
import { inFlight, lastJobOf, type PushCaller } from './plan-push.ts';
import type { PublishOptions } from './publish-resource.ts';

type ReturnDeps = Pick<Deps, 'reviews' | 'bindings' | 'queue' | 'tokens' | 'providers' | 'ids' | 'activity'>;

/**
 * *Bring back from Frame.io*: what the action does, started in Nuxeo (X21). Works after unbinding too.
 *
 * @throws RuleError `not-in-review`, `already-in-flight`, `write-not-allowed`, `locked-by-other`.
 */
export async function bringBack(
  documentUid: string,
  options: PublishOptions,
  { person, nuxeo }: PushCaller,
  deps: ReturnDeps,
): Promise<Job> {
  await requireService(deps);
  await requireConnected(person.username, deps);
  const document = await nuxeo.documents.get(documentUid); // who may not read it learns nothing about its review
  const review = await deps.reviews.get(documentUid);
  if (review?.state !== 'in-review') throw new RuleError('not-in-review');
  const isOwner = document.lock === undefined || document.lock.owner === person.username;
  if (!isOwner && !document.permissions.includes('Unlock')) {
    throw new RuleError('locked-by-other', { params: [document.lock?.owner ?? ''] });
  }
  if (isOwner && !document.permissions.includes('WriteProperties')) throw new RuleError('write-not-allowed');
  // Read in this order, two clicks at the same moment are one.
  const after = await lastJobOf(documentUid, deps);
  const busy = await inFlight(documentUid, deps);
  if (busy) throw busy;

  return deps.queue.enqueue({
    kind: 'return-document',
    person: person.username,
    title: document.title,
    batchId: deps.ids.uuid(),
    documentUid,
    bindingId: review.bindingId,
    payload: { accountId: review.accountId, broughtBy: person.username, options: { ...options } },
    key: `bring-back:${documentUid}:after:${after}`,
    exclusive: `document:${documentUid}`,
  });
}

/**
 * *Import from Frame.io* on a bound folder: chosen files, stacks or folders arrive as if the action had been run on them.
 *
 * @throws RuleError `folder-not-bound`, `write-not-allowed`.
 */
export async function importResources(
  folderUid: string,
  resources: readonly ResourceRef[],
  options: PublishOptions,
  { person, nuxeo }: PushCaller,
  deps: ReturnDeps,
): Promise<{ batchId: string; jobs: Job[] }> {
  await requireService(deps);
  await requireConnected(person.username, deps);
  const folder = await nuxeo.documents.get(folderUid); // who may not read it learns nothing about its binding
  const binding = await deps.bindings.ofFolder(folderUid);
  if (!binding) throw new RuleError('folder-not-bound');
  if (!folder.permissions.includes('AddChildren')) throw new RuleError('write-not-allowed');

  const batchId = deps.ids.uuid();
  const open = await deps.queue.list({ bindingId: binding.id, open: true, limit: 200 });
  const jobs: Job[] = [];
  for (const { accountId, type, id } of resources) {
    const running = open.find((job) => job.kind === 'publish-resource' && job.payload['id'] === id);
    jobs.push(
      running ??
        (await deps.queue.enqueue({
          kind: 'publish-resource',
          person: person.username,
          title: folder.title,
          batchId,
          bindingId: binding.id,
          payload: { accountId, type, id, broughtBy: person.username, options: { ...options } },
          key: `import:${batchId}:${id}`,
          exclusive: `publish:${binding.id}:${id}`,
        })),
    );
  }
  return { batchId, jobs };
}
