import { Router } from 'express';
import { webhookEvent } from '../contract/webhooks.ts';
import { RequestError } from '../domain/errors.ts';
import { acceptEvent } from '../use-cases/accept-event.ts';
import type { Deps } from '../use-cases/deps.ts';
import type { FollowedProjects } from '../use-cases/followed-projects.ts';
import { param, parsed } from './middleware.ts';
import { bodyOf, parsedJson, rawBody, verify } from './signed-call.ts';

/** Events hold ids only; a larger body is none. */
const MAX_BODY = '16kb';

type WebhookDeps = Pick<Deps, 'webhooks' | 'changes' | 'queue' | 'clock'> & { readonly followed: FollowedProjects };

/** `POST /webhooks/:id`: called by Frame.io. Trusts the signature alone; cookies mean nothing here. */
export function createWebhookRoutes(deps: WebhookDeps): Router {
  const router = Router();
  router.post('/webhooks/:id', rawBody(MAX_BODY), async (req, res) => {
    const webhook = await deps.webhooks.get(param(req, 'id'));
    if (!webhook) throw new RequestError('webhook-unknown');
    const secret = await deps.webhooks.secret(webhook.id);
    verify(req, bodyOf(req), secret === undefined ? [] : [secret], deps.clock.now());
    const { project, resource } = parsed(webhookEvent, parsedJson(bodyOf(req)));
    if (project && resource) await acceptEvent({ ...resource, projectId: project.id }, webhook, deps);
    res.status(200).json({});
  });
  return router;
}
