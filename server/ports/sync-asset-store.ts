import type { SyncAsset, SyncAssetState } from '../domain/sync-plan.ts';
import type { WalkStart } from '../domain/sync.ts';

/** A folder that a walk still has to look into. */
export interface WalkFolder extends SyncAsset {
  readonly deep: boolean;
  /** Folders between it and the source. */
  readonly depth: number;
}

/** What is known of the assets of synchronised trees, and how far a walk has come: written down, so that it resumes. */
export interface SyncAssetStore {
  get(syncId: string, assetId: string): Promise<SyncAsset | undefined>;
  known(syncId: string, assetIds: readonly string[]): Promise<SyncAsset[]>;
  /** Rows that are this document. */
  ofDocument(syncId: string, documentUid: string): Promise<SyncAsset[]>;
  /** Rows that are one of these documents. */
  ofDocuments(syncId: string, documentUids: readonly string[]): Promise<SyncAsset[]>;
  /** Assets that are not in Frame.io's folder any more. By asset id. */
  gone(syncId: string, after: string | undefined, limit: number): Promise<SyncAsset[]>;
  /** Inserts or replaces. @param seenIn - The run that saw it, where it is one. */
  save(asset: SyncAsset, seenIn?: string): Promise<void>;
  /** It and what is known below it has no document any more: the next walk makes them anew. */
  unlink(syncId: string, assetId: string): Promise<void>;
  setState(syncId: string, assetId: string, state: SyncAssetState): Promise<void>;
  /** Files that are versions of a stack now have no rows of their own any more. */
  forget(syncId: string, assetIds: readonly string[]): Promise<void>;
  markSeen(syncId: string, runId: string, assetIds: readonly string[]): Promise<void>;

  /** Where the walk begins, or goes on: folders without a row are left out. Answers those that have one. */
  want(syncId: string, runId: string, starts: readonly WalkStart[]): Promise<string[]>;
  /** Wanted by this run and not looked into yet, those nearest to the source first. */
  nextFolders(syncId: string, runId: string, limit: number): Promise<WalkFolder[]>;
  /** The comparison found these documents here, or has told what they differ in. */
  markHere(syncId: string, runId: string, documentUids: readonly string[]): Promise<void>;
  /** Seen there by the comparison, and its document not here; of a folder only itself. By asset id. */
  notHere(syncId: string, runId: string, after: string | undefined, limit: number): Promise<SyncAsset[]>;
  markWalked(syncId: string, runId: string, folderId: string): Promise<void>;
  /** Of what this run looked into, or of folders that are gone: what is known and was not seen. By asset id. */
  unseen(syncId: string, runId: string, after: string | undefined, limit: number): Promise<SyncAsset[]>;
  /** Whether it, or a folder that it is known to lie in, is among the unseen. */
  isInUnseen(syncId: string, runId: string, assetId: string): Promise<boolean>;
}
