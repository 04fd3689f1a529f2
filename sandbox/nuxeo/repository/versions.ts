import { randomUUID } from 'node:crypto';
import { RestError } from '../web/rest-error.ts';
import { record } from './access.ts';
import { numberOf, versionLabelOf, type StoredDocument } from './document.ts';
import type { Repository, Session } from './repository.ts';

export type Increment = 'NONE' | 'MINOR' | 'MAJOR';

export function parseIncrement(text: string): Increment {
  const increment = text.toUpperCase();
  if (increment === 'NONE' || increment === 'MINOR' || increment === 'MAJOR') return increment;
  throw new RestError(400, `No enum constant org.nuxeo.ecm.core.api.VersioningOption.${increment}`);
}

export function isVersionable(repository: Repository, document: StoredDocument): boolean {
  return repository.types.facetsOf(document.type, document.instanceFacets).includes('Versionable');
}

/** Freezes the document as a version. The live document stays and is checked in. */
export function checkIn(
  session: Session,
  live: StoredDocument,
  increment: Increment,
  comment: string | null,
): StoredDocument {
  const { documents } = session.repository;
  raiseNumber(live, increment);
  const version: StoredDocument = {
    ...structuredCloneOfValues(live),
    uid: randomUUID(),
    lock: null,
    acl: {},
    isCheckedOut: false,
    version: { versionableUid: live.uid, created: new Date().toISOString(), comment },
    systemToken: 0,
    userToken: 0,
  };
  documents.add(version);
  live.isCheckedOut = false;
  live.baseVersionUid = version.uid;
  live.systemToken += 1;
  record(session, live, 'documentCheckedIn', comment ?? versionLabelOf(live));
  return version;
}

export function checkOut(session: Session, live: StoredDocument): void {
  if (live.isCheckedOut) return;
  live.isCheckedOut = true;
  live.systemToken += 1;
  record(session, live, 'documentCheckedOut');
}

function raiseNumber(live: StoredDocument, increment: Increment): void {
  if (increment === 'NONE') return;
  const major = numberOf(live, 'uid:major_version');
  const minor = numberOf(live, 'uid:minor_version');
  live.properties['uid:major_version'] = increment === 'MAJOR' ? major + 1 : major;
  live.properties['uid:minor_version'] = increment === 'MAJOR' ? 0 : minor + 1;
}

export function lastVersion(repository: Repository, live: StoredDocument): StoredDocument | undefined {
  return repository.documents.versions(live.uid).at(-1);
}

/** What the live document holds now is kept as a version first, unless one has it already. */
export function restoreVersion(
  session: Session,
  live: StoredDocument,
  version: StoredDocument,
  thenCheckOut: boolean,
): void {
  if (live.isCheckedOut && isVersionable(session.repository, live)) checkIn(session, live, 'MINOR', null);
  live.properties = structuredCloneOfValues(version).properties;
  live.instanceFacets = [...version.instanceFacets];
  live.isCheckedOut = false;
  live.baseVersionUid = version.uid;
  live.systemToken += 1;
  record(session, live, 'documentRestored', versionLabelOf(version));
  if (thenCheckOut) checkOut(session, live);
}

/** Values are never changed in place, so that the map is all there is to copy. */
export function structuredCloneOfValues(document: StoredDocument): StoredDocument {
  return { ...document, properties: { ...document.properties }, instanceFacets: [...document.instanceFacets] };
}

export function removeVersion(session: Session, version: StoredDocument): void {
  const { documents } = session.repository;
  const live = documents.liveOf(version);
  documents.remove(version);
  if (live?.baseVersionUid === version.uid) live.baseVersionUid = null;
}
