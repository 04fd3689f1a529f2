import { raw, Router } from 'express';
import { checkQuery } from '../contract/check.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProbeSeal } from '../ports/probe.ts';
import { verify } from './actions.ts';
import { parsed } from './middleware.ts';

/**
 * Beside the custom actions, at the address that Frame.io calls: the guided check sends itself signed calls.
 * To be mounted before the actions and before anything that reads bodies.
 */
export function createActionCheckRoutes(deps: { readonly probeSeal: ProbeSeal; readonly clock: Clock }): Router {
  const { probeSeal, clock } = deps;
  const router = Router();
  router.get('/actions/check', (req, res) => {
    res.json({ check: probeSeal.seal(parsed(checkQuery, req.query).check) });
  });
  router.post('/actions/check', raw({ type: () => true, limit: '1kb' }), (req, res) => {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    verify(req, body, [probeSeal.signingSecret], clock.now());
    res.json({ ok: true });
  });
  return router;
}
