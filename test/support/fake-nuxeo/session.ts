import { randomUUID } from 'node:crypto';
import type { NuxeoDocument, NuxeoPerson } from '../../../server/ports/nuxeo.ts';
import { toDocument } from './mappers.ts';
import { permissionsFor, refuse } from './rights.ts';
import type { StoredDocument } from './state.ts';
import { hasFileSchema, isVersionable } from './types.ts';
import type { FakeNuxeoWorld } from './world.ts';

/** One person at work in the world: what the repository itself would allow and do. */
export interface Session {
  readonly world: FakeNuxeoWorld;
  readonly person: NuxeoPerson;
  readable(uid: string): StoredDocument;
  /** @throws `locked-by-other` where only the lock is in the way. */
  writable(uid: string): StoredDocument;
  may(document: StoredDocument, permission: string): boolean;
  show(document: StoredDocument): NuxeoDocument;
}

export function createSession(world: FakeNuxeoWorld, username: string): Session {
  const person = world.person(username);
  const may = (document: StoredDocument, permission: string) =>
    permissionsFor(person, world.lineage(document)).includes(permission);

  const readable = (uid: string) => {
    const document = world.stored(uid);
    if (!may(document, 'Read')) throw refuse('nuxeo-forbidden');
    return document;
  };

  return {
    world,
    person,
    may,
    readable,
    show: (document) => toDocument(world, person, document),
    writable(uid) {
      const document = readable(uid);
      if (document.versionOf) throw refuse('nuxeo-unavailable');
      if (may(document, 'WriteProperties')) return document;
      const { lock } = document;
      throw lock && lock.owner !== username ? refuse('locked-by-other', lock.owner) : refuse('nuxeo-forbidden');
    },
  };
}

/** Policy of Nuxeo: what somebody else left unversioned is kept before it is written over. */
export function keepStateOfOther({ world, person }: Session, document: StoredDocument): void {
  const isTheirs = document.lastContributor !== person.username;
  if (isTheirs && document.isCheckedOut && hasFileSchema(document.type)) checkIn(world, document, 'minor');
}

/** Freezes a document that is checked out; otherwise nothing happens. */
export function checkIn(world: FakeNuxeoWorld, live: StoredDocument, increment: 'minor' | 'major'): void {
  if (!live.isCheckedOut || !isVersionable(live.type)) return;
  live.major += increment === 'major' ? 1 : 0;
  live.minor = increment === 'major' ? 0 : live.minor + 1;
  live.isCheckedOut = false;
  const uid = randomUUID();
  world.documents.set(uid, {
    ...live,
    uid,
    versionOf: live.uid,
    properties: { ...live.properties },
    facets: [...live.facets],
    grants: new Map(),
    lock: undefined,
  });
}
