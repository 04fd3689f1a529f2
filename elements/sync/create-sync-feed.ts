import { hasCode } from '../shared/failure.ts';
import { goesOn, isUnderWay, type SyncAnswer, type SyncRunAnswer } from './run.ts';

export interface SyncListener {
  /** What is known first, then each answer. */
  sync(sync: SyncAnswer): void;
  /** Nothing could be read; it is tried again. */
  failed?(error: unknown): void;
}

/** Synchronised folders as they are now: asked for often while a run goes on, seldom else, and only while somebody listens. */
export interface SyncFeed {
  /** Answers how to stop listening. */
  listen(folderUid: string, listener: SyncListener): () => void;
  /** Asks now: something was started or decided. */
  look(folderUid: string): Promise<void>;
  /** An answer that came another way. */
  take(sync: SyncAnswer): void;
  /** Tells once how the run of an answer has ended; answers how to stop. */
  onEnd(sync: SyncAnswer, ended: (sync: SyncAnswer, run: SyncRunAnswer) => void): () => void;
}

export interface SyncFeedDeps {
  readonly read: (folderUid: string) => Promise<SyncAnswer>;
  readonly busyMs?: number;
  readonly idleMs?: number;
}

interface Watched {
  readonly listeners: Set<SyncListener>;
  sync: SyncAnswer | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was asked for: an answer that was overtaken is dropped. */
  asked: number;
}

export function createSyncFeed({ read, busyMs = 1_500, idleMs = 20_000 }: SyncFeedDeps): SyncFeed {
  const watched = new Map<string, Watched>();

  const enter = (folderUid: string): Watched => {
    const one = watched.get(folderUid) ?? { listeners: new Set(), sync: undefined, timer: undefined, asked: 0 };
    watched.set(folderUid, one);
    return one;
  };

  const join = (folderUid: string, listener: SyncListener) => {
    const one = enter(folderUid);
    one.listeners.add(listener);
    if (one.sync) listener.sync(one.sync);
    return () => {
      one.listeners.delete(listener);
      if (one.listeners.size > 0 || watched.get(folderUid) !== one) return;
      clearTimeout(one.timer);
      watched.delete(folderUid);
    };
  };

  const tell = (one: Watched, sync: SyncAnswer) => {
    one.sync = sync;
    for (const listener of [...one.listeners]) listener.sync(sync);
  };

  const lookAgain = (folderUid: string, one: Watched) => {
    clearTimeout(one.timer);
    if (watched.get(folderUid) !== one) return;
    one.timer = setTimeout(() => void look(folderUid), one.sync && goesOn(one.sync) ? busyMs : idleMs);
  };

  const look = async (folderUid: string) => {
    const one = watched.get(folderUid);
    if (!one) return;
    clearTimeout(one.timer);
    const asked = (one.asked += 1);
    const answer = await read(folderUid).then(
      (sync) => () => tell(one, sync),
      (error: unknown) => () => [...one.listeners].forEach((listener) => listener.failed?.(error)),
    );
    if (asked !== one.asked) return;
    answer();
    lookAgain(folderUid, one);
  };

  const take = (sync: SyncAnswer) => {
    const one = watched.get(sync.folderUid);
    if (!one) return;
    one.asked += 1;
    tell(one, sync);
    lookAgain(sync.folderUid, one);
  };

  return {
    look,
    take,
    listen(folderUid, listener) {
      const isFirst = !watched.has(folderUid);
      const stop = join(folderUid, listener);
      if (isFirst) void look(folderUid);
      return stop;
    },
    onEnd(started, ended) {
      enter(started.folderUid).sync = started;
      const over = new AbortController();
      const stop = join(started.folderUid, endListener(over, started, ended));
      over.signal.addEventListener('abort', stop);
      if (over.signal.aborted) stop();
      take(started);
      return () => over.abort();
    },
  };
}

function endListener(
  over: AbortController,
  started: SyncAnswer,
  ended: (sync: SyncAnswer, run: SyncRunAnswer) => void,
): SyncListener {
  // What was over before is nobody's news: a comparison may be what goes on.
  const before = isUnderWay(started.run) ? undefined : started.run?.id;
  return {
    sync(sync) {
      if (over.signal.aborted || goesOn(sync)) return;
      over.abort();
      if (sync.run && sync.run.id !== before) ended(sync, sync.run);
    },
    failed(error) {
      if (hasCode(error, 'folder-not-synced')) over.abort();
    },
  };
}
