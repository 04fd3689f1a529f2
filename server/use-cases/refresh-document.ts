import type { Binding } from '../domain/binding.ts';
import { hasCode, IntegrationError, RuleError } from '../domain/errors.ts';
import type { ResourceRef } from '../domain/refs.ts';
import type { Review } from '../domain/review.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { readerFor, readersOf } from './actors.ts';
import type { Sides } from './bring-bytes.ts';
import type { Deps } from './deps.ts';
import { headOf, positionIn, readAsset, type ReadAsset } from './read-asset.ts';
import { enqueueRefresh, enqueueReread, type FreshenDeps } from './refresh-soon.ts';
import { assetOf, bindingOf } from './review-asset.ts';
import { storedRecord } from './stored-record.ts';
import { followRecord, type AssetWrite, type WriteDeps } from './write-asset.ts';

export type RefreshDeps = WriteDeps & FreshenDeps & Pick<Deps, 'reviews' | 'bindings' | 'frameio' | 'nuxeo'>;

/** Where people never stop talking, what they said so far comes in even so: after this many times the quiet. */
const PATIENCE = 10;
const LOCKED_PAUSE_MS = 3_600_000;
const LOCKED_TRIES = 7 * 24;

/**
 * Job: comments, decision and newer versions of a pushed or published asset become visible in its document, without a
 * version and without a click. Nothing is written where nothing changed (decisions 30, 32).
 */
export async function refreshDocument(context: JobContext, deps: RefreshDeps): Promise<void> {
  const documentUid = String(context.job.payload['documentUid']);
  if (!(await isDue(documentUid, context, deps))) return;
  // Whatever is told from here on is told to the next refresh.
  await deps.changes.settleDocument(documentUid);
  try {
    await bringRecord(documentUid, context, deps);
  } catch (error) {
    if (!(error instanceof IntegrationError) || error.retryable || hasCode(error, 'interrupted', 'cancelled'))
      throw error;
    // Nobody can be asked now, or nothing is there any more: that is shown where people push, publish and review.
    if (hasCode(error, 'locked-by-other')) await tryAgainLater(documentUid, context, deps);
  }
}

/** Another attempt goes on where this job was cut off; a job that finds nothing stale was overtaken by another one. */
async function isDue(documentUid: string, context: JobContext, deps: RefreshDeps): Promise<boolean> {
  const { begun, reread } = { ...context.memory(), ...context.job.payload };
  if (begun === true || reread === true) return true;
  const stale = await deps.changes.staleDocument(documentUid);
  if (!stale) return false;
  const { quietMs } = deps.options;
  const dueAt = Math.min(stale.lastAt.getTime() + quietMs, stale.since.getTime() + PATIENCE * quietMs);
  const early = dueAt - deps.clock.now().getTime();
  if (early > 0) await enqueueRefresh(documentUid, `${stale.id}:${context.job.id}`, early, deps);
  else await context.remember({ begun: true });
  return early <= 0;
}

/** Somebody works on the document. */
async function tryAgainLater(documentUid: string, context: JobContext, deps: RefreshDeps): Promise<void> {
  const tries = Number(context.job.payload['tries'] ?? 0) + 1;
  if (tries > LOCKED_TRIES) return;
  await enqueueReread(documentUid, context.job.id, deps, { delayMs: LOCKED_PAUSE_MS, tries });
}

/** An asset that is a document, and in whose name either side is asked. */
interface Followed {
  readonly asset: ReadAsset;
  /** The file that the document was made of: what is said of another one is not said of this. */
  readonly heldId: string;
  readonly sides: Sides;
  /** Nuxeo username: whoever else holds the lock is not disturbed. */
  readonly actor: string;
  readonly review: Review | undefined;
}

async function bringRecord(documentUid: string, context: JobContext, deps: RefreshDeps): Promise<void> {
  const followed = await followedAsset(documentUid, context, deps);
  if (!followed) return;
  const { asset, heldId, sides, actor } = followed;
  const held = asset.members.find(({ id }) => id === heldId);
  const document = await sides.nuxeo.documents.get(documentUid);
  if (!held || document.isTrashed || document.isVersion) return;
  requireUnlocked(document, actor);
  const place = { stackId: asset.stackId, stackPosition: positionIn(asset, held) };
  const write = { ...(await sameVersion(document, followed, context)), ...place, file: held };
  const head = headOf(asset);
  await followRecord(document, head.id === held.id ? write : { ...write, newer: head }, sides, context, deps);
}

/** Nuxeo administrators pass locks: whose it is has to be compared here (decision 27). */
function requireUnlocked({ lock }: NuxeoDocument, actor: string): void {
  if (lock && lock.owner !== actor) throw new RuleError('locked-by-other', { params: [lock.owner] });
}

/** What was said when the version came stays; only what is told by Frame.io follows. */
async function sameVersion(
  document: NuxeoDocument,
  { review, sides, actor }: Followed,
  context: JobContext,
): Promise<Omit<AssetWrite, 'file' | 'stackId' | 'stackPosition'>> {
  const { properties } = document;
  const before = await storedRecord(document, sides.nuxeo, context.signal);
  const workspaceId = properties['frameioasset:workspaceId'];
  const isReturned = properties['frameioasset:state'] === 'returned';
  return {
    bytes: 'none',
    rule: 'policy',
    workspaceId: review?.workspaceId ?? (typeof workspaceId === 'string' ? workspaceId : undefined),
    broughtBy: before?.broughtBy ?? actor,
    note: before?.note,
    state: review ? 'in-review' : isReturned ? 'returned' : 'published',
  };
}

/** undefined: neither in review nor a document of a folder that is still bound. */
async function followedAsset(
  documentUid: string,
  context: JobContext,
  deps: RefreshDeps,
): Promise<Followed | undefined> {
  const review = await deps.reviews.get(documentUid);
  if (review?.state === 'in-review') return reviewedAsset(review, context, deps);
  for (const link of await deps.reviews.linksOfDocument(documentUid)) {
    const heldId = link.memberIds.at(-1);
    const binding = await deps.bindings.get(link.bindingId);
    if (!binding || binding.unboundAt || heldId === undefined) continue;
    return publishedAsset({ accountId: link.accountId, type: 'file', id: heldId }, binding, context, deps);
  }
  return undefined;
}

/** A document under our lock is written by the lock's owner (decision 6). */
async function reviewedAsset(review: Review, context: JobContext, deps: RefreshDeps): Promise<Followed> {
  const actor = review.lock?.owner ?? review.person;
  const frameio = await readerFor(readersOf(await bindingOf(review, deps), review.person), context.signal, deps);
  const asset = await assetOf(review, frameio);
  const sides = { frameio, nuxeo: await nuxeoOf(actor, context, deps) };
  return { asset, heldId: String(review.versionMadeOf ?? review.fileId), sides, actor, review };
}

async function publishedAsset(
  held: ResourceRef,
  { creator }: Binding,
  context: JobContext,
  deps: RefreshDeps,
): Promise<Followed> {
  const frameio = await readerFor([creator], context.signal, deps);
  const asset = await readAsset(held, frameio, held.id);
  const sides = { frameio, nuxeo: await nuxeoOf(creator, context, deps) };
  return { asset, heldId: held.id, sides, actor: creator, review: undefined };
}

async function nuxeoOf(username: string, { signal }: JobContext, { nuxeo }: Pick<Deps, 'nuxeo'>): Promise<Nuxeo> {
  return (await nuxeo.as(username)).withSignal(signal);
}
