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

export interface SyncRun {
  readonly id: string;
  readonly syncId: string;
  readonly trigger: SyncTrigger;
  readonly mode: SyncMode;
  readonly scope: SyncScope;
  readonly state: SyncRunState;
  /** Why it failed as a whole: the source is gone, the owner's connection ended … */
  readonly failure: Failure | undefined;
  /** The listing is complete: `total` will not grow any more. */
  readonly isWalked: boolean;
  readonly foldersSeen: number;
  readonly assetsSeen: number;
  /** Assets with a difference, and what became of them. */
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

export const driftKinds = [
  'only-here',
  'only-there',
  'newer-there',
  'changed-in-both',
  'gone-there',
  'renamed-here',
  'moved-here',
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
  'waiting-for-lock': ['bring', 'keep'],
  failed: ['bring'],
};
