import { defaultBindingRules, type Binding, type BindingRules, type BoundWorkspace } from '../domain/binding.ts';
import { hasCode, IntegrationError, RuleError } from '../domain/errors.ts';
import type { WorkspaceRef } from '../domain/refs.ts';
import type { Frameio } from '../ports/frameio.ts';
import type { Nuxeo, NuxeoDocument, NuxeoPerson } from '../ports/nuxeo.ts';
import { gateOf } from './approval-gate.ts';
import { actionDescription, bindingFacet } from './binding-facet.ts';
import type { Deps } from './deps.ts';
import { requireConnected, requireService } from './guards.ts';
import { freeFolder, requireStillFree } from './nearby-folders.ts';
import { tendSoon } from './tend-webhooks.ts';

export interface BindRequest {
  readonly folderUid: string;
  readonly actionName: string;
  readonly workspaces: readonly WorkspaceRef[];
  readonly documentType: string;
  readonly rules?: Partial<BindingRules>;
}
export interface BindCaller {
  readonly person: NuxeoPerson;
  readonly nuxeo: Nuxeo;
}
export type BindDeps = Pick<
  Deps,
  'bindings' | 'syncs' | 'frameio' | 'tokens' | 'providers' | 'activity' | 'queue' | 'clock' | 'ids' | 'options'
>;

/**
 * Binds a folder: one custom action in each workspace, then the facet on the folder.
 * If one action cannot be created none stays behind (N52).
 *
 * @throws RuleError for what the person can correct; `action-creation-failed` names the workspace.
 */
export async function bindFolder(request: BindRequest, caller: BindCaller, deps: BindDeps): Promise<Binding> {
  await requireService(deps);
  await requireConnected(caller.person.username, deps);
  const folder = await freeFolder(request.folderUid, caller.nuxeo, deps);
  await requireType(request, caller.nuxeo);
  const frameio = await deps.frameio.as(caller.person.username, { interactive: true });
  const workspaces = await namedWorkspaces(request.workspaces, frameio);
  for (const workspace of workspaces) await requireFreeName(request.actionName, workspace, frameio, deps);
  const rules = { ...defaultBindingRules, ...request.rules };
  if ((await gateOf({ rules }, deps)) === 'require') await requireStatusField(workspaces, frameio);

  const binding = newBinding(request, folder, caller.person, workspaces, deps);
  await deps.bindings.create(binding);
  try {
    await requireAlone(binding, folder, caller, deps);
    await createActions(binding, frameio, deps);
    const bound = (await deps.bindings.get(binding.id)) ?? binding;
    await caller.nuxeo.documents.addFacet(folder.uid, 'FrameioBound', bindingFacet(bound));
    await deps.activity.append({
      kind: 'bound',
      title: folder.title,
      person: caller.person.username,
      documentUid: folder.uid,
      bindingId: binding.id,
    });
    await tendSoon(`bound:${binding.id}`, deps);
    return bound;
  } catch (error) {
    await takeBack(binding, caller, deps);
    throw error;
  }
}

/** Others may have bound something at the same moment: now that both are written, each sees the other. */
async function requireAlone(
  { id, actionName, workspaces }: Binding,
  folder: NuxeoDocument,
  { nuxeo }: BindCaller,
  deps: Pick<Deps, 'bindings' | 'syncs'>,
): Promise<void> {
  await requireStillFree(folder, 'bound', nuxeo, deps);
  for (const workspace of workspaces) {
    const others = (await deps.bindings.inWorkspace(workspace)).filter((one) => one.id !== id);
    if (others.some((one) => isSameName(one.actionName, actionName)))
      throw nameTaken(actionName, workspace.workspaceName);
  }
}

async function requireType(request: BindRequest, nuxeo: Nuxeo): Promise<void> {
  const types = await nuxeo.documents.creatableTypes(request.folderUid);
  if (types.includes(request.documentType)) return;
  throw new RuleError('document-type-not-allowed', { params: [request.documentType], field: 'documentType' });
}

