import type { Binding } from '../domain/binding.ts';

/** The `frameiobound:*` properties of the folder: for display and search only, nothing is decided by them. */
export function bindingFacet(binding: Binding): Record<string, unknown> {
  return {
    'frameiobound:uid': binding.folderUid,
    'frameiobound:bindingId': binding.id,
    'frameiobound:actionName': binding.actionName,
    'frameiobound:actionDescription': actionDescription(binding.folderPath),
    'frameiobound:documentType': binding.documentType,
    'frameiobound:creator': binding.creator,
    'frameiobound:state': binding.unboundAt ? 'unbound' : 'bound',
    'frameiobound:workspaces': binding.workspaces.map(({ accountId, workspaceId, workspaceName, actionId, state }) => ({
      accountId,
      workspaceId,
      workspaceName,
      actionId: actionId ?? null,
      state,
    })),
  };
}

/** As Frame.io shows it (N51). */
export function actionDescription(folderPath: string): string {
  return `Push to Nuxeo folder : ${folderPath}`.slice(0, 255);
}
