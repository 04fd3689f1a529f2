import { RestError } from '../web/rest-error.ts';
import type { StoredDocument } from './document.ts';
import { hasPermission } from './permissions.ts';
import type { Session } from './repository.ts';

export type DocumentRef = { uid: string } | { path: string };

/** 404 with the reference when there is none, 403 when there is one that the caller may not see: existence leaks. */
export function getDocument(session: Session, ref: DocumentRef): StoredDocument {
  const document = findDocument(session, ref);
  if (!document) throw new RestError(404, 'uid' in ref ? ref.uid : ref.path);
  requirePermission(session, document, 'Read');
  return document;
}

export function findDocument(session: Session, ref: DocumentRef): StoredDocument | undefined {
  const { documents } = session.repository;
  return 'uid' in ref ? documents.get(ref.uid) : documents.byPath(ref.path);
}

/** `doc:` is optional; what starts with a slash is a path. */
export function parseRef(text: string): DocumentRef {
  const bare = text.startsWith('doc:') ? text.slice(4) : text;
  return bare.startsWith('/') ? { path: bare } : { uid: bare };
}

export function may(session: Session, document: StoredDocument, permission: string): boolean {
  return hasPermission(session.repository.documents, session.principal, document, permission);
}

export function requirePermission(session: Session, document: StoredDocument, permission: string): void {
  if (may(session, document, permission)) return;
  throw new RestError(403, `Privilege '${permission}' is not granted to '${session.principal.username}'`);
}

export function requireWritable(session: Session, document: StoredDocument): void {
  requirePermission(session, document, 'WriteProperties');
  if (document.version) throw new RestError(500, `Cannot modify version: ${document.uid}`);
}

export function record(
  session: Session,
  document: StoredDocument,
  eventId: string,
  comment: string | null = null,
): void {
  const { audit, documents } = session.repository;
  audit.add({
    eventId,
    category: 'eventDocumentCategory',
    principalName: session.principal.username,
    docUuid: document.uid,
    docPath: documents.pathOf(document),
    docType: document.type,
    docLifeCycle: document.state,
    comment,
  });
}
