import { StoredBlob } from '../blobs/stored-blob.ts';
import { RestError } from '../web/rest-error.ts';
import { record, requireWritable } from './access.ts';
import { listOf, textOf, type PropertyValue, type StoredDocument } from './document.ts';
import type { Session } from './repository.ts';
import { checkIn, checkOut, isVersionable, type Increment } from './versions.ts';

export interface SaveOptions {
  /** Absent: the automatic policies decide. */
  versioning?: Increment;
  comment?: string;
  /** Compared with the document's token, in its user part only. */
  changeToken?: string;
}

/** Writes the given properties and leaves the others. Same order of events as in Nuxeo's own session. */
export function saveDocument(
  session: Session,
  document: StoredDocument,
  changes: Record<string, PropertyValue>,
  options: SaveOptions = {},
): void {
  requireWritable(session, document);
  checkToken(document, options.changeToken);
  const changed = Object.fromEntries(
    Object.entries(changes).filter(([name, value]) => isChange(document, name, value)),
  );
  const dirty = Object.keys(changed).length > 0;

  if (dirty) {
    keepStateOfOtherContributor(session, document);
    checkOut(session, document);
    Object.assign(document.properties, changed);
    stamp(session, document);
    record(session, document, 'documentModified', options.comment ?? null);
  }
  countWrite(document, dirty, options.changeToken);
  versionAfterwards(session, document, dirty, options.versioning);
  if (changed['file:content'] !== undefined) session.repository.onMainBlobChanged(document.uid);
}

function checkToken(document: StoredDocument, token: string | undefined): void {
  if (token === undefined) return;
  const userPart = token.split('-')[1] ?? token;
  if (userPart !== String(document.userToken)) throw new RestError(409, `${document.uid}, Invalid change token`);
}

/** Equal scalars are no change; lists, complex values and blobs are one whenever they are given. */
function isChange(document: StoredDocument, name: string, value: PropertyValue): boolean {
  const before = document.properties[name] ?? null;
  if (typeof value === 'object' && value !== null) return true;
  return value !== before;
}

/** Policy "collaborative-save": somebody else's unsaved state becomes a version before it is written over. */
function keepStateOfOtherContributor(session: Session, document: StoredDocument): void {
  const { repository, principal } = session;
  const schemas = repository.types.schemasOf(document.type, document.instanceFacets);
  const isFile = schemas.some((schema) => schema.name === 'file');
  if (!isFile || !document.isCheckedOut || !isVersionable(repository, document)) return;
  const previous = textOf(document, 'dc:lastContributor');
  if (previous !== null && previous !== principal.username) checkIn(session, document, 'MINOR', null);
}

function stamp(session: Session, document: StoredDocument): void {
  document.properties['dc:modified'] = new Date().toISOString();
  const { username } = session.principal;
  if (username === 'system') return;
  document.properties['dc:lastContributor'] = username;
  const contributors = listOf(document, 'dc:contributors');
  if (!contributors.includes(username)) document.properties['dc:contributors'] = [...contributors, username];
}

function countWrite(document: StoredDocument, dirty: boolean, token: string | undefined): void {
  if (!dirty) return;
  document.systemToken += 1;
  if (token !== undefined) document.userToken += 1;
}

function versionAfterwards(
  session: Session,
  document: StoredDocument,
  dirty: boolean,
  versioning: Increment | undefined,
): void {
  if (!document.isCheckedOut || !isVersionable(session.repository, document)) return;
  if (versioning !== undefined) {
    if (versioning !== 'NONE') checkIn(session, document, versioning, null);
  } else if (dirty && document.type === 'Note') {
    checkIn(session, document, 'MINOR', null);
  }
}

/** What conversions write: no permission, no version, no contributor. */
export function saveInBackground(document: StoredDocument, changes: Record<string, PropertyValue>): void {
  Object.assign(document.properties, changes);
  document.properties['dc:modified'] = new Date().toISOString();
  document.systemToken += 1;
}

export function mainBlobOf(document: StoredDocument): StoredBlob | undefined {
  const value = document.properties['file:content'];
  return value instanceof StoredBlob ? value : undefined;
}
