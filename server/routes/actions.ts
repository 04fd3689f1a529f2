import { createHash } from 'node:crypto';
import { Router } from 'express';
import { actionCall, type ActionCallPayload } from '../contract/actions.ts';
import { RequestError } from '../domain/errors.ts';
import { acceptAction, type ActionCall } from '../use-cases/accept-action.ts';
import type { Deps } from '../use-cases/deps.ts';
import { param, parsed } from './middleware.ts';
import { bodyOf, parsedJson, rawBody, verify } from './signed-call.ts';

const MAX_BODY = '256kb';

/** `POST /actions/:binding`: called by Frame.io. Trusts the signature alone; cookies mean nothing here. */
export function createActionRoutes(deps: Deps): Router {
  const router = Router();
  router.post('/actions/:binding', rawBody(MAX_BODY), async (req, res) => {
    const binding = await deps.bindings.get(param(req, 'binding'));
    if (!binding) throw new RequestError('binding-unknown');
    const body = bodyOf(req);
    verify(req, body, await deps.bindings.secrets(binding.id), deps.clock.now());
    const call = callOf(parsed(actionCall, parsedJson(body)));
    res.json(await acceptAction(call, binding, deps));
  });
  return router;
}

function callOf(payload: ActionCallPayload): ActionCall {
  const { resource, resources, data } = payload;
  return {
    interactionId: payload.interaction_id,
    accountId: payload.account_id ?? payload.account?.id ?? '',
    workspaceId: payload.workspace?.id,
    clickerId: payload.user?.id,
    resources: resources?.length ? resources : resource ? [resource] : [],
    form: data ?? undefined,
    step: createHash('sha256')
      .update(JSON.stringify(data ?? null))
      .digest('hex')
      .slice(0, 16),
  };
}
