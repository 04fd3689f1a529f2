import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { IntegrationError, type ErrorCode } from '../../../server/domain/errors.ts';
import type { DocumentBlob, Nuxeo, NuxeoDocument, UploadedBlob } from '../../../server/ports/nuxeo.ts';

/** ana and ben may write, cleo may read, the Administrator may everything. */
export type ContractPerson = 'ana' | 'ben' | 'cleo' | 'Administrator';

/** Files are sent in chunks of this many bytes. */
export const CHUNK_SIZE = 1_000;

/** A Nuxeo under test, and what a test cannot do through the port. */
export interface NuxeoUnderTest {
  as(person: ContractPerson): Nuxeo;
  /** A new workspace with the permissions above. */
  workspace(): Promise<{ readonly uid: string; readonly path: string }>;
  trash(uid: string): Promise<void>;
  /** From then on only administrators may read it. */
  hide(uid: string): Promise<void>;
  setRendition(uid: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Forgets every upload that is not attached. */
  expireBatches(): Promise<void>;
  close(): Promise<void>;
}

export interface Scene {
  readonly nuxeo: NuxeoUnderTest;
  readonly ana: Nuxeo;
  readonly ben: Nuxeo;
  readonly cleo: Nuxeo;
  readonly admin: Nuxeo;
  readonly workspace: { readonly uid: string; readonly path: string };
  /** A new File of ana's. */
  newFile(title?: string): Promise<NuxeoDocument>;
  newFolder(title: string): Promise<NuxeoDocument>;
}

export async function setScene(nuxeo: NuxeoUnderTest): Promise<Scene> {
  const workspace = await nuxeo.workspace();
  const ana = nuxeo.as('ana');
  const create = (type: string, title: string) => ana.documents.create(workspace.uid, { type, name: title, title });
  return {
    nuxeo,
    workspace,
    ana,
    ben: nuxeo.as('ben'),
    cleo: nuxeo.as('cleo'),
    admin: nuxeo.as('Administrator'),
    newFile: (title = `file ${randomUUID()}`) => create('File', title),
    newFolder: (title) => create('Folder', title),
  };
}

export const never = new AbortController().signal;

/** Bytes that differ at every place, so that a swapped or shifted chunk shows. */
export function bytesOf(length: number, seed = 1): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * 7 + seed * 101) & 0xff));
}

export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

export interface SentFile {
  readonly name?: string;
  readonly mimeType?: string;
}

/** Sends every chunk, and answers the batch's opaque string. */
export async function sendFile(
  nuxeo: Nuxeo,
  bytes: Buffer,
  { name = 'cut.mp4', mimeType = 'video/mp4' }: SentFile = {},
) {
  const batch = await nuxeo.uploads.begin({ name, mimeType, length: bytes.length });
  await sendParts(nuxeo, batch, bytes);
  return batch;
}

export async function sendParts(nuxeo: Nuxeo, batch: string, bytes: Buffer, only?: readonly number[]): Promise<void> {
  const target = nuxeo.uploads.target(batch);
  for (const part of target.parts) {
    if (only && !only.includes(part.index)) continue;
    await target.put(part, Readable.from([bytes.subarray(part.start, part.end + 1)]), never);
  }
}

export async function upload(nuxeo: Nuxeo, bytes: Buffer, file?: SentFile): Promise<UploadedBlob> {
  return nuxeo.uploads.uploaded(await sendFile(nuxeo, bytes, file));
}

export function mainBlob(document: NuxeoDocument): DocumentBlob {
  if (!document.mainBlob) throw new Error(`${document.title} has no file`);
  return document.mainBlob;
}

export async function download(nuxeo: Nuxeo, uid: string, blob: DocumentBlob): Promise<Buffer> {
  const source = nuxeo.blobs.source(uid, blob);
  return readAll(await source.open({ start: 0, end: blob.length - 1 }, never));
}

export async function expectRefusal(work: Promise<unknown>, code: ErrorCode, ...params: string[]): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(IntegrationError);
  expect(error).toMatchObject({ code, params });
}
