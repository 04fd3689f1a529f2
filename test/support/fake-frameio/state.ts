import { FrameioError, type ErrorCode } from '../../../server/domain/errors.ts';

export type Role = 'admin' | 'editor' | 'edit-only' | 'viewer' | 'nobody';

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export interface StoredAccount {
  readonly accountId: string;
  readonly name: string;
  /** In bytes. */
  storageLimit: number | undefined;
  /** undefined: an account without a Status field. */
  readonly status: { fieldId: string; options: { id: string; label: string }[] } | undefined;
}

export interface StoredProject {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly projectId: string;
  readonly name: string;
  readonly rootFolderId: string;
  active: boolean;
}

/** What the media says of itself. */
export interface FakeMedia {
  readonly fps?: number;
  readonly durationSeconds?: number;
  readonly width?: number;
  readonly height?: number;
  readonly codec?: string;
}

interface StoredBase {
  readonly id: string;
  readonly accountId: string;
  readonly projectId: string;
  name: string;
  parentId: string | undefined;
  readonly creator: FakePerson;
  readonly createdAt: Date;
  updatedAt: Date;
}
export interface StoredFolder extends StoredBase {
  readonly type: 'folder';
}
export interface StoredStack extends StoredBase {
  readonly type: 'version_stack';
  /** Oldest first. */
  versions: string[];
}
export interface StoredFile extends StoredBase {
  readonly type: 'file';
  status: 'created' | 'uploaded' | 'transcoded';
  readonly length: number;
  readonly mediaType: string;
  /** undefined until every part is there. */
  bytes: Buffer | undefined;
  upload: StoredUpload | undefined;
  uploadFailed: boolean;
  media: FakeMedia;
  statusOptionId: string | undefined;
}
export type StoredAsset = StoredFolder | StoredFile | StoredStack;

export interface StoredUpload {
  readonly sizes: readonly number[];
  readonly parts: (Buffer | undefined)[];
  expired: boolean;
}

export interface StoredComment {
  readonly id: string;
  readonly fileId: string;
  readonly parentId: string | undefined;
  /** undefined: a guest. */
  readonly author: FakePerson | undefined;
  text: string;
  readonly frame: number | undefined;
  readonly annotation: string | undefined;
  completedAt: Date | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface StoredAction {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly actionId: string;
  name: string;
  description: string;
  url: string;
  active: boolean;
  readonly secret: string;
  readonly creator: FakePerson;
}

export interface StoredWebhook {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly webhookId: string;
  name: string;
  url: string;
  events: readonly string[];
  active: boolean;
  readonly secret: string;
}

export interface FakeFrameioFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly media?: FakeMedia;
  /** Username; default: whoever came first. */
  readonly by?: string;
  readonly status?: 'uploaded' | 'transcoded';
}

export interface FakeComment {
  readonly text: string;
  /** Username; absent for a guest. */
  readonly by?: string;
  /** Zero-based. */
  readonly frame?: number;
  readonly annotation?: string;
}

export function refuse(code: ErrorCode, ...params: string[]): FrameioError {
  return new FrameioError(code, { params, retryable: code === 'frameio-unavailable' || code === 'asset-not-uploaded' });
}

export function mediaTypeOf(name: string): string {
  const types: Readonly<Record<string, string>> = { mp4: 'video/mp4', mov: 'video/quicktime', pdf: 'application/pdf' };
  return types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
