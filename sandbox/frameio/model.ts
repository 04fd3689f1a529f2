import type { MediaInfo } from './media-probe.ts';

export type AccountRole = 'owner' | 'admin' | 'member' | 'reviewer';
export type GrantedRole = 'full_access' | 'editor' | 'edit_only' | 'commenter' | 'viewer';
export type WorkspaceRole = GrantedRole | 'workspace_admin';
/** What somebody may do somewhere: granted there, or inherited from above. */
export type EffectiveRole = WorkspaceRole | 'admin' | 'owner';

export interface Person {
  id: string;
  adobeId: string;
  name: string;
  email: string;
  legacyToken: string;
  active: boolean;
}

export interface Account {
  id: string;
  displayName: string;
  storageLimit: number | null;
  roles: Map<string, AccountRole>;
  createdAt: string;
  updatedAt: string;
}

export interface Workspace {
  id: string;
  accountId: string;
  name: string;
  creatorId: string;
  roles: Map<string, WorkspaceRole>;
  createdAt: string;
  updatedAt: string;
}

export interface Project {
  id: string;
  accountId: string;
  workspaceId: string;
  name: string;
  description: string | null;
  rootFolderId: string;
  status: 'active' | 'inactive';
  restricted: boolean;
  ownerId: string;
  roles: Map<string, GrantedRole>;
  createdAt: string;
  updatedAt: string;
}

interface AssetBase {
  id: string;
  name: string;
  parentId: string | null;
  projectId: string;
  creatorId: string;
  createdAt: string;
  updatedAt: string;
}

export interface FolderAsset extends AssetBase {
  type: 'folder';
  /** People invited to this folder alone. */
  roles: Map<string, GrantedRole>;
}

export interface StackAsset extends AssetBase {
  type: 'version_stack';
  /** Oldest first: the last one is the head. */
  versions: string[];
}

export interface FileAsset extends AssetBase {
  type: 'file';
  status: 'created' | 'uploaded' | 'transcoded';
  size: number;
  mediaType: string;
  content?: Content;
  upload?: Upload;
  uploadFailed: boolean;
  uploadedAt: string | null;
  media: MediaInfo;
  /** Values people set, by field definition; what the media says is in `media`. */
  metadata: Map<string, MetadataValue>;
}

export type Asset = FolderAsset | FileAsset | StackAsset;

export interface StoredPart {
  size: number;
  sha256: string;
  crc32: number;
  /** Absent when the storage discards what it gets. */
  path?: string;
}

export type Content =
  { kind: 'parts'; parts: StoredPart[] } | { kind: 'path'; path: string } | { kind: 'seeded'; seed: string };

export interface Upload {
  sizes: number[];
  parts: (StoredPart | undefined)[];
  expiresAt: number;
}

export interface UserValue {
  id: string;
  type: 'user' | 'account_user_group';
}
export type MetadataValue = string | number | boolean | string[] | UserValue[] | null;

export const FIELD_TYPES = [
  'text',
  'long_text',
  'select',
  'select_multi',
  'rating',
  'number',
  'toggle',
  'date',
  'user_multi',
  'user_single',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface FieldOption {
  id: string;
  display_name: string;
  color?: string | null;
}

export interface FieldDefinition {
  id: string;
  accountId: string;
  name: string;
  fieldType: FieldType;
  /** False for what the media says: nobody can set it. */
  mutable: boolean;
  configuration: Record<string, unknown> & { options?: FieldOption[] };
  creatorId: string;
  createdAt: string;
  updatedAt: string;
}

export interface Attachment {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  createdAt: string;
}

export interface TextLink {
  start_index: number;
  end_index: number;
  url: string;
  text: string;
}

export interface Comment {
  id: string;
  fileId: string;
  parentId?: string;
  text: string;
  /** Zero-based, whatever the API's counting starts with. */
  frame: number | null;
  duration: number | null;
  page: number | null;
  annotation: string | null;
  anchor: { x: number; y: number } | null;
  textReview: Record<string, unknown> | null;
  links: TextLink[];
  attachments: Attachment[];
  /** `undefined` for a guest of a share. */
  ownerId: string | undefined;
  internal: boolean;
  completedAt: string | null;
  completerId: string | null;
  textEditedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface Action {
  id: string;
  workspaceId: string;
  creatorId: string;
  name: string;
  description: string;
  event: string;
  url: string;
  timeoutSeconds: number;
  multiAsset: boolean;
  active: boolean;
  secret: string;
  createdAt: string;
  updatedAt: string;
}

export interface Webhook {
  id: string;
  workspaceId: string;
  creatorId: string;
  name: string;
  url: string;
  events: string[];
  active: boolean;
  secret: string;
  createdAt: string;
  updatedAt: string;
}

export interface Group {
  id: string;
  accountId: string;
  creatorId: string;
  name: string;
  emoji: string;
  createdAt: string;
  updatedAt: string;
}

export interface Share {
  id: string;
  projectId: string;
  collectionId: string;
  name: string | null;
  access: 'public' | 'secure';
  downloadingEnabled: boolean;
  expiration: string | null;
  passphrase: string | null;
  description: string | null;
  assetIds: Set<string>;
  /** Lower-case e-mail addresses. */
  reviewers: Set<string>;
  createdAt: string;
  updatedAt: string;
}
