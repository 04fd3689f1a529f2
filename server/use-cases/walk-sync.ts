import { failureOf, hasCode, type Failure } from '../domain/errors.ts';
import type { Sync, SyncRun } from '../domain/sync.ts';
import type { JobContext } from '../ports/job-context.ts';
import { readerFor } from './actors.ts';
import { adoptDocuments } from './adopt-documents.ts';
import { compareHere } from './compare-here.ts';
import { findUnseen } from './find-unseen.ts';
import { runOfJob } from './run-of-job.ts';
import { failRun, ownerGone, settleRun } from './settle-run.ts';
import { walkFolder } from './walk-folder.ts';
import { ownersNuxeo, type Walk, type WalkDeps } from './walk.ts';

/** Listings at once: enough to keep Frame.io's budget used, few enough that memory does not grow with the tree. */
const FOLDERS_AT_ONCE = 6;

/** The run is over as a whole: without one of these there is nothing to go on with. */
const endsTheRun = [
  ...ownerGone,
  'sync-source-gone',
  'project-archived',
  'folder-gone',
  'folder-trashed',
  'document-type-gone',
  'publish-not-allowed',
  'provider-disabled',
  'provider-not-registered',
  'provider-secret-wrong',
] as const;

/**
 * Job: walks the folders of a run page by page, and compares with what is known. Only differences lead to anything: an
 * unchanged tree costs its listings, and no request to Nuxeo. How far it came is written down with each folder, so that
 * a restart goes on there.
 */
export async function walkSync(context: JobContext, deps: WalkDeps): Promise<void> {
  const going = await runOfJob(context, deps);
  if (!going) return;
  const { sync, run } = going;
  try {
    await walkAll(await openWalk(sync, run, context, deps));
    await settleRun(sync, run, deps);
  } catch (error) {
    if (!hasCode(error, ...endsTheRun) || error.retryable) throw error;
    await failRun(sync, run, failureOf(error), deps);
  }
}

/** It was tried for long enough, or it is a bug: the run ends with what there is. */
export async function giveUpWalk(context: JobContext, failure: Failure | undefined, deps: WalkDeps): Promise<void> {
  const going = await runOfJob(context, deps);
  if (!going) return leaveItems(context, deps);
  await failRun(going.sync, going.run, failure ?? { code: 'internal', params: [] }, deps);
}

/** It was cut off by the end of its run: what it found in the last moment is nobody's to bring. */
async function leaveItems({ job }: JobContext, { syncs }: Pick<WalkDeps, 'syncs'>): Promise<void> {
  const run = await syncs.run(String(job.payload['runId']));
  if (run?.failure) await syncs.leaveOpenItems(run.id, run.failure);
}

async function openWalk(sync: Sync, run: SyncRun, context: JobContext, deps: WalkDeps): Promise<Walk> {
  const frameio = await readerFor([sync.owner], context.signal, deps);
  const counts = { folders: run.foldersSeen, assets: run.assetsSeen, differences: run.total };
  return { sync, run, frameio, counts, context, deps, checked: new Map(), project: { isActive: false } };
}

async function walkAll(walk: Walk): Promise<void> {
  const { sync, run, context, deps } = walk;
  await context.enter('reading');
  if (run.state === 'queued') await begin(walk);
  while (!run.isWalked) {
    const folders = await deps.syncAssets.nextFolders(sync.id, run.id, FOLDERS_AT_ONCE);
    // What is looked at last may lead to folders that nobody looked into.
    if (folders.length === 0 && !(await findUnseen(walk))) break;
    context.signal.throwIfAborted();
    await allSettled(folders.map((folder) => walkFolder(folder, walk)));
    await deps.syncs.progress(run.id, { foldersSeen: walk.counts.folders, assetsSeen: walk.counts.assets });
  }
  if (run.mode === 'compare' && !run.isWalked) await compareHere(walk);
  await deps.syncs.progress(run.id, { isWalked: true });
}

/** The source has a row like every folder below it, with the synchronised folder as its document. */
async function begin(walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  const { id: syncId, folderId, folderUid } = sync;
  if (run.trigger === 'created') await adoptDocuments({ sync, nuxeo: await ownersNuxeo(walk), reviews: deps.reviews });
  if (!(await deps.syncAssets.get(syncId, folderId))) {
    await deps.syncAssets.save({
      ...{ syncId, assetId: folderId, type: 'folder', parentId: undefined, name: sync.sourcePath.at(-1) ?? '' },
      ...{ headFileId: undefined, headLength: undefined, updatedAt: undefined, commentCount: undefined },
      ...{ statusId: undefined, state: 'present', documentUid: folderUid, title: undefined, parentUid: undefined },
      ...{ digest: undefined, length: undefined },
    });
  }
  const starts = run.scope === 'all' ? [{ folderId, deep: true }] : run.scope;
  const known = await deps.syncAssets.want(syncId, run.id, starts);
  // A folder that nobody knows yet is found from above.
  if (known.length < starts.length) await deps.syncAssets.want(syncId, run.id, [{ folderId, deep: true }]);
  await deps.syncs.progress(run.id, { state: 'running' });
}

/** One folder that fails does not cut off the others in the middle of a page. */
async function allSettled(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
  const [first] = failed;
  if (first === undefined) return;
  throw failed.find((error) => hasCode(error, 'interrupted', 'cancelled')) ?? first;
}
