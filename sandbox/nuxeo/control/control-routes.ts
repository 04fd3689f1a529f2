import { json, Router, type Request, type Response } from 'express';
import { StoredBlob } from '../blobs/stored-blob.ts';
import { seededDigest } from '../../shared/seeded-bytes.ts';
import { findDocument, parseRef } from '../repository/access.ts';
import { createDocument } from '../repository/create.ts';
import { changeTokenOf, versionLabelOf, type StoredDocument } from '../repository/document.ts';
import { saveDocument } from '../repository/save.ts';
import type { Session } from '../repository/repository.ts';
import { seededBlob } from '../seed.ts';
import type { Json } from '../web/entities.ts';
import type { World } from '../world.ts';
import { expire } from './expire.ts';
import { mergeSwitches } from './merge-switches.ts';

/** What tests and rehearsals steer the server with, beside the faults and calls that all stand-ins share. */
export function controlRoutes(world: World, reset: () => Promise<void>): Router {
  const router = Router();
  router.use(json({ limit: '10mb' }));
  router.post('/reset', async (_req, res) => {
    await reset();
    res.status(204).end();
  });
  router.get('/switches', (_req, res) => void res.json(world.switches));
  router.put('/switches', (req, res) => void res.json(mergeSwitches(world.switches, req.body as Json)));
  router.post('/expire', (req, res) => {
    expire(world, req.body as { what: string; user?: string });
    res.status(204).end();
  });
  router.get('/batches', (_req, res) => {
    const batches = world.batches
      .all()
      .map(({ id, expiresAt, files }) => ({ id, expiresAt, files: [...files.keys()] }));
    res.json(batches);
  });
  router.post('/documents', (req, res) => postDocument(world, req, res));
  router.post('/blobs', (req, res) => postBlob(world, req, res));
  router.get('/documents/:uid', async (req, res) => {
    const document = world.repository.documents.get(req.params.uid);
    if (document) res.json(await dump(world, document));
    else res.status(404).json({ error: `no document ${req.params.uid}` });
  });
  return router;
}

interface SeededBlobWish {
  seed: string;
  /** In bytes. */
  size: number;
  name: string;
  mimeType?: string;
  /** Reads the whole made-up file once; without it the blob has no digest. */
  digest?: boolean;
}

interface NewDocumentWish {
  parent: string;
  type: string;
  name: string;
  properties?: Record<string, string | number | boolean | null>;
  blob?: SeededBlobWish;
}

async function postDocument(world: World, req: Request, res: Response): Promise<void> {
  const wish = req.body as NewDocumentWish;
  const session = administrator(world);
  const parent = findDocument(session, parseRef(wish.parent));
  if (!parent) {
    res.status(404).json({ error: `no document ${wish.parent}` });
    return;
  }
  const content = wish.blob ? { 'file:content': await blobFrom(wish.blob) } : {};
  const properties = { 'dc:title': wish.name, ...wish.properties, ...content };
  const document = createDocument(session, parent, { type: wish.type, name: wish.name, properties });
  res.status(201).json({ uid: document.uid, path: world.repository.documents.pathOf(document) });
}

async function postBlob(world: World, req: Request, res: Response): Promise<void> {
  const wish = req.body as SeededBlobWish & { uid: string };
  const document = world.repository.documents.get(wish.uid);
  if (!document) {
    res.status(404).json({ error: `no document ${wish.uid}` });
    return;
  }
  saveDocument(administrator(world), document, { 'file:content': await blobFrom(wish) });
  res.status(204).end();
}

async function blobFrom({ seed, size, name, mimeType, digest }: SeededBlobWish): Promise<StoredBlob> {
  const blob = seededBlob(seed, size, name, mimeType ?? 'application/octet-stream');
  return digest ? blob.with({ digestAlgorithm: 'MD5', digest: await seededDigest(seed, size, 'md5') }) : blob;
}

function administrator({ repository }: World): Session {
  return { repository, principal: { username: 'Administrator', groups: ['administrators'], isAdministrator: true } };
}

/** Everything that is stored about a document, with the sha256 of its main file. */
async function dump(world: World, document: StoredDocument): Promise<Json> {
  const { documents, types } = world.repository;
  const blob = document.properties['file:content'];
  return {
    ...document,
    path: documents.pathOf(document),
    facets: types.facetsOf(document.type, document.instanceFacets),
    changeToken: changeTokenOf(document),
    versionLabel: versionLabelOf(document),
    versions: documents.versions(document.uid).map((version) => ({ uid: version.uid, label: versionLabelOf(version) })),
    blob: blob instanceof StoredBlob ? await blobDump(world, blob) : null,
  };
}

async function blobDump(world: World, blob: StoredBlob): Promise<Json> {
  const { name, mimeType, length, digest, crc32, content } = blob;
  const sha256 = content.kind === 'discarded' ? null : await world.blobs.hash(blob, 'sha256');
  return { name, mimeType, length, digest, crc32, sha256, kept: content.kind !== 'discarded' };
}
