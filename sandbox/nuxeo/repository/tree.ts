import { randomUUID } from 'node:crypto';
import { RestError } from '../web/rest-error.ts';
import { may, record, requirePermission } from './access.ts';
import { freeName } from './create.ts';
import type { StoredDocument } from './document.ts';
import type { Session } from './repository.ts';
import { removeVersion, structuredCloneOfValues } from './versions.ts';

export function moveDocument(session: Session, document: StoredDocument, target: StoredDocument, name?: string): void {
  const { documents } = session.repository;
  requireLive(document);
  const parent = documents.parentOf(document);
  requirePermission(session, target, 'AddChildren');
  if (parent) requirePermission(session, parent, 'RemoveChildren');
  requirePermission(session, document, 'Remove');
  if (documents.lineage(target).includes(document))
    throw new RestError(500, `Cannot move a node under itself: ${document.uid}`);
  const wanted = name || document.name;
  if (parent === target && wanted === document.name) return;
  documents.move(document, target.uid, freeName(session, target, wanted));
  document.systemToken += 1;
  record(session, document, 'documentMoved');
}

/** With everything below it. Locks and versions stay with the original; facets and their values come along. */
export function copyDocument(
  session: Session,
  document: StoredDocument,
  target: StoredDocument,
  name?: string,
): StoredDocument {
  requirePermission(session, target, 'AddChildren');
  const copy = copyOf(session, document, target.uid, freeName(session, target, name || document.name));
  copyChildren(session, document, copy);
  record(session, copy, 'documentCreatedByCopy');
  return copy;
}

function copyChildren(session: Session, from: StoredDocument, to: StoredDocument): void {
  for (const child of session.repository.documents.children(from.uid)) {
    if (may(session, child, 'Read')) copyChildren(session, child, copyOf(session, child, to.uid, child.name));
  }
}

function copyOf(session: Session, document: StoredDocument, parentUid: string, name: string): StoredDocument {
  const copy = {
    ...structuredCloneOfValues(document),
    ...{ uid: randomUUID(), parentUid, name, acl: { ...document.acl } },
    ...{ lock: null, version: null, isCheckedOut: true, baseVersionUid: null, systemToken: 0, userToken: 0 },
  };
  if ('uid:major_version' in copy.properties) {
    Object.assign(copy.properties, { 'uid:major_version': 0, 'uid:minor_version': 0 });
  }
  session.repository.documents.add(copy);
  return copy;
}

/** For good, with everything below and with the versions, which nothing else refers to. */
export function removeDocument(session: Session, document: StoredDocument): void {
  requirePermission(session, document, 'Remove');
  const parent = session.repository.documents.parentOf(document);
  if (parent) requirePermission(session, parent, 'RemoveChildren');
  if (document.version) {
    removeVersion(session, document);
    return;
  }
  const { documents } = session.repository;
  for (const doomed of documents.subtree(document).reverse()) {
    record(session, doomed, 'documentRemoved');
    documents.versions(doomed.uid).forEach((version) => documents.remove(version));
    documents.remove(doomed);
  }
}

/** The name is mangled so that another document can take its place; below it, documents only get the mark. */
export function trashDocument(session: Session, document: StoredDocument): void {
  requirePermission(session, document, 'Remove');
  requireLive(document);
  if (document.isTrashed || document.parentUid === null) return;
  const { documents } = session.repository;
  documents.move(document, document.parentUid, `${document.name}._${Date.now()}_.trashed`);
  setTrashed(session, document, true);
}

export function untrashDocument(session: Session, document: StoredDocument): void {
  if (!may(session, document, 'WriteLifeCycle')) throw new RestError(403, 'Cannot untrash these documents');
  const { documents } = session.repository;
  const parent = documents.parentOf(document);
  if (!document.isTrashed || !parent) return;
  const original = document.name.replace(/\._\d+_\.trashed$/, '');
  documents.move(document, parent.uid, freeName(session, parent, original));
  setTrashed(session, document, false);
}

function setTrashed(session: Session, document: StoredDocument, isTrashed: boolean): void {
  for (const affected of session.repository.documents.subtree(document)) {
    affected.isTrashed = isTrashed;
    affected.systemToken += 1;
    record(session, affected, isTrashed ? 'documentTrashed' : 'documentUntrashed');
  }
}

/** A version has no place of its own in the tree. */
function requireLive(document: StoredDocument): void {
  if (document.version) throw new RestError(500, `Not possible for a version: ${document.uid}`);
}
