import { Router, type Request } from 'express';
import {
  driftChoiceBody,
  driftQuery,
  syncBody,
  syncItemsQuery,
  syncOptionsAnswer,
  syncsQuery,
  type DriftAnswer,
  type SyncAnswer,
  type SyncRunAnswer,
} from '../contract/sync.ts';
import { RuleError } from '../domain/errors.ts';
import type { DriftLine } from '../domain/drift.ts';
import {
  choicesFor,
  driftKinds,
  type DriftKind,
  type Sync,
  type SyncItem,
  type SyncMode,
  type SyncRun,
} from '../domain/sync.ts';
import { bindOptions } from '../use-cases/bind-options.ts';
import { changesIn, type ChangesBy } from '../use-cases/changes-in.ts';
import type { Deps } from '../use-cases/deps.ts';
import {
  mayRemove,
  mayTakeOver,
  ownerTrouble,
  refreshSync,
  removeSync,
  syncOf,
  takeOver,
  type SyncedFolder,
} from '../use-cases/manage-sync.ts';
import { settleDrift } from '../use-cases/settle-drift.ts';
import { syncFolder } from '../use-cases/sync-folder.ts';
import { defined } from './bindings.ts';
import { localeOf } from './error-response.ts';
import { administrator, authenticated, callerOf, param, parsed, type Caller, type GuardDeps } from './middleware.ts';
import { changesToWire, failureToWire } from './to-wire.ts';
import { freeFolder } from '../use-cases/nearby-folders.ts';

const PAGE = 50;
const noDrift = Object.fromEntries(driftKinds.map((kind) => [kind, 0])) as Record<DriftKind, number>;

/** `/api/folders/:uid/sync…`: set up, look, refresh, remove, take over; `/api/syncs` for administrators. */
export function createSyncRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);
  const one = '/api/folders/:uid/sync';

  router.get(one, guard, async (req, res) => {
    const caller = callerOf(res);
    res.json(await syncToWire(await syncOf(param(req, 'uid'), caller, deps), caller, req, deps));
  });

  router.get(`${one}/options`, guard, async (req, res) => {
    const caller = callerOf(res);
    await freeFolder(param(req, 'uid'), caller.nuxeo, deps);
    res.json(syncOptionsAnswer.parse(await bindOptions(param(req, 'uid'), caller, deps)));
  });

  router.post(one, guard, async (req, res) => {
    const caller = callerOf(res);
    const request = { ...parsed(syncBody, req.body), folderUid: param(req, 'uid') };
    await syncFolder(request, caller, deps);
    res.status(201).json(await syncToWire(await syncOf(request.folderUid, caller, deps), caller, req, deps));
  });

  router.delete(one, guard, async (req, res) => {
    await removeSync(param(req, 'uid'), callerOf(res), deps);
    res.status(204).end();
  });

  router.post(`${one}/runs`, guard, async (req, res) => {
    res.status(202).json(runToWire(await refreshSync(param(req, 'uid'), 'sync', callerOf(res), deps), req));
  });

  router.get(`${one}/runs/:run/items`, guard, async (req, res) => {
    const { sync } = await syncOf(param(req, 'uid'), callerOf(res), deps);
    const run = await deps.syncs.run(param(req, 'run'));
    if (run?.syncId !== sync.id) throw new RuleError('sync-run-not-found');
    const { limit = PAGE, ...page } = defined(parsed(syncItemsQuery, req.query));
    const items = await deps.syncs.items(run.id, { ...page, limit });
    const next = items.length < limit ? null : (items.at(-1)?.assetId ?? null);
    res.json({ items: items.map((item) => itemToWire(item, req)), next });
  });

  router.post(`${one}/owner`, guard, async (req, res) => {
    const caller = callerOf(res);
    await takeOver(param(req, 'uid'), caller, deps);
    res.json(await syncToWire(await syncOf(param(req, 'uid'), caller, deps), caller, req, deps));
  });

  router.post(`${one}/drift`, guard, async (req, res) => {
    res.status(202).json(runToWire(await refreshSync(param(req, 'uid'), 'compare', callerOf(res), deps), req));
  });

  router.get(`${one}/drift`, guard, async (req, res) => {
    const { sync } = await syncOf(param(req, 'uid'), callerOf(res), deps);
    const { limit = PAGE, ...page } = defined(parsed(driftQuery, req.query));
    const [run] = await deps.syncs.lastRuns([sync.id], 'compare');
    const lines = run ? await deps.drift.lines(sync.id, run.id, { ...page, limit }) : [];
    const counts = run ? await deps.drift.counts(sync.id, run.id) : {};
    const next = lines.length < limit ? null : (lines.at(-1)?.id ?? null);
    const answer = { counts: { ...noDrift, ...counts }, lines: lines.map((line) => lineToWire(line, req)), next };
    res.json({ run: run ? runToWire(run, req) : null, ...answer } satisfies DriftAnswer);
  });

  router.post(`${one}/drift/:line`, guard, async (req, res) => {
    const { choice } = parsed(driftChoiceBody, req.body);
    await settleDrift({ folderUid: param(req, 'uid'), lineId: param(req, 'line'), choice }, callerOf(res), deps);
    res.status(204).end();
  });

  router.get('/api/syncs', administrator(deps), async (req, res) => {
    const { limit = PAGE, before } = parsed(syncsQuery, req.query);
    const page = await deps.syncs.list({ limit, ...(before === undefined ? {} : { before: new Date(before) }) });
    const states = await statesOf(page, deps);
    const syncs = states.map((state) => {
      const may = { mayRemove: true, mayTakeOver: state.trouble !== undefined };
      return { ...wireOf(state, req, deps), ...may };
    });
    const next = page.length < limit ? null : (page.at(-1)?.createdAt.toISOString() ?? null);
    res.json({ syncs, next });
  });

  return router;
}

