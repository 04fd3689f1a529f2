import { Router, type Request, type Response } from 'express';
import type { Json } from '../web/entities.ts';
import { EmptyError, RestError } from '../web/rest-error.ts';
import type { World } from '../world.ts';
import { chunkIndexes, isComplete, type Batch, type BatchFile } from './batch-store.ts';
import { receiveFile } from './receive-file.ts';
import { executeRoutes } from './execute-routes.ts';

/** The batch upload. Its errors are texts or empty, not the usual JSON. */
export function uploadRoutes(world: World): Router {
  const router = Router();
  const batches = world.batches;
  router.get('/upload/handlers', (_req, res) => sendUpload(res, 200, { handlers: [{ name: 'default' }] }));
  router.get('/upload/handlers/:name', (req, res) => {
    if (req.params.name !== 'default') throw new EmptyError(404);
    sendUpload(res, 200, { name: 'default' });
  });
  router.post('/upload', (_req, res) => sendUpload(res, 201, { batchId: batches.create('default').id }));
  router.post('/upload/new/:handler', (req, res) => {
    const { handler } = req.params;
    if (handler !== 'default') throw new RestError(400, `Batch handler doesn't exist: ${handler}`);
    sendUpload(res, 200, batchInfo(batches.create(handler)));
  });
  router.use(executeRoutes(world));
  router.get('/upload/:batch/info', (req, res) => sendUpload(res, 200, batchInfo(knownBatch(world, req))));
  router.get('/upload/:batch', (req, res) => {
    const files = [...knownBatch(world, req).files.values()];
    if (files.length === 0) res.status(204).end();
    else sendUpload(res, 200, files.map(fileInfo));
  });
  router.delete('/upload/:batch', async (req, res) => {
    await batches.cancel(knownBatch(world, req).id);
    res.status(204).end();
  });
  fileRoutes(world, router);
  return router;
}

function fileRoutes(world: World, router: Router): void {
  router.post('/upload/:batch/refreshToken', (req) => {
    knownBatch(world, req);
    throw new EmptyError(501);
  });
  router.post('/upload/:batch/:index/complete', (req) => {
    knownBatch(world, req);
    throw new EmptyError(409);
  });
  router.post('/upload/:batch/:index', async (req, res) => {
    const { status, body } = await receiveFile(world, knownBatch(world, req), String(req.params.index), req);
    sendUpload(res, status, body);
  });
  router.get('/upload/:batch/:index', (req, res) => {
    const file = knownFile(world, req);
    sendUpload(res, file.chunked && !isComplete(file) ? 202 : 200, fileInfo(file));
  });
  router.delete('/upload/:batch/:index', async (req, res) => {
    const file = knownFile(world, req);
    knownBatch(world, req).files.delete(String(req.params.index));
    await world.batches.discard(file);
    res.status(204).end();
  });
}

/** Later versions remember that a batch was cancelled; the others say that there is none. */
function knownBatch(world: World, req: Request): Batch {
  const id = String(req.params['batch']);
  const batch = world.batches.get(id);
  if (batch) return batch;
  throw new EmptyError(world.switches.version === '2025' && world.batches.wasCancelled(id) ? 410 : 404);
}

function knownFile(world: World, req: Request): BatchFile {
  const file = knownBatch(world, req).files.get(String(req.params['index']));
  if (!file) throw new EmptyError(404);
  return file;
}

function batchInfo(batch: Batch): Json {
  return { provider: batch.handler, fileEntries: [...batch.files.values()].map(fileInfo), batchId: batch.id };
}

function fileInfo(file: BatchFile): Json {
  const { name, size, chunked, chunkCount } = file;
  const progress = chunked ? { uploadedChunkIds: chunkIndexes(file), chunkCount } : {};
  return { name, size, uploadType: chunked ? 'chunked' : 'normal', ...progress };
}

function sendUpload(res: Response, status: number, body: Json | Json[]): void {
  res.status(status).type('application/json').json(body);
}
