import { Router, type Request } from 'express';
import {
  actionNameQuery,
  bindBody,
  editBindingBody,
  importBody,
  unbindBody,
  type BindingAnswer,
} from '../contract/bindings.ts';
import type { Binding, BindingRules } from '../domain/binding.ts';
import { hasCode } from '../domain/errors.ts';
import { changesIn } from '../use-cases/changes-in.ts';
import type { Deps } from '../use-cases/deps.ts';
import { bindFolder, requireFreeName } from '../use-cases/bind-folder.ts';
import { actionDescription } from '../use-cases/binding-facet.ts';
import { bindOptions } from '../use-cases/bind-options.ts';
import { editBinding, followFolder } from '../use-cases/edit-binding.ts';
import { bindingOfFolder } from '../use-cases/find-binding.ts';
import { importResources } from '../use-cases/start-return.ts';
import { unbindFolder } from '../use-cases/unbind-folder.ts';
import { authenticated, callerOf, param, parsed, type Caller, type GuardDeps } from './middleware.ts';
import { localeOf } from './error-response.ts';
import { changesToWire, jobToWire } from './to-wire.ts';
import { freeFolder } from '../use-cases/nearby-folders.ts';

/** `/api/folders/:uid/…`: bind, look, change, unbind, import. */
export function createBindingRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);

  router.get('/api/folders/:uid/binding', guard, async (req, res) => {
    const caller = callerOf(res);
    const folderUid = param(req, 'uid');
    await caller.nuxeo.documents.get(folderUid); // whoever may not read the folder learns nothing about its binding
    const binding = await bindingOfFolder(folderUid, deps);
    res.json(await bindingToWire(await followed(binding, caller, deps), req, caller, deps));
  });

  router.get('/api/folders/:uid/binding/options', guard, async (req, res) => {
    const caller = callerOf(res);
    await freeFolder(param(req, 'uid'), caller.nuxeo, deps);
    res.json(await bindOptions(param(req, 'uid'), caller, deps));
  });

  router.get('/api/folders/:uid/binding/name', guard, async (req, res) => {
    const { name, accountId, workspaceId } = parsed(actionNameQuery, req.query);
    const frameio = await deps.frameio.as(callerOf(res).person.username, { interactive: true });
    try {
      await requireFreeName(name, await frameio.workspaces.get({ accountId, workspaceId }), frameio, deps);
      res.json({ free: true });
    } catch (error) {
      if (!hasCode(error, 'action-name-taken')) throw error;
      res.json({ free: false });
    }
  });

  router.post('/api/folders/:uid/binding', guard, async (req, res) => {
    const caller = callerOf(res);
    const { rules, ...body } = parsed(bindBody, req.body);
    const request = { ...body, folderUid: param(req, 'uid'), ...(rules ? { rules: rulesFromWire(rules) } : {}) };
    res.status(201).json(await bindingToWire(await bindFolder(request, caller, deps), req, caller, deps));
  });

  router.patch('/api/folders/:uid/binding', guard, async (req, res) => {
    const caller = callerOf(res);
    const change = rulesFromWire(parsed(editBindingBody, req.body));
    res.json(await bindingToWire(await editBinding(param(req, 'uid'), change, caller, deps), req, caller, deps));
  });

  router.delete('/api/folders/:uid/binding', guard, async (req, res) => {
    const { reviews } = parsed(unbindBody, req.body);
    await unbindFolder({ folderUid: param(req, 'uid'), reviews }, callerOf(res), deps);
    res.status(204).end();
  });

  router.post('/api/folders/:uid/import', guard, async (req, res) => {
    const { resources, options } = parsed(importBody, req.body);
    const started = await importResources(param(req, 'uid'), resources, defined(options ?? {}), callerOf(res), deps);
    res.status(202).json({ batchId: started.batchId, jobs: started.jobs.map((job) => jobToWire(job, req)) });
  });

  return router;
}

/** A description that cannot be updated now is updated at the next look. */
async function followed(binding: Binding, caller: Caller, deps: Deps): Promise<Binding> {
  try {
    return await followFolder(binding, caller, deps);
  } catch {
    return binding;
  }
}

type WireRules = { [K in keyof BindingRules]?: BindingRules[K] | null | undefined };

/** `null` asks for the administration's default. */
function rulesFromWire(rules: WireRules): Partial<BindingRules> {
  const { approvalGate, ...rest } = rules;
  return {
    ...(defined(rest) as Partial<BindingRules>),
    ...(approvalGate === undefined ? {} : { approvalGate: approvalGate ?? undefined }),
  };
}

export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

async function changesOf({ workspaces }: Binding, req: Request, deps: Deps): Promise<BindingAnswer['changes']> {
  const { reviewPollSeconds, rereadMs } = deps.options;
  const changes = changesToWire(await changesIn(workspaces, deps), reviewPollSeconds, localeOf(req));
  return { ...changes, othersEverySeconds: Math.round(rereadMs / 1000) };
}

async function bindingToWire(binding: Binding, req: Request, caller: Caller, deps: Deps): Promise<BindingAnswer> {
  const open = await deps.reviews.openOf([binding.id]);
  const folder = await caller.nuxeo.documents.get(binding.folderUid);
  const { person } = caller;
  const { rendition, approvalGate, ...rules } = binding.rules;
  return {
    id: binding.id,
    folderUid: binding.folderUid,
    folderPath: binding.folderPath,
    actionName: binding.actionName,
    actionDescription: actionDescription(binding.folderPath),
    documentType: binding.documentType,
    creator: binding.creator,
    createdAt: binding.createdAt.toISOString(),
    workspaces: binding.workspaces.map((one) => ({ ...one, actionId: one.actionId ?? null })),
    rules: { ...rules, approvalGate: approvalGate ?? null, rendition: rendition ?? null },
    inReview: open.length,
    changes: await changesOf(binding, req, deps),
    mayUnbind:
      person.isAdministrator || person.username === binding.creator || folder.permissions.includes('WriteSecurity'),
  };
}
