import { Router } from 'express';
import { activityQuery, attentionQuery, remedyBody } from '../contract/activity.ts';
import { RequestError } from '../domain/errors.ts';
import type { Activity } from '../ports/activity-store.ts';
import { applyRemedy, listAttention } from '../use-cases/attention.ts';
import type { Deps } from '../use-cases/deps.ts';
import { defined } from './bindings.ts';
import { localeOf } from './error-response.ts';
import { authenticated, callerOf, param, parsed, type Caller, type GuardDeps } from './middleware.ts';
import type { Locale } from './sentences.ts';
import { failureToWire } from './to-wire.ts';

export function createActivityRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);

  router.get('/api/activity', guard, async (req, res) => {
    const query = parsed(activityQuery, req.query);
    const activities = await deps.activity.list({
      ...(await visible(query, callerOf(res), deps)),
      ...(query.limit === undefined ? {} : { limit: query.limit }),
      ...(query.before === undefined ? {} : { before: new Date(query.before) }),
    });
    res.json({ activities: activities.map((one) => activityToWire(one, localeOf(req))) });
  });

  router.get('/api/attention', guard, async (req, res) => {
    const { document, binding } = parsed(attentionQuery, req.query);
    const filter = defined({ documentUid: document, bindingId: binding });
    const items = await listAttention(callerOf(res), filter, deps);
    res.json({
      items: items.map((item) => ({
        ...failureToWire(item, localeOf(req)),
        id: item.id,
        person: item.person,
        documentUid: item.documentUid ?? null,
        bindingId: item.bindingId ?? null,
        jobId: item.jobId ?? null,
        title: item.title,
        since: item.since.toISOString(),
        remedies: [...item.remedies],
      })),
    });
  });

  router.post('/api/attention/:id', guard, async (req, res) => {
    const { remedy } = parsed(remedyBody, req.body);
    await applyRemedy(param(req, 'id'), remedy, callerOf(res), deps);
    res.status(204).end();
  });

  return router;
}

/** What happened to a document is for who may read it; everything is for administrators; else one's own. */
async function visible(
  query: { document?: string | undefined; binding?: string | undefined },
  { person, nuxeo }: Caller,
  deps: Pick<Deps, 'bindings' | 'syncs'>,
) {
  if (query.document !== undefined) {
    await nuxeo.documents.get(query.document);
    return { documentUid: query.document };
  }
  if (query.binding !== undefined) {
    const bound = (await deps.bindings.get(query.binding)) ?? (await deps.syncs.get(query.binding));
    if (!bound && !person.isAdministrator) throw new RequestError('binding-unknown');
    if (bound) await nuxeo.documents.get(bound.folderUid);
    return { bindingId: query.binding };
  }
  return person.isAdministrator ? {} : { person: person.username };
}

function activityToWire(activity: Activity, locale: Locale) {
  return {
    id: activity.id,
    at: activity.at.toISOString(),
    kind: activity.kind,
    person: activity.person ?? null,
    actor: activity.actor ?? null,
    documentUid: activity.documentUid ?? null,
    bindingId: activity.bindingId ?? null,
    title: activity.title,
    failure: failureToWire(activity.failure, locale),
    details: activity.details,
  };
}
