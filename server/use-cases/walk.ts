import { failureOf, hasCode, IntegrationError, RuleError, type Failure } from '../domain/errors.ts';
import type { JsonObject } from '../domain/job.ts';
import type { Sync, SyncChange, SyncItem, SyncRun } from '../domain/sync.ts';
import type { Frameio, FrameioAsset } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

export type WalkDeps = Pick<
  Deps,
  'nuxeo' | 'frameio' | 'syncs' | 'syncAssets' | 'drift' | 'reviews' | 'queue' | 'clock' | 'options'
>;

/** Where new documents of a folder go, or why it takes none. */
export type Opened = { readonly uid: string } | { readonly refusal: Failure };

/** A run that is being walked. Nothing in it grows with the tree but the folders that were checked. */
export interface Walk {
  readonly sync: Sync;
  readonly run: SyncRun;
  readonly frameio: Frameio;
  readonly counts: { folders: number; assets: number; differences: number };
  readonly context: JobContext;
  readonly deps: WalkDeps;
  /** Folders of Nuxeo that take new documents, or why not: asked once, and only where something is new. */
  readonly checked: Map<string, Promise<Opened>>;
  /** False until the first listing said so. */
  readonly project: { isActive: boolean };
}

/** In the owner's name. */
export async function ownersNuxeo({ sync, context, deps }: Pick<Walk, 'sync' | 'context' | 'deps'>): Promise<Nuxeo> {
  return (await deps.nuxeo.as(sync.owner)).withSignal(context.signal);
}

/** Later differences of a run wait behind the earlier ones of others: people take turns. */
export async function enqueueAsset(
  { assetId, title, bytes }: SyncItem,
  type: FrameioAsset['type'],
  parentUid: string | undefined,
  { sync, run, counts, deps }: Walk,
  listed?: JsonObject,
): Promise<void> {
  await deps.queue.enqueue({
    kind: 'sync-asset',
    person: sync.owner,
    title,
    bindingId: sync.id,
    payload: { syncId: sync.id, runId: run.id, assetId, type, parentUid, listed },
    key: `sync:${run.id}:${assetId}`,
    exclusive: `sync:${sync.id}:${assetId}`,
    bytesTotal: bytes,
    priority: -counts.differences,
  });
}

export async function addItem(item: SyncItem, { counts, deps }: Pick<Walk, 'counts' | 'deps'>): Promise<void> {
  counts.differences += 1;
  await deps.syncs.addItems([item]);
}

export function itemOf(assetId: string, title: string, change: SyncChange, { run }: Pick<Walk, 'run'>): SyncItem {
  const open = { state: 'open', failure: undefined, bytes: 0, documentUid: undefined } as const;
  return { ...open, runId: run.id, assetId, title, change };
}

export function failedItem(
  assetId: string,
  title: string,
  error: unknown,
  walk: Pick<Walk, 'run'>,
  change: SyncChange = 'new',
): SyncItem {
  return { ...itemOf(assetId, title, change, walk), state: 'failed', failure: failureOf(error) };
}

/** What Frame.io says of the source when it cannot be listed, in our words. */
export function sourceGone({ sourcePath, projectName, owner }: Sync, cause: unknown): RuleError {
  return new RuleError('sync-source-gone', { params: [sourcePath.at(-1) ?? projectName, owner], cause });
}

export function isRefusal(error: unknown): error is IntegrationError {
  return error instanceof IntegrationError && !error.retryable && !hasCode(error, 'interrupted', 'cancelled');
}
