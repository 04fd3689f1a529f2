import type { Failure } from '../domain/errors.ts';
import type { ProjectRef } from '../domain/refs.ts';
import type { Sync, SyncItem, SyncItemState, SyncMode, SyncRun, WantedRun } from '../domain/sync.ts';

export interface SyncPage {
  /** At most 200. */
  readonly limit: number;
  /** Made earlier than this. */
  readonly before?: Date;
}

export interface SyncItemPage {
  readonly state?: SyncItemState;
  /** The asset after which the page begins. */
  readonly after?: string;
  /** Default 50, at most 200. */
  readonly limit?: number;
}

/** How a run ends: with a failure as a whole, else by what became of its items. */
export interface RunEnd {
  readonly at: Date;
  readonly failure?: Failure;
}

export interface SyncStore {
  /** @throws RuleError `folder-already-synced` when the folder has a live one. */
  create(sync: Sync): Promise<void>;
  /** Removed ones too. */
  get(id: string): Promise<Sync | undefined>;
  /** Live one of the folder. */
  ofFolder(folderUid: string): Promise<Sync | undefined>;
  /** Live ones of these folders. */
  ofFolders(folderUids: readonly string[]): Promise<Sync[]>;
  /** Live ones whose folder, as last seen, lies below the path. */
  belowPath(path: string): Promise<Sync[]>;
  /** Live ones with their source in the project, newest first. */
  inProject(project: ProjectRef): Promise<Sync[]>;
  /** Live ones, newest first; all of them, or a page. */
  list(page?: SyncPage): Promise<Sync[]>;
  setFolderPath(id: string, path: string): Promise<void>;
  setOwner(id: string, owner: string): Promise<void>;
  /** From here on nothing runs any more. */
  markRemoved(id: string, at: Date): Promise<void>;
  /** For one that never came to be. */
  delete(id: string): Promise<void>;
  /**
   * What a removed one of the same source and folder knew, its links to documents too, goes over to this one: synchronised
   * again, nothing is doubled.
   */
  inherit(sync: Sync): Promise<void>;

  /**
   * Inserts the run, unless one goes on: then that one is answered, and what it does not cover is kept and run after it.
   * `isNew`: somebody has to start it.
   */
  beginRun(syncId: string, wanted: WantedRun): Promise<{ readonly run: SyncRun; readonly isNew: boolean }>;
  /** What was kept while a run went on, now as the run of its own; undefined: nothing was, or another run goes on. */
  beginKept(syncId: string): Promise<SyncRun | undefined>;
  run(id: string): Promise<SyncRun | undefined>;
  /** Of either mode. */
  goingRun(syncId: string): Promise<SyncRun | undefined>;
  /** The one of this mode that goes on, else the last one; of these syncs, those that have one. */
  lastRuns(syncIds: readonly string[], mode: SyncMode): Promise<SyncRun[]>;
  /** How the one before it ended. */
  runBefore(run: SyncRun): Promise<SyncRun | undefined>;
  /** When these were last brought up to date without a failure as a whole. */
  lastEnds(syncIds: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** How far it is; nothing happens once it has ended. */
  progress(
    id: string,
    change: Partial<Pick<SyncRun, 'state' | 'isWalked' | 'foldersSeen' | 'assetsSeen'>>,
  ): Promise<void>;
  /**
   * Ends it: at once with a failure, else when it is walked and no item is open. The first one to do so gets the run as it
   * ended; everybody else undefined.
   */
  endRun(id: string, end: RunEnd): Promise<SyncRun | undefined>;
  /** Live ones without a run that goes on, whose last run ended before this moment, or for which something was kept. */
  due(endedBefore: Date, limit: number): Promise<{ readonly sync: Sync; readonly endedAt: Date | undefined }[]>;
  /** Runs that go on, and those that ended and are not told yet: what a crash may have left between two steps. */
  unsettledRuns(): Promise<SyncRun[]>;
  markTold(runId: string): Promise<void>;
  /** Takes out who asked for a run. An owner stays: somebody has to take over. */
  forgetPerson(username: string): Promise<void>;
  /** Forgets runs that ended before this moment, never the last one of a sync. Answers how many. */
  forgetRunsBefore(moment: Date): Promise<number>;

  /** An item that is there stays as it is. */
  addItems(items: readonly SyncItem[]): Promise<void>;
  item(runId: string, assetId: string): Promise<SyncItem | undefined>;
  setItem(
    item: Pick<SyncItem, 'runId' | 'assetId'>,
    change: Partial<Pick<SyncItem, 'state' | 'change' | 'failure' | 'documentUid'>>,
  ): Promise<void>;
  /** By asset id. */
  items(runId: string, page: SyncItemPage): Promise<SyncItem[]>;
  /** Of these assets those that failed when they were tried last, and why. */
  lastFailures(syncId: string, assetIds: readonly string[]): Promise<ReadonlyMap<string, Failure>>;
  /** The run ends before they were looked at. */
  leaveOpenItems(runId: string, failure: Failure | undefined): Promise<void>;
}
