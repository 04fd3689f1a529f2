import type { Failure } from './errors.ts';
import type { FolderRef, ProjectRef, WorkspaceRef } from './refs.ts';

/** A folder of Frame.io (`folderId`) that is kept in a folder of Nuxeo (`folderUid`). One direction: Frame.io → Nuxeo. */
export interface Sync extends WorkspaceRef, ProjectRef, FolderRef {
  readonly id: string;
  readonly folderUid: string;
  /** As last seen; folders move, the uid does not. */
  readonly folderPath: string;
  readonly workspaceName: string;
  readonly projectName: string;
  /** Names from the project's root down to the folder, for people; empty for the root itself. */
  readonly sourcePath: readonly string[];
  /** Ids from the project's root down to the folder itself, as at the beginning: what feeds what is told by them. */
  readonly sourceIds: readonly string[];
  /** Where people open it in Frame.io, as told at the beginning. */
  readonly viewUrl: string;
  /** Nuxeo username: whose Frame.io connection reads and who writes in Nuxeo. */
  readonly owner: string;
  readonly documentType: string;
  readonly createdAt: Date;
  /** *Remove Synchronization*: nothing runs any more, documents stay. */
  readonly removedAt: Date | undefined;
}

export const syncTriggers = ['created', 'person', 'schedule', 'webhook'] as const;
export type SyncTrigger = (typeof syncTriggers)[number];

/** `compare` writes nothing in Nuxeo: it fills the drift report. */
export const syncModes = ['sync', 'compare'] as const;
export type SyncMode = (typeof syncModes)[number];

/** N120. `partly`: some assets could not be brought, each says why. */
export const syncRunStates = ['queued', 'running', 'done', 'partly', 'failed'] as const;
export type SyncRunState = (typeof syncRunStates)[number];

/** One folder that a walk looks into; `deep`: with everything below it. */
export interface WalkStart {
  readonly folderId: string;
  readonly deep: boolean;
}

/** The smallest walk that covers what changed; `all` starts at the source folder. */
export type SyncScope = 'all' | readonly WalkStart[];

/** What somebody, the clock or Frame.io asks for. */
export interface WantedRun {
  readonly trigger: SyncTrigger;
  readonly mode: SyncMode;
  readonly scope: SyncScope;
  /** Who asked, when it was a person. */
  readonly by: string | undefined;
}

export interface SyncRun extends WantedRun {
  readonly id: string;
  readonly syncId: string;
  readonly state: SyncRunState;
  /** Why it failed as a whole: the source is gone, the owner's connection ended … */
  readonly failure: Failure | undefined;
  /** The listing is complete: `total` will not grow any more. */
  readonly isWalked: boolean;
  readonly foldersSeen: number;
  readonly assetsSeen: number;
  /** Files, stacks and folders with a difference, and what became of them. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Left for a reason that is nobody's failure: locked here, changed in both, still uploading. */
  readonly left: number;
  /** Of the files to bring. */
  readonly bytesTotal: number;
  readonly bytesDone: number;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

/** What a run finds out about an asset, and then does. */
export const syncChanges = ['new', 'version', 'record', 'renamed', 'moved', 'gone', 'back', 'linked'] as const;
export type SyncChange = (typeof syncChanges)[number];

export const syncItemStates = ['open', 'done', 'failed', 'left'] as const;
export type SyncItemState = (typeof syncItemStates)[number];

/** One difference of a run. What is done is counted from these: nothing is counted twice, whatever crashes. */
export interface SyncItem {
  readonly runId: string;
  readonly assetId: string;
  readonly title: string;
  readonly change: SyncChange;
  readonly state: SyncItemState;
  readonly failure: Failure | undefined;
  /** Of the file to bring; 0 where no bytes move. */
  readonly bytes: number;
  readonly documentUid: string | undefined;
}

/** More places than these are not worth telling apart: then everything is walked. */
const MOST_STARTS = 50;

/** One walk instead of two: a deep start covers a shallow one of the same folder. */
export function unitedScope(one: SyncScope, other: SyncScope): SyncScope {
  if (one === 'all' || other === 'all') return 'all';
  const starts = new Map<string, WalkStart>();
  for (const start of [...one, ...other]) {
    starts.set(start.folderId, { ...start, deep: start.deep || starts.get(start.folderId)?.deep === true });
  }
  return starts.size > MOST_STARTS ? 'all' : [...starts.values()];
}

/** What is to be run next, after what was asked for while a run goes on: at most one of each mode. */
export function withWanted(waiting: readonly WantedRun[], wanted: WantedRun): WantedRun[] {
  const same = waiting.find(({ mode }) => mode === wanted.mode);
  if (!same) return [...waiting, wanted];
  const united = { ...wanted, by: wanted.by ?? same.by, scope: unitedScope(same.scope, wanted.scope) };
  return waiting.map((one) => (one === same ? united : one));
}

/**
 * Whether a run that goes on already answers what is asked for now. What Frame.io tells may be about a folder that was
 * looked at a moment ago: it is walked right after.
 */
export function isAnsweredBy(going: Pick<SyncRun, 'mode' | 'scope'>, wanted: WantedRun): boolean {
  if (wanted.trigger === 'schedule') return true;
  return wanted.trigger !== 'webhook' && going.mode === wanted.mode && going.scope === 'all';
}

export const driftKinds = [
  'only-here',
  'only-there',
  'newer-there',
  'changed-in-both',
  'gone-there',
  'renamed-here',
  'moved-here',
  'removed-here',
  'waiting-for-lock',
  'failed',
] as const;
export type DriftKind = (typeof driftKinds)[number];

/**
 * `bring`: Frame.io's state now, what was edited in Nuxeo is kept as a version first; `keep`: ours, until it changes
 * there again; `dismiss`: it is right as it is, do not list it again.
 */
export const driftChoices = ['bring', 'keep', 'dismiss'] as const;
export type DriftChoice = (typeof driftChoices)[number];

/** What a person may decide about each kind of difference. Nothing here ever deletes. */
export const choicesFor: Readonly<Record<DriftKind, readonly DriftChoice[]>> = {
  'only-here': ['dismiss'],
  'only-there': ['bring'],
  'newer-there': ['bring', 'keep'],
  'changed-in-both': ['bring', 'keep'],
  'gone-there': ['dismiss'],
  'renamed-here': ['bring', 'keep'],
  'moved-here': ['bring', 'keep'],
  'removed-here': ['bring', 'dismiss'],
  'waiting-for-lock': ['bring', 'keep'],
  failed: ['bring'],
};
