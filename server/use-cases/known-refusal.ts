import { gateVerdict } from '../domain/approval.ts';
import type { Binding } from '../domain/binding.ts';
import { RuleError, type Failure } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { AccountRef, ResourceRef } from '../domain/refs.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { ActionCall, ActionDeps } from './accept-action.ts';
import { approvedOptions, gateOf, statusOf } from './approval-gate.ts';
import { bindingOf } from './review-asset.ts';

/** What an action may ask of Frame.io before it answers: Frame.io waits five seconds at least. */
const READ_BUDGET_MS = 2000;

/** What is on its way in the binding, but for what this very click started before its answer was lost. */
export async function runningJobs(
  { interactionId }: ActionCall,
  { id: bindingId }: Binding,
  { queue }: ActionDeps,
): Promise<Job[]> {
  const open = await queue.list({ bindingId, open: true, limit: 200 });
  return open.filter(({ payload }) => payload['interactionId'] !== interactionId);
}

/** What is known right now: already on its way, or not approved where that is required. The rest is for the job. */
export async function knownRefusal(
  { type, id }: Pick<ResourceRef, 'type' | 'id'>,
  { accountId, resources }: ActionCall,
  running: readonly Job[],
  deps: ActionDeps,
): Promise<Failure | undefined> {
  if (running.some(({ payload }) => payload['id'] === id || payload['headFileId'] === id)) {
    return { code: 'already-in-flight', params: [] };
  }
  if (resources.length > 1 || type === 'folder') return undefined;
  return notApproved({ accountId, id }, deps);
}

/** By the rules of the binding that the document was pushed from, whichever action was run. */
async function notApproved(
  asset: AccountRef & { readonly id: string },
  deps: ActionDeps,
): Promise<Failure | undefined> {
  const { accountId, id } = asset;
  const known = await deps.reviews.ofAsset({ accountId }, { fileIds: [id], stackId: id });
  const review = known.find(({ state }) => state === 'in-review');
  if (!review) return undefined;
  const gate = await gateOf(await bindingOf(review, deps), deps);
  if (gate !== 'require') return undefined;
  try {
    return await inTime(async (signal) => {
      const frameio = (await deps.frameio.as(review.person, { interactive: true })).withSignal(signal);
      const [head, approved] = await Promise.all([
        headOf(review, frameio),
        approvedOptions({ accountId }, frameio, deps),
      ]);
      if (!head?.metadata || gateVerdict(gate, statusOf(head), approved) !== 'refuse') return undefined;
      return { code: 'asset-not-approved', params: [head.name, statusOf(head).label ?? '–'] };
    });
  } catch {
    // Not known in time: the job decides, and a refusal reaches the person as a comment and by mail.
    return undefined;
  }
}

/** undefined where one read does not tell: a file that somebody put into another folder, or under another one. */
async function headOf(
  { accountId, stackId, fileId, folderId }: Review,
  frameio: Frameio,
): Promise<FrameioFile | undefined> {
  if (stackId !== undefined) return (await frameio.versionStacks.get({ accountId, stackId })).head;
  const file = await frameio.files.get({ accountId, fileId: String(fileId) });
  return file.parentId === folderId ? file : undefined;
}

/** Gives up waiting when the time is over, even where nobody hears the signal: a connection that is just renewed. */
async function inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(READ_BUDGET_MS);
  const late = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => late.reject(new RuleError('deadline-exceeded', { retryable: true })), {
    once: true,
  });
  return Promise.race([work(signal), late.promise]);
}
