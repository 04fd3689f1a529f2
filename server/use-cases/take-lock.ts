import { RuleError } from '../domain/errors.ts';
import { isStillOurs } from '../domain/lock-policy.ts';
import type { LockTaken } from '../domain/review.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';

/** What the job remembers of Nuxeo's visible lock: whether it was free before, and how it looked when taken. */
interface LockMemory {
  /** The document was free when the job came: a lock of this person that is there now is ours. */
  readonly wasFree: boolean;
  readonly taken?: LockTaken;
}

/**
 * Locks the document in the person's name. Remembers before and after, so that a crash in between
 * leaves no lock that nobody knows (N95, N104).
 *
 * @returns The lock as it is now, and whether this job took it.
 */
export async function takeLock(
  uid: string,
  nuxeo: Nuxeo,
  context: JobContext,
): Promise<{ lock: LockTaken; takenHere: boolean }> {
  await context.enter('locking');
  let memory = memoryOf(context);
  if (!memory) {
    const before = (await nuxeo.documents.get(uid)).lock;
    if (before && before.owner !== context.job.person) {
      throw new RuleError('locked-by-other', { params: [before.owner] });
    }
    memory = { wasFree: before === undefined };
    await context.remember({ lock: { wasFree: memory.wasFree } });
  }
  const lock = await nuxeo.locks.take(uid);
  await context.remember({ lock: { wasFree: memory.wasFree, taken: { ...lock } } });
  return { lock, takenHere: memory.wasFree };
}

/** The lock as this job took it, in whichever attempt; without a date where the answer was lost. */
export function lockTakenHere(context: JobContext): LockTaken | undefined {
  const memory = memoryOf(context);
  if (!memory?.wasFree) return undefined;
  return memory.taken ?? { owner: context.job.person, createdAt: '' };
}

/** Releases only a lock that this job took and that still looks the same. */
export async function releaseLockTakenHere(uid: string, nuxeo: Nuxeo, context: JobContext): Promise<void> {
  const memory = memoryOf(context);
  if (!memory?.wasFree) return;
  const now = (await nuxeo.documents.get(uid)).lock;
  // The answer to the lock call may have been lost: then it is ours when it is this person's and the job knew none.
  const ours = memory.taken ? isStillOurs(memory.taken, now) : now?.owner === context.job.person;
  if (ours) await nuxeo.locks.release(uid);
  await context.remember({ lock: null });
}

function memoryOf(context: JobContext): LockMemory | undefined {
  return (context.memory()['lock'] as unknown as LockMemory | null | undefined) ?? undefined;
}
