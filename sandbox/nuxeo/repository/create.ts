import { randomUUID } from 'node:crypto';
import { RestError } from '../web/rest-error.ts';
import { record, requirePermission } from './access.ts';
import type { PropertyValue, StoredDocument } from './document.ts';
import type { Session } from './repository.ts';
import { checkIn, isVersionable, type Increment } from './versions.ts';

export interface NewDocument {
  uid?: string;
  type: string;
  name: string;
  properties: Record<string, PropertyValue>;
  versioning?: Increment;
}

/** Not idempotent: a name that is taken gets a suffix instead of an error. */
export function createDocument(session: Session, parent: StoredDocument, wanted: NewDocument): StoredDocument {
  requirePermission(session, parent, 'AddChildren');
  const { documents, types } = session.repository;
  if (!types.types.has(wanted.type)) throw new RestError(400, `Type: ${wanted.type} does not exist`);
  const name = freeName(session, parent, pathSegment(wanted.name));
  const document = blankDocument(session, { ...wanted, name }, parent.uid);
  documents.add(document);
  record(session, document, 'documentCreated');
  if (wanted.versioning && wanted.versioning !== 'NONE' && isVersionable(session.repository, document)) {
    checkIn(session, document, wanted.versioning, null);
  }
  if (document.properties['file:content']) session.repository.onMainBlobChanged(document.uid);
  return document;
}

/** A document with the values every new one has, in no folder yet. */
export function blankDocument(session: Session, wanted: NewDocument, parentUid: string | null): StoredDocument {
  const now = new Date().toISOString();
  const { username } = session.principal;
  const stamped = { 'dc:created': now, 'dc:modified': now, 'dc:creator': username, 'dc:lastContributor': username };
  return {
    uid: wanted.uid ?? randomUUID(),
    parentUid,
    name: wanted.name,
    type: wanted.type,
    instanceFacets: [],
    properties: {
      ...stamped,
      'dc:contributors': [username],
      ...versionZero(session, wanted.type),
      ...wanted.properties,
    },
    state: 'project',
    isTrashed: false,
    isCheckedOut: true,
    version: null,
    baseVersionUid: null,
    lock: null,
    acl: {},
    systemToken: 0,
    userToken: 0,
  };
}

function versionZero(session: Session, type: string): Record<string, PropertyValue> {
  const { types } = session.repository;
  const hasUid = types.schemasOf(type, []).some((schema) => schema.name === 'uid');
  return hasUid ? { 'uid:major_version': 0, 'uid:minor_version': 0 } : {};
}

/** What the path segment service makes of a name: 24 characters at most and no slashes; punctuation alone becomes an id. */
export function pathSegment(name: string): string {
  const segment = name.trim().slice(0, 24).trim().replace(/[/\\]/g, '-');
  return /^[- .,;?!:'"]*$/.test(segment) ? String(Math.trunc(Math.random() * 1e9)) : segment;
}

export function freeName(session: Session, parent: StoredDocument, name: string): string {
  const { documents } = session.repository;
  let free = name;
  for (let millis = Date.now(); documents.child(parent.uid, free); millis += 1) free = `${name}.${millis}`;
  return free;
}
