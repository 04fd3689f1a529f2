import { Router, type Request, type Response } from 'express';
import { jobEventsPath, jobsQuery } from '../contract/jobs.ts';
import { RequestError } from '../domain/errors.ts';
import { unlistedKinds, type Job, type JobKind } from '../domain/job.ts';
import type { Deps } from '../use-cases/deps.ts';
import { cancelJob, jobOf, maySee, retryJob } from '../use-cases/manage-jobs.ts';
import { authenticated, callerOf, param, parsed, type GuardDeps } from './middleware.ts';
import { jobToWire } from './to-wire.ts';

/** The house's own work is nobody's transfer. */
const internal: readonly JobKind[] = [
  ...unlistedKinds,
  'follow-changes',
  'poll-reviews',
  'refresh-document',
  'refresh-tokens',
  'remove-actions',
  'reread-published',
  'send-summary',
  'start-syncs',
  'sweep',
  'tell-sync',
  'tend-webhooks',
  'walk-sync',
];
/** Proxies close a silent connection after a minute. */
const HEARTBEAT_MS = 20_000;

export function createJobRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);

  router.get('/api/jobs', guard, async (req, res) => {
    const { person } = callerOf(res);
    const query = parsed(jobsQuery, req.query);
    if (query.everybody && !person.isAdministrator) throw new RequestError('administrators-only');
    const jobs = await deps.queue.list({
      ...(query.everybody ? {} : { person: person.username }),
      without: unlistedKinds,
      ...(query.document === undefined ? {} : { documentUid: query.document }),
      ...(query.batch === undefined ? {} : { batchId: query.batch }),
      ...(query.open === undefined ? {} : { open: query.open }),
      ...(query.limit === undefined ? {} : { limit: query.limit }),
      ...(query.before === undefined ? {} : { before: new Date(query.before) }),
    });
    res.json({ jobs: jobs.filter(isTransfer).map((job) => jobToWire(job, req)) });
  });

  router.get(jobEventsPath, guard, (req, res) => streamJobs(req, res, deps));

  router.get('/api/jobs/:id', guard, async (req, res) => {
    res.json(jobToWire(await jobOf(param(req, 'id'), callerOf(res).person, deps), req));
  });

  router.post('/api/jobs/:id/cancel', guard, async (req, res) => {
    res.json(jobToWire(await cancelJob(param(req, 'id'), callerOf(res).person, deps), req));
  });

  router.post('/api/jobs/:id/retry', guard, async (req, res) => {
    res.json(jobToWire(await retryJob(param(req, 'id'), callerOf(res).person, deps), req));
  });

  return router;
}

function isTransfer(job: Job): boolean {
  return !internal.includes(job.kind);
}

/** Each change of one of the person's jobs as a server-sent event. What is open now comes first. */
async function streamJobs(req: Request, res: Response, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  const { person } = callerOf(res);
  res.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  const send = (job: Job) => {
    // A reader that is too slow misses steps in between, never the memory of this process.
    if (!isTransfer(job) || !maySee({ person: job.person }, { ...person, isAdministrator: false })) return;
    if (res.writableLength < 1_000_000) res.write(`event: job\ndata: ${JSON.stringify(jobToWire(job, req))}\n\n`);
  };
  const stop = queue.watch(send);
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
  for (const job of await queue.list({ person: person.username, without: unlistedKinds, open: true, limit: 200 }))
    send(job);
}
