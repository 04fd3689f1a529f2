import { Router, type Request, type Response } from 'express';
import { getDocument } from '../repository/access.ts';
import { createDocument } from '../repository/create.ts';
import type { StoredDocument } from '../repository/document.ts';
import { saveDocument, type SaveOptions } from '../repository/save.ts';
import { removeDocument } from '../repository/tree.ts';
import { lastVersion, parseIncrement, type Increment } from '../repository/versions.ts';
import { entity, sendEntity, type Json } from '../web/entities.ts';
import { EmptyError, RestError } from '../web/rest-error.ts';
import { sessionOf, type World } from '../world.ts';
import { runAdapter } from './adapters.ts';
import { withBlobReferences } from './blob-references.ts';
import { documentJson } from './document-json.ts';
import { readProperties } from './property-reader.ts';
import { parseTarget, requireRepository } from './target.ts';
import { writeContextOf } from './write-context.ts';

/** `/id/…` and `/path/…`, with or without `/repo/…` before them. */
export function documentRoutes(world: World): Router {
  const router = Router();
  router.all(/^\/(repo\/[^/]+\/)?(id|path)(\/|$)/, async (req, res) => {
    requireRepository(req.get('x-nxrepository') ?? 'default');
    const { ref, adapter } = parseTarget(req.path);
    const document = getDocument(sessionOf(world, res), ref);
    if (adapter.length > 0) await runAdapter(world, document, adapter, req, res);
    else await HANDLERS[req.method]?.(world, document, req, res);
    if (!res.headersSent && !HANDLERS[req.method]) throw new RestError(405, 'Method Not Allowed');
  });
  return router;
}

type Handler = (world: World, document: StoredDocument, req: Request, res: Response) => void | Promise<void>;

const HANDLERS: Record<string, Handler> = { GET: send, HEAD: send, PUT: update, POST: create, DELETE: remove };

function send(world: World, document: StoredDocument, req: Request, res: Response): void {
  sendEntity(res, 200, documentJson(document, writeContextOf(world, req, res)));
}

/**
 * Answers with the document, or with its last version when a version or a
 * `source` was asked for, even if this update made none.
 */
async function update(world: World, document: StoredDocument, req: Request, res: Response): Promise<void> {
  const session = sessionOf(world, res);
  const body = entity(req.body, 'document');
  const schemas = world.repository.types.schemasOf(document.type, document.instanceFacets);
  const properties = await withBlobReferences(world, session, req, (resolve) =>
    readProperties(body['properties'], schemas, resolve),
  );
  const options = saveOptions(body, req);
  saveDocument(session, document, properties, options);
  const answersVersion = options.versioning === undefined ? req.get('source') : options.versioning !== 'NONE';
  const answer = answersVersion ? lastVersion(world.repository, document) : document;
  if (!answer) throw new EmptyError(204);
  send(world, answer, req, res);
}

/** A token counts only together with a uid. */
function saveOptions(body: Json, req: Request): SaveOptions {
  const versioning = versioningOf(req);
  const comment = req.get('update-comment');
  const token =
    typeof body['uid'] === 'string' && typeof body['changeToken'] === 'string' ? body['changeToken'] : undefined;
  return {
    ...(versioning === undefined ? {} : { versioning }),
    ...(comment === undefined ? {} : { comment }),
    ...(token === undefined ? {} : { changeToken: token }),
  };
}

function versioningOf(req: Request): Increment | undefined {
  const header = req.get('x-versioning-option');
  return header === undefined ? undefined : parseIncrement(header);
}

async function create(world: World, parent: StoredDocument, req: Request, res: Response): Promise<void> {
  const session = sessionOf(world, res);
  const body = entity(req.body, 'document');
  const { type, name } = body;
  if (typeof type !== 'string' || typeof name !== 'string' || !type.trim() || !name.trim()) {
    throw new RestError(400, 'type or name property is missing');
  }
  const schemas = world.repository.types.schemasOf(type, []);
  const properties = await withBlobReferences(world, session, req, (resolve) =>
    readProperties(body['properties'], schemas, resolve),
  );
  const versioning = versioningOf(req);
  const created = createDocument(session, parent, { type, name, properties, ...(versioning ? { versioning } : {}) });
  sendEntity(res, 201, documentJson(created, writeContextOf(world, req, res)));
}

function remove(world: World, document: StoredDocument, _req: Request, res: Response): void {
  removeDocument(sessionOf(world, res), document);
  res.status(204).end();
}
