import { Router, type Request } from 'express';
import { rebuildBody, type LastRebuildAnswer } from '../contract/rebuild.ts';
import type { Deps } from '../use-cases/deps.ts';
import { lastRebuild, startRebuild } from '../use-cases/rebuild-links.ts';
import { administrator, callerOf, parsed, type GuardDeps } from './middleware.ts';
import { jobToWire } from './to-wire.ts';

/** A lost database is rebuilt from the documents. */
export function createRebuildRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const admin = administrator(deps);

  router.get('/api/admin/rebuild', admin, async (req, res) => {
    res.json(await answer(req, deps));
  });

  router.post('/api/admin/rebuild', admin, async (req, res) => {
    const { dryRun } = parsed(rebuildBody, req.body);
    await startRebuild(dryRun, callerOf(res), deps);
    res.status(202).json(await answer(req, deps));
  });

  return router;
}

async function answer(req: Request, deps: Deps): Promise<LastRebuildAnswer> {
  const last = await lastRebuild(deps);
  if (!last) return { rebuild: null };
  const { job, isDryRun: dryRun, report } = last;
  return { rebuild: { job: jobToWire(job, req), dryRun, counts: report.counts, unmatched: [...report.unmatched] } };
}
