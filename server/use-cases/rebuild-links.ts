import { assetClaim, bindingClaim, syncClaim } from '../domain/claim.ts';
import { RuleError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { addedUp, reportIn, withFinding, type RebuildFinding, type RebuildReport } from '../domain/rebuild.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { MarkedDocument, Nuxeo } from '../ports/nuxeo.ts';
import { askForBinding, askForReview, askForSync } from './ask-to-confirm.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';

type RebuildDeps = Pick<Deps, 'nuxeo' | 'bindings' | 'syncs' | 'reviews' | 'activity'>;

/** Paths of folders that are bound or synchronised, or will be once the people concerned have confirmed. */
interface Kept {
  readonly bound: string[];
  readonly synced: string[];
}

/**
 * Starts the walk over every document that carries one of our facets, after the database was lost (decision 12).
 * One runs at a time: a second request joins it.
 *
 * @param dryRun - Only looks, and asks nobody.
 * @throws RuleError `administrators-only`, `nuxeo-grant-missing`.
 */
export async function startRebuild(
  dryRun: boolean,
  { person }: BindCaller,
  { queue, tokens, ids }: Pick<Deps, 'queue' | 'tokens' | 'ids'>,
): Promise<Job> {
  if (!person.isAdministrator) throw new RuleError('administrators-only');
  const grant = await tokens.get('nuxeo', person.username);
  if (!grant) throw new RuleError('nuxeo-grant-missing', { params: [person.username] });
  const [running] = await queue.list({ kind: 'rebuild-links', open: true, limit: 1 });
  if (running) return running;
  return queue.enqueue({
    kind: 'rebuild-links',
    person: person.username,
    title: 'Frame.io',
    payload: { dryRun },
    key: `rebuild-links:${ids.uuid()}`,
    exclusive: 'rebuild-links',
  });
}

export interface Rebuild {
  readonly job: Job;
  readonly isDryRun: boolean;
  readonly report: RebuildReport;
}

/** The last walk, and what it has found so far; undefined: there was none. */
export async function lastRebuild({ queue }: Pick<Deps, 'queue'>): Promise<Rebuild | undefined> {
  const [job] = await queue.list({ kind: 'rebuild-links', limit: 1 });
  if (!job) return undefined;
  const report = addedUp(reportIn(job.memory, 'folders'), reportIn(job.memory, 'documents'));
  return { job, isDryRun: job.payload['dryRun'] === true, report };
}

/**
 * Job: finds what documents say of bindings, synchronisations and reviews, and asks the people concerned. Nothing is bound, read or
 * written in anybody's name by it. Safe to repeat: folders are walked anew, documents from the page where it stopped.
 *
 * @throws RuleError `administrators-only`: others do not see everything.
 */
export async function rebuildLinks(context: JobContext, deps: RebuildDeps): Promise<void> {
  const nuxeo = (await deps.nuxeo.as(context.job.person)).withSignal(context.signal);
  if (!(await nuxeo.me()).isAdministrator) throw new RuleError('administrators-only');
  await context.enter('reading');
  const isDryRun = context.job.payload['dryRun'] === true;

  const kept = await walkFolders(nuxeo, isDryRun, context, deps);
  await walkDocuments(nuxeo, kept, isDryRun, context, deps);
}

async function walkFolders(nuxeo: Nuxeo, isDryRun: boolean, context: JobContext, deps: RebuildDeps): Promise<Kept> {
  const bound = (await deps.bindings.list()).map(({ folderPath }) => folderPath);
  const synced = (await deps.syncs.list()).map(({ folderPath }) => folderPath);
  let report = reportIn({}, 'folders');
  for (const facet of ['FrameioBound', 'FrameioSynced'] as const) {
    for await (const { documents } of pages(facet, 0, nuxeo)) {
      for (const folder of documents) {
        const look = facet === 'FrameioBound' ? lookAtBound : lookAtSynced;
        const finding = await look(folder, isDryRun, deps);
        if (finding === 'binding') bound.push(folder.path);
        if (finding === 'sync') synced.push(folder.path);
        report = withFinding(report, { ...folder, finding });
      }
      await context.remember({ folders: { ...report } as never });
    }
  }
  return { bound, synced };
}

async function lookAtBound(folder: MarkedDocument, isDryRun: boolean, deps: RebuildDeps): Promise<RebuildFinding> {
  const claim = bindingClaim(folder);
  if (claim === 'copied' || claim === 'incomplete') return claim;
  if (await deps.bindings.ofFolder(folder.uid)) return 'known';
  if (!isDryRun) await askForBinding(folder, claim, deps);
  return 'binding';
}

async function lookAtSynced(folder: MarkedDocument, isDryRun: boolean, deps: RebuildDeps): Promise<RebuildFinding> {
  const claim = syncClaim(folder);
  if (claim === 'copied' || claim === 'incomplete') return claim;
  if (await deps.syncs.ofFolder(folder.uid)) return 'known';
  if (!isDryRun) await askForSync(folder, claim, deps);
  return 'sync';
}

async function walkDocuments(
  nuxeo: Nuxeo,
  kept: Kept,
  isDryRun: boolean,
  context: JobContext,
  deps: RebuildDeps,
): Promise<void> {
  const first = Number(context.memory()['page'] ?? 0);
  for await (const { documents, page } of pages('FrameioAsset', first, nuxeo)) {
    let report = reportIn(context.memory(), 'documents');
    for (const document of documents) {
      const finding = await lookAtDocument(document, kept, isDryRun, deps);
      report = withFinding(report, { ...document, finding });
    }
    await context.remember({ documents: { ...report } as never, page: page + 1 });
  }
}

async function lookAtDocument(
  document: MarkedDocument,
  { bound, synced }: Kept,
  isDryRun: boolean,
  deps: RebuildDeps,
): Promise<RebuildFinding> {
  const claim = assetClaim(document);
  if (claim === 'copied' || claim === 'incomplete') return claim;
  if (await isKnown(document.uid, claim.state, deps)) return 'known';
  const isBelow = (path: string) => document.path.startsWith(`${path}/`);
  if (claim.state !== 'in-review' && synced.some(isBelow)) return 'asset';
  if (!bound.some(isBelow)) return 'outside';
  if (claim.state !== 'in-review') return 'asset';
  if (!document.lock) return 'not-locked';
  if (!isDryRun) await askForReview({ ...document, lock: document.lock }, claim, deps);
  return 'review';
}

/** A document in review has a review of its own beside the link that came back with its folder. */
async function isKnown(uid: string, state: string | undefined, { reviews }: Pick<Deps, 'reviews'>): Promise<boolean> {
  if (await reviews.get(uid)) return true;
  return state !== 'in-review' && (await reviews.linksOfDocument(uid)).length > 0;
}

/** Every page from the given one on. */
export async function* pages(facet: string, first: number, nuxeo: Nuxeo, below?: string) {
  for (let page = first, hasMore = true; hasMore; page += 1) {
    const answer = await nuxeo.documents.withFacet(facet, { page, ...(below === undefined ? {} : { below }) });
    ({ hasMore } = answer);
    yield { documents: answer.documents, page };
  }
}
