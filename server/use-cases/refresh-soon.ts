import type { JsonObject } from '../domain/job.ts';
import type { Deps } from './deps.ts';

export type FreshenDeps = Pick<Deps, 'changes' | 'queue' | 'clock' | 'options'>;

/** The document's record is not what Frame.io has: it follows when nothing more is told of it for a while (decision 32). */
export async function refreshSoon(documentUid: string, deps: FreshenDeps): Promise<void> {
  const { id } = await deps.changes.markDocument(documentUid);
  await enqueueRefresh(documentUid, id, deps.options.quietMs, deps);
}

/** @param word - Once for each: repeated, it is the job that there is. */
export async function enqueueRefresh(
  documentUid: string,
  word: string,
  delayMs: number,
  deps: Pick<Deps, 'queue'>,
): Promise<void> {
  await enqueue(documentUid, {}, word, delayMs, deps);
}

/** Whether something was told of the document or not. @param tries - So many times somebody else held the lock. */
export async function enqueueReread(
  documentUid: string,
  word: string,
  deps: Pick<Deps, 'queue'>,
  { delayMs = 0, tries = 0 } = {},
): Promise<void> {
  await enqueue(documentUid, { reread: true, tries }, `again:${word}`, delayMs, deps);
}

/** Not a job of the document that people see, and none that a push would have to wait for. */
async function enqueue(
  documentUid: string,
  more: JsonObject,
  word: string,
  delayMs: number,
  { queue }: Pick<Deps, 'queue'>,
): Promise<void> {
  await queue.enqueue({
    kind: 'refresh-document',
    person: 'system',
    title: 'refresh-document',
    payload: { documentUid, ...more },
    key: `refresh:${word}`,
    exclusive: `document:${documentUid}`,
    startAfterSeconds: Math.ceil(delayMs / 1000),
  });
}
