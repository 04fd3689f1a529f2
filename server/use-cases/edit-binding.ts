import type { Binding, BindingRules } from '../domain/binding.ts';
import { RuleError } from '../domain/errors.ts';
import { requireStatusField, type BindCaller } from './bind-folder.ts';
import { actionDescription, bindingFacet } from './binding-facet.ts';
import type { Deps } from './deps.ts';

/** Changes how a binding behaves; by who may write the folder. @throws RuleError `folder-not-bound`, `write-not-allowed`. */
export async function editBinding(
  folderUid: string,
  change: Partial<BindingRules>,
  { person, nuxeo }: BindCaller,
  deps: Pick<Deps, 'bindings' | 'frameio'>,
): Promise<Binding> {
  const folder = await nuxeo.documents.get(folderUid); // who may not read it learns nothing about its binding
  const binding = await deps.bindings.ofFolder(folderUid);
  if (!binding) throw new RuleError('folder-not-bound');
  if (!folder.permissions.includes('WriteProperties')) throw new RuleError('write-not-allowed');
  if (change.approvalGate === 'require') {
    await requireStatusField(binding.workspaces, await deps.frameio.as(person.username, { interactive: true }));
  }
  const rules = { ...binding.rules, ...change };
  await deps.bindings.setRules(binding.id, rules);
  return { ...binding, rules };
}

/**
 * A folder that was moved or renamed stays bound by its uid; its description in Frame.io and its facet follow (N53).
 * Called when somebody who may write the folder looks at the binding.
 */
export async function followFolder(
  binding: Binding,
  { nuxeo }: BindCaller,
  deps: Pick<Deps, 'bindings' | 'frameio'>,
): Promise<Binding> {
  const folder = await nuxeo.documents.get(binding.folderUid);
  if (folder.path === binding.folderPath || !folder.permissions.includes('WriteProperties')) return binding;
  const moved: Binding = { ...binding, folderPath: folder.path };
  await deps.bindings.setFolderPath(binding.id, folder.path);
  await nuxeo.documents.addFacet(folder.uid, 'FrameioBound', bindingFacet(moved));
  const frameio = await deps.frameio.as(binding.creator);
  for (const { accountId, actionId } of binding.workspaces) {
    if (actionId === undefined) continue;
    await frameio.actions.update({ accountId, actionId }, { description: actionDescription(folder.path) });
  }
  return moved;
}
