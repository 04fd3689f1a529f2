import { Readable } from 'node:stream';
import { TransferError } from '../../../server/domain/errors.ts';
import type { ByteSource } from '../../../server/ports/bytes.ts';
import type { DocumentBlob, DocumentLock, Nuxeo, NuxeoVersion } from '../../../server/ports/nuxeo.ts';
import { fakeDocuments } from './documents.ts';
import { blobAt } from './mappers.ts';
import { refuse } from './rights.ts';
import { checkIn, createSession, type Session } from './session.ts';
import { versionLabel, type StoredBlob } from './state.ts';
import { batchTarget, beginBatch, dropBatch, uploadedBatch } from './uploads.ts';
import type { FakeNuxeoWorld } from './world.ts';

type Perform = <T>(operation: string, work: (session: Session) => T | Promise<T>) => Promise<T>;

/** The port in the name of one person, over a world that all of them share. */
export function createFakeNuxeo(world: FakeNuxeoWorld, username: string, signal?: AbortSignal): Nuxeo {
  const perform: Perform = (operation, work) =>
    world.perform(operation, username, () => {
      signal?.throwIfAborted();
      return work(createSession(world, username));
    });

  return {
    me: () => perform('me', ({ person }) => person),
    documents: documents(perform),
    locks: {
      take: (uid) => perform('locks.take', (session) => takeLock(session, uid)),
      release: (uid) => perform('locks.release', (session) => releaseLock(session, uid)),
    },
    versions: {
      list: (uid) => perform('versions.list', (session) => listVersions(session, uid)),
      create: (uid, increment) =>
        perform('versions.create', (session) => checkIn(world, session.writable(uid), increment)),
    },
    blobs: {
      source: (uid, blob) => blobSource(uid, blob, perform),
      presignedUrl: (uid) =>
        perform('blobs.presignedUrl', (session) => {
          session.readable(uid);
          return world.presignedUrls.get(uid);
        }),
    },
    uploads: {
      begin: (file) => perform('uploads.begin', () => beginBatch(world, file)),
      target: (batch) => batchTarget(world, batch, perform),
      uploaded: (batch) => perform('uploads.uploaded', () => uploadedBatch(world, batch)),
      drop: (batch) => perform('uploads.drop', () => dropBatch(world, batch)),
    },
    oauthClients: oauthClients(world, perform),
    withSignal: (other) => createFakeNuxeo(world, username, signal ? AbortSignal.any([signal, other]) : other),
  };
}

function documents(perform: Perform): Nuxeo['documents'] {
  return {
    get: (uid) => perform('documents.get', (s) => fakeDocuments(s).get(uid)),
    getMany: (uids) => perform('documents.getMany', (s) => fakeDocuments(s).getMany(uids)),
    ancestors: (uid) => perform('documents.ancestors', (s) => fakeDocuments(s).ancestors(uid)),
    withFacet: (facet, from) => perform('documents.withFacet', (s) => fakeDocuments(s).withFacet(facet, from)),
    withFacetBelow: (path, facet) =>
      perform('documents.withFacetBelow', (s) => fakeDocuments(s).withFacetBelow(path, facet)),
    below: (path, page) => perform('documents.below', (s) => fakeDocuments(s).below(path, page)),
    creatableTypes: (uid) => perform('documents.creatableTypes', (s) => fakeDocuments(s).creatableTypes(uid)),
    childrenFrom: (uid, sources) =>
      perform('documents.childrenFrom', (s) => fakeDocuments(s).childrenFrom(uid, sources)),
    create: (uid, document) => perform('documents.create', (s) => fakeDocuments(s).create(uid, document)),
    update: (uid, change) => perform('documents.update', (s) => fakeDocuments(s).update(uid, change)),
    addFacet: (uid, facet, properties) =>
      perform('documents.addFacet', (s) => fakeDocuments(s).addFacet(uid, facet, properties)),
    move: (uid, target) => perform('documents.move', (s) => fakeDocuments(s).move(uid, target)),
    trash: (uid) => perform('documents.trash', (s) => fakeDocuments(s).trash(uid)),
    removeFacet: (uid, facet) => perform('documents.removeFacet', (s) => fakeDocuments(s).removeFacet(uid, facet)),
  };
}

function takeLock(session: Session, uid: string): DocumentLock {
  const { username } = session.person;
  const { lock } = session.readable(uid);
  if (lock?.owner === username) return lock;
  if (lock) throw refuse('locked-by-other', lock.owner);
  const document = session.writable(uid);
  document.lock = { owner: username, createdAt: session.world.now().toISOString() };
  return document.lock;
}

function releaseLock(session: Session, uid: string): void {
  const document = session.readable(uid);
  if (!document.lock) return;
  const mayUnlock = document.lock.owner === session.person.username || session.may(document, 'Unlock');
  if (!mayUnlock) throw refuse('locked-by-other', document.lock.owner);
  document.lock = undefined;
}

function listVersions(session: Session, uid: string): NuxeoVersion[] {
  session.readable(uid);
  return session.world.versionsOf(uid).map((version) => ({
    uid: version.uid,
    label: versionLabel(version) ?? '',
    createdAt: version.modifiedAt,
  }));
}

function blobSource(uid: string, blob: DocumentBlob, perform: Perform): ByteSource {
  return {
    length: blob.length,
    fingerprint: `${blob.xpath}:${blob.digest ?? ''}:${blob.length}`,
    digest: blob.digest,
    open: (range, signal) =>
      perform('blobs.open', (session) => {
        signal.throwIfAborted();
        const stored = blobAt(session.readable(uid), blob.xpath);
        if (!stored && blob.rendition === undefined) throw refuse('nuxeo-not-found');
        if (!stored || isAnother(stored, blob)) throw new TransferError('source-changed');
        return Readable.from([stored.bytes.subarray(range.start, range.end + 1)]);
      }),
  };
}

function isAnother(stored: StoredBlob, { digest, length }: DocumentBlob): boolean {
  return stored.bytes.length !== length || (digest !== undefined && stored.digest !== digest);
}

function oauthClients(world: FakeNuxeoWorld, perform: Perform): Nuxeo['oauthClients'] {
  const asAdministrator = <T>(operation: string, work: () => T) =>
    perform(operation, ({ person }) => {
      if (!person.isAdministrator) throw refuse('nuxeo-forbidden');
      return work();
    });
  return {
    get: (id) =>
      asAdministrator('oauthClients.get', () => {
        const client = world.oauthClients.get(id);
        if (!client) return undefined;
        return { id, name: client.name, redirectUris: [client.redirectUri], isEnabled: true, isAutoGranted: true };
      }),
    save: (client) => asAdministrator('oauthClients.save', () => void world.oauthClients.set(client.id, client)),
  };
}
