import type { Binding, BindingRules } from '../domain/binding.ts';
import { IntegrationError, RuleError } from '../domain/errors.ts';
import { gateOf } from './approval-gate.ts';
import { requireStatusField, type BindCaller } from './bind-folder.ts';
import { actionDescription, bindingFacet } from './binding-facet.ts';
import type { Deps } from './deps.ts';

/** Changes how a binding behaves; by who may write the folder. @throws RuleError `folder-not-bound`, `write-not-allowed`. */
export async function editBinding(
  folderUid: string,
  change: Partial<BindingRules>,
  { person, nuxeo }: BindCaller,
  deps: Pick<Deps, 'bindings' | 'frameio' | 'providers'>,
): Promise<Binding> {
  const folder = await nuxeo.documents.get(folderUid); // who may not read it learns nothing about its binding
  const binding = await deps.bindings.ofFolder(folderUid);
  if (!binding) throw new RuleError('folder-not-bound');
  if (!folder.permissions.includes('WriteProperties')) throw new RuleError('write-not-allowed');
  const rules = { ...binding.rules, ...change };
  if ('approvalGate' in change && (await gateOf({ rules }, deps)) === 'require') {
    await requireStatusField(binding.workspaces, await deps.frameio.as(person.username, { interactive: true }));
  }
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
  await nuxeo.documents.addFacet(folder.uid, 'FrameioBound', bindingFacet(moved));
  await describeActions(moved, deps);
  // Last: what could not be told to Frame.io just now is told at the next look.
  await deps.bindings.setFolderPath(binding.id, folder.path);
  return moved;
}

/** A creator who may not any more leaves the old description behind: nothing follows from it. */
async function describeActions(binding: Binding, deps: Pick<Deps, 'frameio'>): Promise<void> {
  const description = actionDescription(binding.folderPath);
  try {
    const frameio = await deps.frameio.as(binding.creator, { interactive: true });
    for (const { accountId, actionId } of binding.workspaces) {
      if (actionId !== undefined) await frameio.actions.update({ accountId, actionId }, { description });
    }
  } catch (error) {
    if (!(error instanceof IntegrationError) || error.retryable) throw error;
  }
}
