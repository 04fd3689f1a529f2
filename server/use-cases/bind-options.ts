import type { Deps } from './deps.ts';
import type { BindCaller } from './bind-folder.ts';
import { requireConnected, requireService } from './guards.ts';

const SUGGESTED_NAME = 'Publish to Nuxeo';

/** Roles of an account that may create custom actions in its workspaces. */
const actionRoles = ['owner', 'admin'];

/** What the bind dialog offers: the person's own workspaces, and the types that this folder accepts (N43–N46, N55). */
export async function bindOptions(
  folderUid: string,
  { person, nuxeo }: BindCaller,
  deps: Pick<Deps, 'frameio' | 'tokens' | 'providers'>,
) {
  await requireService(deps);
  await requireConnected(person.username, deps);
  const frameio = await deps.frameio.as(person.username, { interactive: true });
  const accounts = await frameio.accounts.list();
  const workspaces = await Promise.all(
    accounts.map(async (account) =>
      (await frameio.workspaces.list(account)).map(({ accountId, workspaceId, name }) => ({
        accountId,
        accountName: account.name,
        workspaceId,
        name,
        mayCreateActions: account.roles.some((role) => actionRoles.includes(role)),
      })),
    ),
  );
  const documentTypes = await nuxeo.documents.creatableTypes(folderUid);
  return {
    suggestedActionName: SUGGESTED_NAME,
    documentTypes,
    defaultDocumentType: documentTypes.includes('File') ? 'File' : (documentTypes[0] ?? ''),
    commentsBecomeVisible: (await deps.providers.settings()).comments,
    workspaces: workspaces.flat(),
  };
}
