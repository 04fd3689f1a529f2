import { Router } from 'express';
import { bringBackBody, planBody, pushBody } from '../contract/documents.ts';
import { RuleError } from '../domain/errors.ts';
import { listAttention } from '../use-cases/attention.ts';
import type { Deps } from '../use-cases/deps.ts';
import { earlierFile } from '../use-cases/earlier-file.ts';
import { followRestore } from '../use-cases/follow-restore.ts';
import { planPush } from '../use-cases/plan-push.ts';
import { recallDocument } from '../use-cases/recall-document.ts';
import { startPush } from '../use-cases/start-push.ts';
import { bringBack } from '../use-cases/start-return.ts';
import { defined } from './bindings.ts';
import { localeOf } from './error-response.ts';
import { authenticated, callerOf, param, parsed, type GuardDeps } from './middleware.ts';
import { earlierToWire, jobToWire, plannedToWire, reviewToWire } from './to-wire.ts';

/** Push of one or many with its plan, and what can be done with a document in review. */
export function createDocumentRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);

  router.post('/api/push/plan', guard, async (req, res) => {
    const { documents, rendition } = parsed(planBody, req.body);
    const plan = await planPush(documents, rendition, callerOf(res), deps);
    res.json({
      documents: plan.documents.map((one) => plannedToWire(one, localeOf(req))),
      bindings: plan.bindings.map(({ id, folderPath, rules, workspaces }) => ({
        id,
        folderPath,
        rendition: rules.rendition ?? null,
        workspaces: workspaces.map(({ accountId, workspaceId, workspaceName }) => ({
          accountId,
          workspaceId,
          workspaceName,
        })),
      })),
      bytesTotal: plan.bytesTotal,
    });
  });

  router.post('/api/push', guard, async (req, res) => {
    const { documents, target, rendition } = parsed(pushBody, req.body);
    const started = await startPush({ uids: documents, target, rendition }, callerOf(res), deps);
    res.status(202).json({
      batchId: started.batchId,
      jobs: started.jobs.map((job) => jobToWire(job, req)),
      skipped: started.skipped.map((one) => plannedToWire(one, localeOf(req))),
    });
  });

  router.get('/api/documents/:uid/blobs', guard, async (req, res) => {
    const { mainBlob, renditions } = await callerOf(res).nuxeo.documents.get(param(req, 'uid'));
    const blobs = mainBlob ? [mainBlob, ...renditions] : renditions;
    res.json({
      blobs: blobs.map(({ rendition, name, mimeType, length }) => ({
        rendition: rendition ?? null,
        name,
        mimeType,
        length,
      })),
    });
  });

  router.get('/api/documents/:uid/earlier', guard, async (req, res) => {
    res.json(earlierToWire(await earlierFile(param(req, 'uid'), callerOf(res), deps)));
  });

  router.get('/api/documents/:uid/review', guard, async (req, res) => {
    const uid = param(req, 'uid');
    const { nuxeo } = callerOf(res);
    const document = await nuxeo.documents.get(uid); // only for who may read the document
    const { lock } = document;
    await followRestore(document, nuxeo, deps);
    const review = await deps.reviews.get(uid);
    if (!review) throw new RuleError('not-in-review');
    const waiting = await listAttention(callerOf(res), { documentUid: uid }, deps);
    res.json({ ...reviewToWire(review), attention: waiting.length, lockOwner: lock?.owner ?? null });
  });

  router.post('/api/documents/:uid/recall', guard, async (req, res) => {
    res.json(reviewToWire(await recallDocument(param(req, 'uid'), callerOf(res), deps)));
  });

  router.post('/api/documents/:uid/bring-back', guard, async (req, res) => {
    const options = defined(parsed(bringBackBody, req.body));
    res.status(202).json(jobToWire(await bringBack(param(req, 'uid'), options, callerOf(res), deps), req));
  });

  return router;
}
