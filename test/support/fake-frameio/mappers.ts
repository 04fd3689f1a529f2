import type { ReviewComment } from '../../../server/domain/comment.ts';
import { timecodeOf } from '../../../server/domain/timecode.ts';
import type {
  FrameioAction,
  FrameioAsset,
  FrameioFile,
  FrameioFolder,
  FrameioStack,
  FrameioUser,
  FrameioWebhook,
  MetadataValue,
} from '../../../server/ports/frameio.ts';
import { refuse } from './state.ts';
import type {
  FakePerson,
  StoredAction,
  StoredAsset,
  StoredComment,
  StoredFile,
  StoredFolder,
  StoredStack,
  StoredWebhook,
} from './state.ts';
import type { FakeFrameioWorld } from './world.ts';

export function toAsset(world: FakeFrameioWorld, asset: StoredAsset): FrameioAsset {
  if (asset.type === 'folder') return toFolder(asset);
  return asset.type === 'file' ? toFile(world, asset) : toStack(world, asset);
}

export function toFolder(folder: StoredFolder): FrameioFolder {
  return { ...common(folder), type: 'folder' };
}

export function toStack(world: FakeFrameioWorld, stack: StoredStack): FrameioStack {
  const head = world.versionsOf(stack).at(-1);
  if (!head) throw refuse('frameio-not-found');
  return { ...common(stack), type: 'version_stack', head: toFile(world, head) };
}

export function toFile(world: FakeFrameioWorld, file: StoredFile): FrameioFile {
  return {
    ...common(file),
    type: 'file',
    status: file.status,
    length: file.length,
    mediaType: file.mediaType,
    metadata: metadataOf(world, file),
  };
}

export function toAction({
  accountId,
  workspaceId,
  actionId,
  name,
  url,
  active,
  creator,
}: StoredAction): FrameioAction {
  return { accountId, workspaceId, actionId, name, url, active, creatorId: creator.id };
}

export function toWebhook({ accountId, webhookId, name, url, events, active }: StoredWebhook): FrameioWebhook {
  return { accountId, webhookId, name, url, events, active };
}

export function toComment(world: FakeFrameioWorld, comment: StoredComment): ReviewComment {
  const { id, fileId, author, text, frame, annotation } = comment;
  const replies = [...world.comments.values()].filter(({ parentId }) => parentId === id);
  return {
    ...{ id, fileId, text, frame, annotation },
    author: author?.name ?? 'Guest',
    authorEmail: author?.email,
    durationInFrames: undefined,
    timecode: frame === undefined ? undefined : timecodeAt(world, fileId, frame),
    page: undefined,
    completedAt: comment.completedAt?.toISOString(),
    createdAt: comment.createdAt.toISOString(),
    updatedAt: comment.updatedAt.toISOString(),
    replies: replies.map((reply) => toComment(world, reply)),
  };
}

function timecodeAt(world: FakeFrameioWorld, fileId: string, frame: number): string | undefined {
  return timecodeOf(frame, world.file(fileId).media.fps ?? 24, { dropFrame: false });
}

/** Fields without a value are left out. */
function metadataOf(world: FakeFrameioWorld, file: StoredFile): MetadataValue[] {
  const { fps, durationSeconds, width, height, codec } = file.media;
  const comments = [...world.comments.values()].filter(({ fileId }) => fileId === file.id);
  const values: [string, string, MetadataValue['value']][] = [
    ['Frame Rate', 'number', fps],
    ['Duration', 'number', durationSeconds],
    ['Resolution', 'text', width && height ? `${width} x ${height}` : undefined],
    ['Video Codec', 'text', codec],
    ['File Size', 'number', file.length],
    ['Comment Count', 'number', comments.length],
  ];
  const told = values.filter(([, , value]) => value !== undefined);
  const fields = told.map(([name, type, value]) => ({ fieldId: name, name, type, value, options: [] }));
  return [...statusOf(world, file), ...fields];
}

function statusOf(world: FakeFrameioWorld, { accountId, statusOptionId }: StoredFile): MetadataValue[] {
  const { status } = world.account(accountId);
  const options = status?.options.filter(({ id }) => id === statusOptionId) ?? [];
  if (!status || options.length === 0) return [];
  return [{ fieldId: status.fieldId, name: 'Status', type: 'select', value: undefined, options }];
}

function common(asset: StoredAsset) {
  const { id, accountId, name, parentId, projectId, createdAt, updatedAt } = asset;
  return {
    ...{ id, accountId, name, parentId, projectId, createdAt, updatedAt },
    viewUrl: `https://frameio.example/project/${projectId}/view/${id}`,
    creator: toUser(asset.creator),
  };
}

function toUser({ id, name, email }: FakePerson): FrameioUser {
  return { id, name, email, adobeUserId: undefined };
}
