import { blockInheritance } from '../repository/acl.ts';
import { createDocument } from '../repository/create.ts';
import type { StoredDocument } from '../repository/document.ts';
import type { Session } from '../repository/repository.ts';
import { RestError } from '../web/rest-error.ts';
import type { OperationCall, OperationResult } from './operations.ts';

/** The caller's own workspace, made when it is asked for first. Nobody else sees it but administrators. */
export function userWorkspace({ session }: OperationCall): OperationResult {
  const domain = session.repository.documents.byPath('/default-domain');
  if (!domain) throw new RestError(404, '/default-domain');
  // The server makes it whatever the caller may do there.
  const unbound = { ...session, principal: { ...session.principal, isAdministrator: true } };
  const root = childOf(domain, 'UserWorkspaces', 'UserWorkspacesRoot', unbound);
  return { kind: 'document', document: childOf(root, session.principal.username, 'Workspace', unbound) };
}

function childOf(parent: StoredDocument, name: string, type: string, session: Session): StoredDocument {
  const found = session.repository.documents.child(parent.uid, name);
  if (found) return found;
  const document = createDocument(session, parent, { type, name, properties: { 'dc:title': name } });
  blockInheritance(session, document);
  return document;
}