async function namedWorkspaces(
  refs: readonly WorkspaceRef[],
  frameio: Frameio,
): Promise<(WorkspaceRef & { name: string })[]> {
  try {
    const once = new Map(refs.map((ref) => [ref.workspaceId, ref]));
    return await Promise.all([...once.values()].map((ref) => frameio.workspaces.get(ref)));
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden')) throw error;
    throw new RuleError('workspace-unknown', { field: 'workspaces', cause: error });
  }
}

/** Another folder bound to the same workspace needs another action name (N44). */
export async function requireFreeName(
  actionName: string,
  workspace: WorkspaceRef & { readonly name: string },
  frameio: Pick<Frameio, 'actions'>,
  { bindings }: Pick<Deps, 'bindings'>,
): Promise<void> {
  const ours = (await bindings.inWorkspace(workspace)).map((binding) => binding.actionName);
  const theirs = (await frameio.actions.list(workspace)).map((action) => action.name);
  if ([...ours, ...theirs].some((name) => isSameName(name, actionName))) throw nameTaken(actionName, workspace.name);
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function nameTaken(actionName: string, workspaceName: string): RuleError {
  return new RuleError('action-name-taken', { params: [actionName, workspaceName], field: 'actionName' });
}

/** `require` would lock documents for ever where nobody can approve. */
export async function requireStatusField(workspaces: readonly WorkspaceRef[], frameio: Frameio): Promise<void> {
  for (const accountId of new Set(workspaces.map((one) => one.accountId))) {
    if (!(await frameio.metadata.statusField({ accountId }))) {
      throw new RuleError('status-field-missing', { field: 'approvalGate' });
    }
  }
}

function newBinding(
  request: BindRequest,
  folder: NuxeoDocument,
  person: NuxeoPerson,
  workspaces: readonly (WorkspaceRef & { name: string })[],
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
): Binding {
  return {
    id: ids.uuid(),
    folderUid: folder.uid,
    folderPath: folder.path,
    actionName: request.actionName.trim(),
    documentType: request.documentType,
    creator: person.username,
    workspaces: workspaces.map(({ accountId, workspaceId, name }) => ({
      accountId,
      workspaceId,
      workspaceName: name,
      actionId: undefined,
      state: 'creating',
    })),
    rules: { ...defaultBindingRules, ...request.rules },
    createdAt: clock.now(),
    unboundAt: undefined,
  };
}

async function createActions(binding: Binding, frameio: Frameio, deps: BindDeps): Promise<void> {
  for (const workspace of binding.workspaces) {
    const { secret, actionId } = await createAction(binding, workspace, frameio, deps);
    await deps.bindings.setWorkspace(binding.id, { ...workspace, actionId, state: 'active' }, secret);
  }
}

async function createAction(binding: Binding, workspace: BoundWorkspace, frameio: Frameio, { options }: BindDeps) {
  try {
    return await frameio.actions.create(workspace, {
      name: binding.actionName,
      description: actionDescription(binding.folderPath),
      url: `${options.actionsUrl}/${binding.id}`,
    });
  } catch (error) {
    if (hasCode(error, 'action-not-allowed') || !(error instanceof IntegrationError)) throw error;
    throw new RuleError('action-creation-failed', { params: [workspace.workspaceName], cause: error });
  }
}

/** Nothing half-bound stays: the actions that were created go, at once or by a job that keeps trying. */
async function takeBack({ id, folderUid, folderPath }: Binding, caller: BindCaller, deps: BindDeps): Promise<void> {
  await deps.bindings.markUnbound(id, deps.clock.now());
  await deps.queue.enqueue({
    kind: 'remove-actions',
    person: caller.person.username,
    title: folderPath,
    bindingId: id,
    payload: { bindingId: id, discard: true },
    key: `remove-actions:${id}`,
  });
  await removeFacet(folderUid, caller);
}

/** It is display only: a folder that is gone, locked or not for this person to write is as good as without it. */
export async function removeFacet(folderUid: string, { nuxeo }: BindCaller): Promise<void> {
  try {
    await nuxeo.documents.removeFacet(folderUid, 'FrameioBound');
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
  }
}
