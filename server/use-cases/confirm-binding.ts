import type { Binding } from '../domain/binding.ts';
import { bindingClaim, workspacesKey, type BindingClaim } from '../domain/claim.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import type { AttentionItem } from '../ports/activity-store.ts';
import type { Frameio } from '../ports/frameio.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import { askForBinding } from './ask-to-confirm.ts';
import { bindFolder, type BindCaller, type BindDeps } from './bind-folder.ts';
import { requireConnected, requireService } from './guards.ts';
import { freeFolder } from './nearby-folders.ts';

type Confirmed = Pick<AttentionItem, 'id' | 'params' | 'documentUid'>;

/**
 * Binds a folder anew as its facet says, because the person whom that concerns has read it and says so. Their own
 * rights and connection count, exactly as if they had filled in the form. Actions of the lost binding are deleted first:
 * their secrets are gone with the database.
 *
 * @throws RuleError `claim-changed` when the facet says something else by now: then it is asked again.
 */
export async function confirmBinding(item: Confirmed, caller: BindCaller, deps: BindDeps): Promise<void> {
  await requireService(deps);
  await requireConnected(caller.person.username, deps);
  const folder = await caller.nuxeo.documents.get(String(item.documentUid));
  if (await deps.bindings.ofFolder(folder.uid)) return deps.activity.settle({ id: item.id });
  const claim = bindingClaim(folder);
  if (claim === 'copied' || claim === 'incomplete') {
    await deps.activity.settle({ id: item.id });
    throw new RuleError('folder-not-bound');
  }
  await freeFolder(folder.uid, caller.nuxeo, deps); // refused before anything is deleted
  const frameio = await deps.frameio.as(caller.person.username, { interactive: true });
  await requireAsShown(item, folder, await named(claim, frameio), deps);

  await deleteOldActions(claim, frameio, deps);
  const binding = await bindAsClaimed(folder, claim, caller, deps);
  await deps.activity.settle({ id: item.id });
  await deps.queue.enqueue({
    kind: 'restore-links',
    person: caller.person.username,
    title: folder.title,
    bindingId: binding.id,
    payload: { bindingId: binding.id },
    key: `restore-links:${binding.id}`,
  });
}

/** What could not be bound is taken back with its facet: that is all there is to bind it from another time. */
async function bindAsClaimed(
  { uid: folderUid, properties }: NuxeoDocument,
  { actionName, documentType, workspaces }: BindingClaim,
  caller: BindCaller,
  deps: BindDeps,
): Promise<Binding> {
  try {
    return await bindFolder({ folderUid, actionName, documentType, workspaces }, caller, deps);
  } catch (error) {
    const facet = Object.entries(properties).filter(([name]) => name.startsWith('frameiobound:'));
    await caller.nuxeo.documents.addFacet(folderUid, 'FrameioBound', Object.fromEntries(facet));
    throw error;
  }
}

/** With the names that the workspaces have in Frame.io: those in the facet may be anything. */
async function named(claim: BindingClaim, frameio: Frameio): Promise<BindingClaim> {
  try {
    const real = await Promise.all(claim.workspaces.map((workspace) => frameio.workspaces.get(workspace)));
    const workspaces = claim.workspaces.map((one, index) => ({ ...one, workspaceName: real[index]?.name ?? '' }));
    return { ...claim, workspaces };
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden')) throw error;
    throw new RuleError('workspace-unknown', { cause: error });
  }
}

/** What is bound is what the person has read, and not what somebody wrote there since. The path is Nuxeo's word. */
async function requireAsShown(
  { params: [, actionName, names, documentType, key] }: Confirmed,
  folder: NuxeoDocument,
  claim: BindingClaim,
  deps: BindDeps,
): Promise<void> {
  const isSame =
    claim.actionName === actionName &&
    claim.documentType === documentType &&
    workspacesKey(claim.workspaces) === key &&
    claim.workspaces.map(({ workspaceName }) => workspaceName).join(', ') === names;
  if (isSame) return;
  await askForBinding(folder, claim, deps);
  throw new RuleError('claim-changed', { params: [folder.title] });
}

/** Only those that point at us under the lost binding's id; an id that is in use is somebody else's. */
async function deleteOldActions(
  { bindingId, workspaces }: BindingClaim,
  frameio: Frameio,
  deps: BindDeps,
): Promise<void> {
  if (bindingId === undefined || (await deps.bindings.get(bindingId))) return;
  for (const workspace of workspaces) {
    const all = await frameio.actions.list(workspace);
    const ours = all.filter(({ url }) => url === `${deps.options.actionsUrl}/${bindingId}`);
    for (const { actionId } of ours) await frameio.actions.delete({ accountId: workspace.accountId, actionId });
  }
}
