import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { raw, Router, type Request } from 'express';
import { actionCall, type ActionCallPayload } from '../contract/actions.ts';
import { RequestError } from '../domain/errors.ts';
import { isRecent } from '../domain/signature.ts';
import { acceptAction, type ActionCall } from '../use-cases/accept-action.ts';
import type { Deps } from '../use-cases/deps.ts';
import { param, parsed } from './middleware.ts';

const MAX_BODY = '256kb';

/** `POST /actions/:binding`: called by Frame.io. Trusts the signature alone; cookies mean nothing here. */
export function createActionRoutes(deps: Deps): Router {
  const router = Router();
  router.post('/actions/:binding', raw({ type: () => true, limit: MAX_BODY }), async (req, res) => {
    const binding = await deps.bindings.get(param(req, 'binding'));
    if (!binding) throw new RequestError('binding-unknown');
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    verify(req, body, await deps.bindings.secrets(binding.id), deps.clock.now());
    const call = callOf(parsed(actionCall, parsedJson(body)));
    res.json(await acceptAction(call, binding, deps));
  });
  return router;
}

/**
 * Verifies before anything is parsed: raw body, both clock directions, constant time, any of several secrets.
 *
 * @throws RequestError `signature-expired`, `signature-invalid`.
 */
export function verify(req: Pick<Request, 'get'>, body: Buffer, secrets: readonly string[], now: Date): void {
  const timestamp = req.get('x-frameio-request-timestamp') ?? '';
  const given = Buffer.from(req.get('x-frameio-signature') ?? '');
  const matches = secrets.map((secret) => {
    const expected = Buffer.from(
      `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
    );
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!matches.includes(true)) throw new RequestError('signature-invalid');
  if (!isRecent(timestamp, now)) throw new RequestError('signature-expired');
}

function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new RequestError('body-not-json', { cause: error });
  }
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
