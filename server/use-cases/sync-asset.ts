import type { Destination } from '../domain/binding.ts';
import { failureOf, hasCode, IntegrationError, type ErrorCode, type Failure } from '../domain/errors.ts';
import type { SyncItem } from '../domain/sync.ts';
import type { JobContext } from '../ports/job-context.ts';
import { actorFor, attention, readerFor } from './actors.ts';
import { bringAsset, type Bringing } from './bring-asset.ts';
import { discardBatch } from './bring-bytes.ts';
import type { Deps } from './deps.ts';
import { dropLeftover } from './drop-leftover.ts';
import { markGone } from './mark-gone.ts';
import { runOfJob, type RunOfJob } from './run-of-job.ts';
import { failRun, ownerGone, settleRun } from './settle-run.ts';
import { destinationOf } from './sync-destination.ts';

export type SyncDeps = Pick<
  Deps,
  | 'nuxeo'
  | 'frameio'
  | 'syncs'
  | 'syncAssets'
  | 'reviews'
  | 'providers'
  | 'activity'
  | 'queue'
  | 'engine'
  | 'transfers'
  | 'digests'
  | 'clock'
  | 'options'
>;

/** What became of an item. */
export type ItemOutcome = Pick<SyncItem, 'state' | 'documentUid'> & {
  readonly failure?: Failure | undefined;
  readonly change?: SyncItem['change'];
};

/** A run waits for nobody: what fails this often is said, and the next walk tries it again. */
const MOST_ATTEMPTS = 5;

/** Nobody's failure: it is as it has to be until somebody here does something. */
const leftFor: readonly ErrorCode[] = [
  'locked-by-other',
  'changed-in-both',
  'asset-not-uploaded',
  'asset-in-review',
  'renamed-here',
  'moved-here',
];

/**
 * Job: one difference of a run is brought, in the owner's name on both sides. What cannot be brought says why in its
 * item and keeps what was known of it, so that the next walk tries again; the run goes on.
 */
export async function syncAsset(context: JobContext, deps: SyncDeps): Promise<void> {
  const going = await runOfJob(context, deps);
  if (!going) return takeBack(context, deps);
  const item = await deps.syncs.item(going.run.id, assetIdOf(context));
  if (item?.state !== 'open') return;
  const outcome = await outcomeOf(item, going, context, deps);
  if (!outcome) return;
  await deps.syncs.setItem(item, { failure: undefined, ...outcome });
  await settleRun(going.sync, going.run, deps);
}

/** It ended without saying how: cut off by the end of its run, or its process died of it, or it is a bug. */
export async function undoSyncAsset(context: JobContext, deps: SyncDeps): Promise<void> {
  await takeBack(context, deps);
  const going = await runOfJob(context, deps);
  const item = going && (await deps.syncs.item(going.run.id, assetIdOf(context)));
  if (!going || item?.state !== 'open') return;
  const failure = { code: 'internal', params: [] } as const;
  await deps.syncs.setItem(item, { state: 'failed', failure });
  await settleRun(going.sync, going.run, deps);
}

/** undefined: the whole run ended over it. */
async function outcomeOf(
  item: SyncItem,
  { sync, run }: RunOfJob,
  context: JobContext,
  deps: SyncDeps,
): Promise<ItemOutcome | undefined> {
  try {
    const bringing = await openBringing(item, { sync, run }, context, deps);
    return await (item.change === 'gone' ? markGone(bringing) : bringAsset(bringing));
  } catch (error) {
    if (!(error instanceof IntegrationError) || isCutOff(error)) throw error;
    if (ownerGone.includes(error.code)) {
      await failRun(sync, run, failureOf(attention(error, sync.owner)), deps);
      return undefined;
    }
    const isWorthIt = error.code === 'frameio-rate-limited' || context.job.attempt < MOST_ATTEMPTS;
    if (error.retryable && isWorthIt) throw error;
    await discard(destinationOf(sync), context, deps);
    const state = leftFor.includes(error.code) ? 'left' : 'failed';
    return { state, failure: failureOf(error), documentUid: item.documentUid };
  }
}

const isCutOff = (error: IntegrationError) => hasCode(error, 'interrupted', 'cancelled');

async function openBringing(
  item: SyncItem,
  { sync }: RunOfJob,
  context: JobContext,
  deps: SyncDeps,
): Promise<Bringing> {
  const frameio = await readerFor([sync.owner], context.signal, deps);
  const nuxeo = (await deps.nuxeo.as(sync.owner)).withSignal(context.signal);
  return { sync, item, frameio, nuxeo, context, deps };
}

async function discard(destination: Destination, context: JobContext, deps: SyncDeps): Promise<void> {
  const connect = async () => (await actorFor(destination.folderUid, 'AddChildren', destination, context, deps)).nuxeo;
  await discardBatch(connect, context, deps);
}

/** Nobody goes on with it: its batch, and where nothing will be brought any more a document without its file. */
async function takeBack(context: JobContext, deps: SyncDeps): Promise<void> {
  const sync = await deps.syncs.get(String(context.job.payload['syncId']));
  if (!sync) return;
  await discard(destinationOf(sync), context, deps);
  const begun = sync.removedAt && (await deps.syncAssets.get(sync.id, assetIdOf(context)));
  if (!begun || begun.documentUid !== undefined) return;
  try {
    const nuxeo = (await deps.nuxeo.as(sync.owner)).withSignal(context.signal);
    await dropLeftover(begun, { sync, nuxeo, deps });
  } catch (error) {
    // Locked, or not for its owner any more.
    if (!(error instanceof IntegrationError) || error.retryable) throw error;
  }
}

function assetIdOf({ job }: JobContext): string {
  return String(job.payload['assetId']);
}
