import type { Binding, BoundWorkspace } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';
import type { BindCaller } from './bind-folder.ts';
import { recallDocument } from './recall-document.ts';

export interface UnbindRequest {
  readonly folderUid: string;
  /** What happens to documents in review: they stay (and come back by *Bring back*), or are recalled now. */
  readonly reviews: 'keep' | 'recall';
}
type UnbindDeps = Pick<Deps, 'bindings' | 'reviews' | 'queue' | 'activity' | 'clock' | 'nuxeo' | 'frameio'>;

/**
 * Unbinds at once: from here on publishing is refused, whatever happens to the actions in Frame.io,
 * which a job removes and keeps trying to (N75–N82).
 *
 * @throws RuleError `folder-not-bound`, `unbind-not-allowed`.
 */
export async function unbindFolder(request: UnbindRequest, caller: BindCaller, deps: UnbindDeps): Promise<void> {
  const binding = await deps.bindings.ofFolder(request.folderUid);
  if (!binding) {
    await caller.nuxeo.documents.get(request.folderUid); // who may not read it does not learn that it is not bound
    throw new RuleError('folder-not-bound');
  }
  await requireMayUnbind(binding, caller);

  await deps.bindings.markUnbound(binding.id, deps.clock.now());
  await deps.queue.enqueue({
    kind: 'remove-actions',
    person: caller.person.username,
    title: binding.folderPath,
    bindingId: binding.id,
    payload: { bindingId: binding.id, discard: false },
    key: `remove-actions:${binding.id}`,
  });
  await removeFacet(binding, caller);
  if (request.reviews === 'recall') await recallAll(binding, caller, deps);
  await deps.activity.append({
    kind: 'unbound',
    title: binding.folderPath,
    person: caller.person.username,
    documentUid: binding.folderUid,
    bindingId: binding.id,
  });
}

/** Its creator, a manager of the folder, or an administrator (N75). */
async function requireMayUnbind(binding: Binding, { person, nuxeo }: BindCaller): Promise<void> {
  if (person.isAdministrator || person.username === binding.creator) return;
  const folder = await nuxeo.documents.get(binding.folderUid);
  if (!folder.permissions.includes('WriteSecurity')) throw new RuleError('unbind-not-allowed');
}

/** A folder that is gone, or that its creator may no longer write, is unbound all the same: the facet is display only. */
async function removeFacet(binding: Binding, { nuxeo }: BindCaller): Promise<void> {
  try {
    await nuxeo.documents.removeFacet(binding.folderUid, 'FrameioBound');
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found', 'nuxeo-forbidden')) throw error;
  }
}

async function recallAll(binding: Binding, caller: BindCaller, deps: UnbindDeps): Promise<void> {
  for (const review of await deps.reviews.ofBinding(binding.id)) {
    if (review.state !== 'in-review' && review.state !== 'pushing') continue;
    try {
      await recallDocument(review.documentUid, caller, deps);
    } catch (error) {
      // One document that this person may not unlock never stops the rest; it stays in review and is listed.
      if (!hasCode(error, 'nuxeo-forbidden', 'nuxeo-not-found', 'locked-by-other', 'write-not-allowed')) throw error;
    }
  }
}

/** Job: deletes the actions in Frame.io with the creator's connection, else with that of who unbound. */
export async function removeActions(
  context: JobContext,
  deps: Pick<Deps, 'bindings' | 'frameio' | 'activity'>,
): Promise<void> {
  const binding = await deps.bindings.get(String(context.job.payload['bindingId']));
  if (!binding) return;
  for (const workspace of binding.workspaces) {
    if (workspace.state !== 'removed') await removeAction(binding, workspace, context, deps);
  }
  await deps.activity.settle({ bindingId: binding.id, code: 'action-not-removed' });
  if (context.job.payload['discard'] === true) await deps.bindings.delete(binding.id);
}

async function removeAction(
  binding: Binding,
  workspace: BoundWorkspace,
  context: JobContext,
  deps: Pick<Deps, 'bindings' | 'frameio' | 'activity'>,
): Promise<void> {
  const people = [...new Set([binding.creator, context.job.person])];
  for (const [index, username] of people.entries()) {
    try {
      const frameio = (await deps.frameio.as(username)).withSignal(context.signal);
      for (const actionId of await actionIds(binding, workspace, frameio)) {
        await frameio.actions.delete({ accountId: workspace.accountId, actionId });
      }
      await deps.bindings.setWorkspace(binding.id, { ...workspace, state: 'removed' });
      return;
    } catch (error) {
      const another = index < people.length - 1;
      if (hasCode(error, ...cannotDelete) && another) continue;
      if (hasCode(error, ...cannotDelete)) await askSomebody(binding, workspace, context, deps);
      throw error;
    }
  }
}

const cannotDelete = [
  'frameio-not-connected',
  'frameio-token-refused',
  'frameio-forbidden',
  'action-not-allowed',
] as const;

/** A lost answer may have left an action whose id we never saw: it is known by our URL. */
async function actionIds(
  binding: Binding,
  workspace: BoundWorkspace,
  frameio: Awaited<ReturnType<Deps['frameio']['as']>>,
): Promise<string[]> {
  if (workspace.actionId !== undefined) return [workspace.actionId];
  const all = await frameio.actions.list(workspace);
  return all.filter((action) => action.url.endsWith(`/${binding.id}`)).map((action) => action.actionId);
}

async function askSomebody(
  binding: Binding,
  workspace: BoundWorkspace,
  context: JobContext,
  { activity }: Pick<Deps, 'activity'>,
): Promise<never> {
  await activity.raise({
    code: 'action-not-removed',
    params: [binding.actionName, workspace.workspaceName],
    person: context.job.person,
    documentUid: binding.folderUid,
    bindingId: binding.id,
    jobId: context.job.id,
    title: binding.folderPath,
  });
  throw new RuleError('action-not-removed', {
    params: [binding.actionName, workspace.workspaceName],
    needsAttention: true,
  });
}
