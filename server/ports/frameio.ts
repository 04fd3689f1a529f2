import type { ReviewComment } from '../domain/comment.ts';
import type {
  AccountRef,
  ActionRef,
  CommentRef,
  FileRef,
  FolderRef,
  ProjectRef,
  ResourceRef,
  StackRef,
  WebhookRef,
  WorkspaceRef,
} from '../domain/refs.ts';
import type { ByteSource, ByteTarget } from './bytes.ts';

export interface FrameioProfile {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}
export interface FrameioAccount extends AccountRef {
  readonly name: string;
  readonly roles: readonly string[];
  /** Bytes; undefined: no limit is told. */
  readonly storageLimit: number | undefined;
  readonly storageUsed: number;
}
export interface FrameioWorkspace extends WorkspaceRef {
  readonly name: string;
}
export interface FrameioProject extends ProjectRef {
  readonly name: string;
  readonly workspaceId: string;
  readonly rootFolderId: string;
  readonly active: boolean;
  readonly viewUrl: string;
}
export interface FrameioUser {
  readonly id: string | undefined;
  readonly adobeUserId: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
}

interface AssetCommon extends AccountRef {
  readonly id: string;
  readonly name: string;
  /** Folder or version stack; undefined for a project's root folder. */
  readonly parentId: string | undefined;
  readonly projectId: string;
  readonly viewUrl: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly creator: FrameioUser | undefined;
  /** Where it was asked for. */
  readonly project?: Pick<FrameioProject, 'name' | 'active'> | undefined;
}
export interface FrameioFolder extends AssetCommon {
  readonly type: 'folder';
}
export interface FrameioFile extends AssetCommon {
  readonly type: 'file';
  /** `created`: the bytes are not there yet and cannot be downloaded. */
  readonly status: 'created' | 'uploaded' | 'transcoded';
  /** In bytes. */
  readonly length: number;
  readonly mediaType: string;
  /** Present when asked for. */
  readonly metadata: readonly MetadataValue[] | undefined;
}
export interface FrameioStack extends AssetCommon {
  readonly type: 'version_stack';
  readonly head: FrameioFile;
}
export type FrameioAsset = FrameioFolder | FrameioFile | FrameioStack;

/** `value` as text, number, boolean, or the chosen options of a select field. */
export interface MetadataValue {
  readonly fieldId: string;
  readonly name: string;
  readonly type: string;
  readonly value: string | number | boolean | undefined;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}
