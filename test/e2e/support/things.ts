import { randomUUID } from 'node:crypto';
import { TARGET } from '../../../sandbox/demo/scenes.ts';
import type { DocumentSeen, JobSeen } from '../../../sandbox/demo/watching.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import type { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { SEEDED, WORKSPACE_PATH } from '../../../sandbox/nuxeo/seed.ts';
import type { StandIns } from './stand-ins.ts';

export interface NewDocument {
  readonly parent?: string;
  readonly type?: string;
  /** In bytes; 0 makes a document without a file. */
  readonly size?: number;
}

export interface MadeDocument {
  readonly uid: string;
  readonly title: string;
  readonly fileName: string;
}

/** A document whose file is made from its name and never stored. */
export async function makeDocument(standIns: StandIns, wish: NewDocument = {}): Promise<MadeDocument> {
  const { parent = SEEDED.dailies, type = 'File', size = 2_000 } = wish;
  const title = `take-${randomUUID().slice(0, 8)}`;
  const fileName = `${title}.mov`;
  const blob = { seed: title, size, name: fileName, mimeType: 'video/quicktime', digest: true };
  const { uid } = await standIns.control<{ uid: string }>('nuxeo', 'POST', 'documents', {
    ...{ parent, type, name: title, properties: { 'dc:title': title } },
    ...(size > 0 ? { blob } : {}),
  });
  return { uid, title, fileName };
}

export interface MadeFile {
  readonly id: string;
  readonly name: string;
  /** Of the document that it becomes. */
  readonly title: string;
}

/** A file in Frame.io with all its bytes, made from its name. */
export async function makeFile(
  standIns: StandIns,
  wish: { folderId?: string; size?: number; name?: string } = {},
): Promise<MadeFile> {
  const { folderId = TARGET.folderId, size = 3_000 } = wish;
  const title = wish.name ?? `cut-${randomUUID().slice(0, 8)}`;
  const name = `${title}.mov`;
  const { id } = await standIns.control<{ id: string }>('frameio', 'POST', 'files', {
    folderId,
    name,
    seed: title,
    size,
  });
  return { id, name, title };
}

/** One click on *Push to Frame.io*; answers its jobs as they are at that moment. */
export function push(
  person: Person,
  documents: readonly string[],
  target: object = {},
): Promise<{ batchId: string; jobs: JobSeen[]; skipped: { uid: string; failure: { code: string } | null }[] }> {
  return person.api('POST', '/push', { documents, target: { ...TARGET, ...target } });
}

/** An operation of Nuxeo's automation, on a document, in the person's own name. */
export async function operation(person: Person, id: string, uid: string, params: object = {}): Promise<void> {
  await person.nuxeo('POST', `/automation/${id}`, { input: `doc:${uid}`, params });
}

/** Files of this name in the folder that is pushed to, those in stacks not counted. */
export async function filesNamed(reviewer: Reviewer, name: string): Promise<{ id: string; status: string }[]> {
  const path = `/accounts/${TARGET.accountId}/folders/${TARGET.folderId}/files?page_size=500`;
  const files = await reviewer.v4<{ id: string; name: string; status: string }[]>('GET', path);
  return files.filter((file) => file.name === name);
}

/** Live documents of this title below the bound workspace, as the person sees them. */
export async function documentTitled(person: Person, title: string): Promise<DocumentSeen[]> {
  const where = `ecm:path STARTSWITH '${WORKSPACE_PATH}' AND dc:title = '${title}'`;
  const query = `SELECT * FROM Document WHERE ${where} AND ecm:isVersion = 0 AND ecm:isTrashed = 0`;
  const path = `/search/execute?pageSize=100&query=${encodeURIComponent(query)}`;
  const { entries } = await person.nuxeo<{ entries: DocumentSeen[] }>('GET', path, undefined, {
    properties: '*',
    'fetch-document': 'lock,versionLabel',
  });
  return entries;
}
