import { RestError } from '../web/rest-error.ts';
import { may, record, requirePermission } from './access.ts';
import type { StoredDocument } from './document.ts';
import { isGranted } from './permissions.ts';
import type { Session } from './repository.ts';

export function lockDocument(session: Session, document: StoredDocument): void {
  const { username } = session.principal;
  if (document.lock?.owner === username) return;
  if (document.lock && isGranted(session.repository.documents, session.principal, document, 'WriteProperties')) {
    throw alreadyLocked(document);
  }
  requirePermission(session, document, 'WriteProperties');
  document.lock = { owner: username, created: new Date().toISOString() };
  record(session, document, 'documentLocked');
}

/** One's own lock, or anybody's with the permission Unlock. */
export function unlockDocument(session: Session, document: StoredDocument): void {
  if (!document.lock) return;
  if (document.lock.owner !== session.principal.username && !may(session, document, 'Unlock'))
    throw alreadyLocked(document);
  document.lock = null;
  record(session, document, 'documentUnlocked');
}

function alreadyLocked(document: StoredDocument): RestError {
  return new RestError(409, `Document already locked by ${document.lock?.owner}: ${document.uid}`);
}
