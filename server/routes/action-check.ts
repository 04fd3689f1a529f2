import { Router } from 'express';
import { checkQuery } from '../contract/check.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProbeSeal } from '../ports/probe.ts';
import { parsed } from './middleware.ts';
import { bodyOf, rawBody, verify } from './signed-call.ts';

/** Where Frame.io calls: custom actions and webhooks may go different ways through a reverse proxy. */
const paths = ['/actions/check', '/webhooks/check'];

/**
 * Beside the custom actions and the webhooks, at the addresses that Frame.io calls: the guided check sends itself signed
 * calls. To be mounted before both and before anything that reads bodies.
 */
export function createActionCheckRoutes(deps: { readonly probeSeal: ProbeSeal; readonly clock: Clock }): Router {
  const { probeSeal, clock } = deps;
  const router = Router();
  router.get(paths, (req, res) => {
    res.json({ check: probeSeal.seal(parsed(checkQuery, req.query).check) });
  });
  router.post(paths, rawBody('1kb'), (req, res) => {
    verify(req, bodyOf(req), [probeSeal.signingSecret], clock.now());
    res.json({ ok: true });
  });
  return router;
}
