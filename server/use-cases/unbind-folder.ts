import type { Binding, BoundWorkspace } from '../domain/binding.ts';
import { hasCode, IntegrationError, RuleError } from '../domain/errors.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';
import { removeFacet, type BindCaller } from './bind-folder.ts';
import { recallDocument } from './recall-document.ts';
import { tendSoon } from './tend-webhooks.ts';

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
  await tendSoon(`unbound:${binding.id}`, deps);
  await removeFacet(binding.folderUid, caller);
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

async function recallAll(binding: Binding, caller: BindCaller, deps: UnbindDeps): Promise<void> {
  for (const { documentUid } of await deps.reviews.openOf([binding.id])) {
    try {
      await recallDocument(documentUid, caller, deps);
    } catch (error) {
      // One document that this person may not unlock never stops the rest; it stays in review and is listed.
      if (!(error instanceof IntegrationError)) throw error;
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
  const failures: unknown[] = [];
  for (const workspace of left(binding)) {
    // One workspace that refuses does not keep the action in the others.
    await removeAction(binding, workspace, context, deps).catch((error: unknown) => failures.push(error));
  }
  // Who waits for a person looks again and again: that is stronger than a few more tries.
  if (failures.length > 0) throw failures.find((error) => hasCode(error, 'action-not-removed')) ?? failures[0];
  await deps.activity.settle({ bindingId: binding.id, code: 'action-not-removed' });
  if (context.job.payload['discard'] === true) await deps.bindings.delete(binding.id);
}

async function removeAction(
  binding: Binding,
  workspace: BoundWorkspace,
  context: JobContext,
  deps: Pick<Deps, 'bindings' | 'frameio' | 'activity'>,
): Promise<void> {
  for (const username of new Set([binding.creator, context.job.person])) {
    try {
      const frameio = (await deps.frameio.as(username)).withSignal(context.signal);
      for (const actionId of await actionIds(binding, workspace, frameio)) {
        await frameio.actions.delete({ accountId: workspace.accountId, actionId });
      }
      await deps.bindings.setWorkspace(binding.id, { ...workspace, state: 'removed' });
      return;
    } catch (error) {
      if (!hasCode(error, ...cannotDelete)) throw error;
    }
  }
  await deps.bindings.setWorkspace(binding.id, { ...workspace, state: 'removing' });
  await askSomebody(binding, workspace, context, deps);
  throw new RuleError('action-not-removed', { params: paramsOf(binding, workspace), needsAttention: true });
}

/** Frame.io stayed away for too long: what is left there needs somebody, with the actions' name. */
export async function tellActionsLeft(context: JobContext, deps: Pick<Deps, 'bindings' | 'activity'>): Promise<void> {
  const binding = await deps.bindings.get(String(context.job.payload['bindingId']));
  if (!binding) return;
  for (const workspace of left(binding)) await askSomebody(binding, workspace, context, deps);
}

const left = ({ workspaces }: Binding) => workspaces.filter(({ state }) => state !== 'removed');
const paramsOf = ({ actionName }: Binding, { workspaceName }: BoundWorkspace) => [actionName, workspaceName];

const cannotDelete = [
  'frameio-not-connected',
  'frameio-token-refused',
  'frameio-forbidden',
  'action-not-allowed',
  'provider-disabled',
  'provider-not-registered',
  'provider-secret-wrong',
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
  { job }: JobContext,
  { activity }: Pick<Deps, 'activity'>,
): Promise<void> {
  await activity.raise({
    code: 'action-not-removed',
    params: paramsOf(binding, workspace),
    person: job.person,
    documentUid: binding.folderUid,
    bindingId: binding.id,
    jobId: job.id,
    title: binding.folderPath,
  });
}
