import { Readable } from 'node:stream';
import type {
  AccountRef,
  FileRef,
  FolderRef,
  ProjectRef,
  StackRef,
  WorkspaceRef,
} from '../../../server/domain/refs.ts';
import type { ByteTarget } from '../../../server/ports/bytes.ts';
import type { Frameio, FrameioAsset, FrameioFile } from '../../../server/ports/frameio.ts';

/** A Frame.io with an account, in which others work beside the connections under test. */
export interface FrameioContractWorld {
  /** May administrate the account. */
  readonly admin: Frameio;
  /** May do everything with files, but not administrate. */
  readonly member: Frameio;
  /** May look, but not download. */
  readonly viewer: Frameio;
  readonly adminName: string;
  readonly adminEmail: string;
  readonly memberName: string;
  readonly memberEmail: string;
  readonly account: AccountRef;
  readonly workspace: WorkspaceRef;
  readonly project: ProjectRef;
  /** Empty, in the project. */
  readonly folder: FolderRef;
  /** In parts of at most this many bytes. */
  readonly partSize: number;
  readonly studio: Studio;
  close(): Promise<void>;
}

/** What people do in Frame.io itself. */
export interface Studio {
  /** With every byte, and the media already looked at. */
  addVideo(folder: FolderRef, video: StudioVideo): Promise<FileRef>;
  comment(file: FileRef, comment: StudioComment): Promise<string>;
  reply(commentId: string, reply: { readonly by: Author; readonly text: string }): Promise<void>;
  complete(account: AccountRef, commentId: string): Promise<void>;
  setStatus(project: ProjectRef, file: FileRef, label: string): Promise<void>;
  limitStorage(account: AccountRef, bytes: number): Promise<void>;
  /** Every upload that has begun cannot be continued. */
  expireUploads(): Promise<void>;
}

export type Author = 'admin' | 'member' | 'guest';

export interface StudioVideo {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly fps?: number;
}

export interface StudioComment {
  readonly by: Author;
  readonly text: string;
  /** Zero-based. */
  readonly frame?: number;
  readonly annotation?: string;
}

export const anySignal = new AbortController().signal;

export const fileRef = (file: FrameioAsset): FileRef => ({ accountId: file.accountId, fileId: file.id });
export const folderRef = (folder: FrameioAsset): FolderRef => ({ accountId: folder.accountId, folderId: folder.id });
export const stackRef = (stack: FrameioAsset): StackRef => ({ accountId: stack.accountId, stackId: stack.id });

export const video = (more: Partial<StudioVideo> = {}): StudioVideo => ({ name: 'cut.mov', size: 1_000, ...more });

export async function put(target: ByteTarget, index: number, bytes: Buffer): Promise<void> {
  const part = target.parts[index];
  if (!part) throw new Error(`There is no part ${index}`);
  await target.put(part, Readable.from([bytes.subarray(part.start, part.end + 1)]), anySignal);
}

export async function upload(frameio: Frameio, folder: FolderRef, name: string, bytes: Buffer): Promise<FrameioFile> {
  const { file, target } = await frameio.files.beginUpload(folder, name, bytes.length);
  const parts = frameio.files.uploadTarget(target);
  for (const { index } of parts.parts) await put(parts, index, bytes);
  return frameio.files.get(fileRef(file));
}

export async function threeVersions(world: FrameioContractWorld): Promise<{ stack: StackRef; files: FileRef[] }> {
  const { admin, folder, studio } = world;
  const files: FileRef[] = [];
  for (const version of [1, 2, 3]) files.push(await studio.addVideo(folder, video({ name: `cut v${version}.mov` })));
  return { stack: stackRef(await admin.versionStacks.create(folder, files)), files };
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