export interface StatusField {
  readonly fieldId: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

export interface FrameioAction extends ActionRef {
  readonly name: string;
  readonly workspaceId: string;
  readonly url: string;
  readonly active: boolean;
  readonly creatorId: string | undefined;
}
export interface NewAction {
  readonly name: string;
  readonly description: string;
  readonly url: string;
}

export interface FrameioWebhook extends WebhookRef {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly active: boolean;
}
export interface NewWebhook {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
}

export interface UploadStatus {
  readonly complete: boolean;
  readonly failed: boolean;
}

/** A file whose bytes are still to come: its part URLs exist only in this answer. */
export interface PendingUpload {
  readonly file: FrameioFile;
  /** Opaque and secret: makes the same target again after a restart. */
  readonly target: string;
}

/**
 * Frame.io V4 in the name of one connection. Rate limits are obeyed inside: a
 * 429 is a wait. What is asked for through `withSignal` ends with that signal's reason.
 *
 * @throws FrameioError `frameio-not-found`, `frameio-forbidden`, `frameio-token-refused`,
 *   `frameio-refused` (with Frame.io's words in the log context), `frameio-unavailable` (retryable).
 */
export interface Frameio {
  readonly me: () => Promise<FrameioProfile>;
  readonly accounts: { list(): Promise<FrameioAccount[]> };
  readonly workspaces: {
    list(account: AccountRef): Promise<FrameioWorkspace[]>;
    get(workspace: WorkspaceRef): Promise<FrameioWorkspace>;
  };
  readonly projects: {
    list(workspace: WorkspaceRef): Promise<FrameioProject[]>;
    get(project: ProjectRef): Promise<FrameioProject>;
  };
  readonly folders: {
    get(folder: FolderRef): Promise<FrameioFolder>;
    /** One page of sub-folders; `next` goes back in as `after`. */
    list(folder: FolderRef, after?: string): Promise<{ folders: FrameioFolder[]; next: string | undefined }>;
    /** Everything in the folder, page by page (500), with metadata and creator; with the project of each when asked for. */
    children(folder: FolderRef, options?: { readonly withProject?: boolean }): AsyncIterable<FrameioAsset>;
    /** One page of everything in the folder, for people to choose from: without metadata. `next` goes back in as `after`. */
    contents(folder: FolderRef, after?: string): Promise<{ assets: FrameioAsset[]; next: string | undefined }>;
    create(parent: FolderRef, name: string): Promise<FrameioFolder>;
  };
  readonly files: {
    /** With metadata and creator. */
    get(file: FileRef): Promise<FrameioFile>;
    /** Files of a folder with this exact name, newest first. */
    named(folder: FolderRef, name: string): Promise<FrameioFile[]>;
    /**
     * Creates the placeholder and its part URLs. Not idempotent: save what it answers
     * before anything else that can fail.
     *
     * @throws FrameioError `frameio-quota-exceeded`.
     */
    beginUpload(folder: FolderRef, name: string, length: number): Promise<PendingUpload>;
    /** @param target - The opaque string of `beginUpload`. Parts refuse with `upload-expired` when the URLs are too old. */
    uploadTarget(target: string): ByteTarget;
    /**
     * Frame.io fetches the bytes itself, up to 50 GB, from an address that everybody may read. Not idempotent.
     *
     * Resolves at once; `uploadStatus` tells when it is done.
     */
    remoteUpload(folder: FolderRef, name: string, sourceUrl: string): Promise<FrameioFile>;
    uploadStatus(file: FileRef): Promise<UploadStatus>;
    /**
     * The original's bytes. A fresh link is asked for on every open that needs one; it is never stored.
     *
     * @throws FrameioError `frameio-forbidden` where this connection may not download.
     */
    source(file: FrameioFile): ByteSource;
    /** Into a folder, or onto a stack as its new head. */
    move(file: FileRef, to: FolderRef | StackRef): Promise<FrameioFile>;
    /** Deleting what is gone already resolves. */
    delete(file: FileRef): Promise<void>;
  };
  readonly versionStacks: {
    /** @throws FrameioError `frameio-not-found`, also when the id is a file's or a folder's. */
    get(stack: StackRef): Promise<FrameioStack>;
    /** Oldest first, head last, with metadata and creator. */
    members(stack: StackRef): Promise<FrameioFile[]>;
    /** @param files - Two to ten, all in the folder, oldest first. */
    create(folder: FolderRef, files: readonly FileRef[]): Promise<FrameioStack>;
  };
  readonly comments: {
    /** All comments of a file with owners and replies, frames made zero-based by the frame-base setting. */
    list(file: FileRef): Promise<ReviewComment[]>;
    /** Answers the comment's id. */
    create(file: FileRef, text: string): Promise<string>;
    /** The file that a comment or a reply is about. */
    fileOf(comment: CommentRef): Promise<FileRef>;
  };
  readonly metadata: {
    /** The account's built-in Status field; undefined where it has none. */
    statusField(account: AccountRef): Promise<StatusField | undefined>;
  };
  readonly actions: {
    list(workspace: WorkspaceRef): Promise<FrameioAction[]>;
    /** The signing secret exists only in this answer. @throws FrameioError `action-not-allowed`. */
    create(workspace: WorkspaceRef, action: NewAction): Promise<FrameioAction & { readonly secret: string }>;
    update(action: ActionRef, change: Partial<NewAction>): Promise<void>;
    /** Deleting what is gone already resolves. */
    delete(action: ActionRef): Promise<void>;
  };
  readonly webhooks: {
    list(workspace: WorkspaceRef): Promise<FrameioWebhook[]>;
    /** The signing secret exists only in this answer. @throws FrameioError `webhook-not-allowed`. */
    create(workspace: WorkspaceRef, webhook: NewWebhook): Promise<FrameioWebhook & { readonly secret: string }>;
    update(webhook: WebhookRef, change: Partial<NewWebhook> & { readonly active?: boolean }): Promise<void>;
    /** Deleting what is gone already resolves. */
    delete(webhook: WebhookRef): Promise<void>;
  };
  /** What an action points at: a stack when it is one or lies in one, else the file or folder. */
  readonly resolve: (resource: ResourceRef) => Promise<FrameioAsset>;
  /** The same client bound to a signal, on top of those it is bound to already. */
  readonly withSignal: (signal: AbortSignal) => Frameio;
}

export interface ConnectionOptions {
  /** Somebody waits for the answer: goes before what jobs ask for. */
  readonly interactive?: boolean;
}

/** Frame.io in the name of people; tokens are refreshed in time, once across processes. */
export interface FrameioConnections {
  /** @throws FrameioError `frameio-not-connected`, `frameio-token-refused`, `provider-not-registered`, `provider-disabled`. */
  as(username: string, options?: ConnectionOptions): Promise<Frameio>;
  /** With a token that belongs to nobody yet: to see whose it is. */
  withToken(accessToken: string): Frameio;
}
