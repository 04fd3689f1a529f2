import { Router, type Request, type Response } from 'express';
import { runOperation } from '../automation/automation-routes.ts';
import { EmptyError } from '../web/rest-error.ts';
import type { World } from '../world.ts';

/** Runs an operation with the file, or all files, of a batch as its input. The batch is dropped afterwards, come what may. */
export function executeRoutes(world: World): Router {
  const router = Router();
  router.post('/upload/:batch/execute/:operation', (req, res) => execute(world, undefined, req, res));
  router.post('/upload/:batch/:index/execute/:operation', (req, res) =>
    execute(world, String(req.params.index), req, res),
  );
  return router;
}

async function execute(world: World, index: string | undefined, req: Request, res: Response): Promise<void> {
  const batch = world.batches.get(String(req.params['batch']));
  if (!batch) throw new EmptyError(404);
  const indexes = index === undefined ? [...batch.files.keys()] : [index];
  const found = await Promise.all(indexes.map((key) => world.batches.blob(batch.id, key)));
  const blobs = found.filter((blob) => blob !== undefined);
  // Before the answer, so that whoever has the answer finds the batch gone.
  if (req.get('x-batch-no-drop')?.toLowerCase() !== 'true') void world.batches.drop(batch.id);
  await runOperation(world, String(req.params['operation']), { body: req.body, blobs }, req, res);
}
