import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobStore } from './blobs/blob-store.ts';
import { StoredBlob } from './blobs/stored-blob.ts';
import { uuidOf, type Directory } from './people/directory.ts';
import { blankDocument, createDocument } from './repository/create.ts';
import type { Ace, PropertyValue, StoredDocument } from './repository/document.ts';
import type { Repository, Session } from './repository/repository.ts';

/** The uid of a seeded document: the same in every run. */
export function seededUid(path: string): string {
  return uuidOf(`nuxeo:${path}`);
}

export const WORKSPACE_PATH = '/default-domain/workspaces/Aurora';
export const CUTS_PATH = `${WORKSPACE_PATH}/Cuts`;
export const DAILIES_PATH = `${WORKSPACE_PATH}/Dailies`;
export const FIRST_CUT_PATH = `${CUTS_PATH}/first-cut.mp4`;

export const SEEDED = {
  root: seededUid('/'),
  workspaces: seededUid('/default-domain/workspaces'),
  workspace: seededUid(WORKSPACE_PATH),
  dailies: seededUid(DAILIES_PATH),
  cuts: seededUid(CUTS_PATH),
  archive: seededUid(`${WORKSPACE_PATH}/Archive`),
  /** Only where the fixture file exists. */
  firstCut: seededUid(FIRST_CUT_PATH),
} as const;

export function seedPeople(directory: Directory): void {
  directory.users.clear();
  directory.groups.clear();
  const group = (groupname: string, grouplabel: string) =>
    directory.groups.set(groupname, { groupname, grouplabel, description: null, memberGroups: [] });
  group('administrators', 'Administrators group');
  group('members', 'Members group');
  group('editors', 'Editors');
  group('readers', 'Readers');
  const user = (username: string, firstName: string, lastName: string, groups: string[]) => {
    const email = `${username.toLowerCase()}@northlight.example`;
    const company = 'Northlight';
    directory.users.set(username, { username, password: username, firstName, lastName, email, company, groups });
  };
  user('Administrator', 'Ada', 'Admin', ['administrators']);
  user('ana', 'Ana', 'Silva', ['members', 'editors']);
  user('ben', 'Ben', 'Okafor', ['members', 'editors']);
  user('cleo', 'Cleo', 'Martin', ['members', 'readers']);
}

/** The empty repository every server starts with: a root, a domain and a place for workspaces. */
export function seedTree(repository: Repository): void {
  const session = administrator(repository);
  const wanted = { uid: SEEDED.root, type: 'Root', name: '', properties: {} };
  const root = blankDocument(session, wanted, null);
  root.acl = {
    local: [grant('Administrator', 'Everything'), grant('administrators', 'Everything'), grant('members', 'Read')],
  };
  repository.documents.add(root);
  const domain = folder(session, root, 'default-domain', 'Domain', 'Domain');
  folder(session, domain, 'workspaces', 'WorkspaceRoot', 'Workspaces');
}

/** A workspace to rehearse with: people who edit and people who read, a first cut and five small files. */
export async function seedDemo(repository: Repository, blobs: BlobStore, fixtures: string): Promise<void> {
  const session = administrator(repository);
  const workspaces = repository.documents.get(SEEDED.workspaces);
  if (!workspaces) throw new Error('seedTree comes first');
  const workspace = folder(session, workspaces, 'Aurora', 'Workspace', 'Aurora');
  workspace.acl = { local: [grant('editors', 'ReadWrite'), grant('readers', 'Read')] };
  const [dailies, cuts] = ['Dailies', 'Cuts', 'Archive'].map((name) =>
    folder(session, workspace, name, 'Folder', name),
  );
  const ana = { repository, principal: repository.directory.principal('ana') ?? session.principal };
  for (let n = 1; n <= 5; n += 1) seedDaily(ana, dailies as StoredDocument, n);
  const firstCut = join(fixtures, 'first-cut.mp4');
  if (existsSync(firstCut)) {
    const blob = await blobs.import(firstCut, 'first-cut.mp4', 'video/mp4');
    const properties = { 'dc:title': 'first-cut', 'file:content': blob };
    createDocument(ana, cuts as StoredDocument, {
      uid: SEEDED.firstCut,
      type: 'Video',
      name: 'first-cut.mp4',
      properties,
    });
  }
}

function seedDaily(session: Session, parent: StoredDocument, n: number): void {
  const name = `daily-0${n}.txt`;
  const path = `${DAILIES_PATH}/${name}`;
  const properties = { 'dc:title': `daily-0${n}`, 'file:content': seededBlob(path, 2_048 * n, name, 'text/plain') };
  createDocument(session, parent, { uid: seededUid(path), type: 'File', name, properties });
}

export function seededBlob(seed: string, length: number, name: string, mimeType: string): StoredBlob {
  return new StoredBlob({
    content: { kind: 'seed', seed },
    ...{ name, mimeType, encoding: null, length, digestAlgorithm: null, digest: null, crc32: null },
  });
}

function folder(session: Session, parent: StoredDocument, name: string, type: string, title: string): StoredDocument {
  const path = `${session.repository.documents.pathOf(parent)}/${name}`.replace('//', '/');
  const properties: Record<string, PropertyValue> = { 'dc:title': title };
  return createDocument(session, parent, { uid: seededUid(path), type, name, properties });
}

function grant(username: string, permission: string): Ace {
  return { username, permission, granted: true, creator: 'Administrator', begin: null, end: null };
}

function administrator(repository: Repository): Session {
  return { repository, principal: { username: 'Administrator', groups: ['administrators'], isAdministrator: true } };
}
