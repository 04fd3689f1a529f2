import { gateVerdict } from '../domain/approval.ts';
import type { Binding } from '../domain/binding.ts';
import type { Failure } from '../domain/errors.ts';
import type { ResourceRef } from '../domain/refs.ts';
import type { ActionCall, ActionDeps } from './accept-action.ts';
import { approvedOptions, statusOf } from './approval-gate.ts';

/** What an action may ask of Frame.io before it answers: Frame.io waits five seconds at least. */
const READ_BUDGET_MS = 2000;

/** What is known right now: already on its way, or not approved where that is required. The rest is for the job. */
export async function knownRefusal(
  resource: Pick<ResourceRef, 'type' | 'id'>,
  call: ActionCall,
  binding: Binding,
  deps: ActionDeps,
): Promise<Failure | undefined> {
  const open = await deps.queue.list({ bindingId: binding.id, open: true, limit: 200 });
  // What this very click started before its answer was lost is no obstacle to it.
  const others = open.filter((job) => job.payload['interactionId'] !== call.interactionId);
  if (others.some((job) => job.payload['id'] === resource.id || job.payload['headFileId'] === resource.id)) {
    return { code: 'already-in-flight', params: [] };
  }
  if (call.resources.length > 1 || resource.type !== 'file') return undefined;
  return notApproved({ accountId: call.accountId, fileId: resource.id }, binding, deps);
}

async function notApproved(
  file: { accountId: string; fileId: string },
  binding: Binding,
  deps: ActionDeps,
): Promise<Failure | undefined> {
  const gate = binding.rules.approvalGate ?? (await deps.providers.settings()).approvalGate;
  if (gate !== 'require') return undefined;
  const [review] = await deps.reviews.ofAsset(file, { fileIds: [file.fileId] });
  if (review?.state !== 'in-review') return undefined;
  try {
    return await inTime(async (signal) => {
      const frameio = (await deps.frameio.as(review.person, { interactive: true })).withSignal(signal);
      const head = await frameio.files.get(file);
      const verdict = gateVerdict(gate, statusOf(head), await approvedOptions(file, frameio, deps));
      return verdict === 'refuse'
        ? { code: 'asset-not-approved', params: [head.name, statusOf(head).label ?? '–'] }
        : undefined;
    });
  } catch {
    // Not known in time: the job decides, and a refusal reaches the person as a comment and by mail.
    return undefined;
  }
}

/** Gives up waiting when the time is over, even where nobody hears the signal: a connection that is just renewed. */
async function inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(READ_BUDGET_MS);
  const late = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => late.reject(signal.reason as Error), { once: true });
  return Promise.race([work(signal), late.promise]);
}