async function syncToWire(found: SyncedFolder, caller: Caller, req: Request, deps: Deps): Promise<SyncAnswer> {
  const [state] = (await statesOf([found.sync], deps)) as [State];
  return {
    ...wireOf(state, req, deps),
    folderPath: found.folder.path,
    mayRemove: mayRemove(found, caller),
    mayTakeOver: mayTakeOver(found, state.trouble, caller),
  };
}

interface State {
  readonly sync: Sync;
  readonly run: SyncRun | undefined;
  readonly comparison: SyncRun | undefined;
  readonly trouble: Awaited<ReturnType<typeof ownerTrouble>>;
  readonly lastRunAt: Date | undefined;
  readonly changes: ChangesBy;
}

async function statesOf(page: readonly Sync[], deps: Deps): Promise<State[]> {
  const ids = page.map(({ id }) => id);
  const lastOf = async (mode: SyncMode) =>
    new Map((await deps.syncs.lastRuns(ids, mode)).map((run) => [run.syncId, run]));
  const [runs, comparisons, ends] = await Promise.all([lastOf('sync'), lastOf('compare'), deps.syncs.lastEnds(ids)]);
  return Promise.all(
    page.map(async (sync) => {
      const run = runs.get(sync.id);
      const [trouble, changes] = await Promise.all([ownerTrouble(sync, run, deps), changesIn([sync], deps)]);
      return { sync, run, comparison: comparisons.get(sync.id), trouble, lastRunAt: ends.get(sync.id), changes };
    }),
  );
}

function wireOf(
  { sync, run, comparison, trouble, lastRunAt, changes }: State,
  req: Request,
  { options }: Pick<Deps, 'options'>,
): Omit<SyncAnswer, 'mayRemove' | 'mayTakeOver'> {
  const { id, folderUid, folderPath, accountId, workspaceId, workspaceName, projectId, projectName, folderId } = sync;
  const { owner, documentType, sourcePath, viewUrl, createdAt } = sync;
  return {
    ...{ id, folderUid, folderPath, accountId, workspaceId, workspaceName, projectId, projectName, folderId },
    ...{ owner, documentType, sourcePath: [...sourcePath], viewUrl },
    needsOwner: failureToWire(trouble, localeOf(req)),
    createdAt: createdAt.toISOString(),
    lastRunAt: lastRunAt?.toISOString() ?? null,
    run: run ? runToWire(run, req) : null,
    comparison: comparison ? runToWire(comparison, req) : null,
    changes: changesToWire(changes, Math.round(options.syncWalkMs / 1000), localeOf(req)),
  };
}

function runToWire(run: SyncRun, req: Request): SyncRunAnswer {
  const { id, trigger, mode, state, failure, startedAt, endedAt } = run;
  const { isWalked, foldersSeen, assetsSeen, total, done, failed, left, bytesTotal, bytesDone } = run;
  return {
    ...{
      id,
      trigger,
      mode,
      state,
      isWalked,
      foldersSeen,
      assetsSeen,
      total,
      done,
      failed,
      left,
      bytesTotal,
      bytesDone,
    },
    failure: failureToWire(failure, localeOf(req)),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function itemToWire({ assetId, title, state, change, failure, documentUid }: SyncItem, req: Request) {
  return {
    ...{ assetId, title, state, change },
    failure: failureToWire(failure, localeOf(req)),
    documentUid: documentUid ?? null,
  };
}

function lineToWire(line: DriftLine, req: Request): DriftAnswer['lines'][number] {
  const { id, kind, title, path, assetId, documentUid, viewUrl, failure } = line;
  return {
    ...{ id, kind, title, path: [...path], choices: [...choicesFor[kind]] },
    ...{ assetId: assetId ?? null, documentUid: documentUid ?? null, viewUrl: viewUrl ?? null },
    failure: failureToWire(failure, localeOf(req)),
  };
}
