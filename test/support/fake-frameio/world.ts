import { randomUUID } from 'node:crypto';
import type {
  AccountRef,
  FileRef,
  FolderRef,
  ProjectRef,
  StackRef,
  WorkspaceRef,
} from '../../../server/domain/refs.ts';
import type { Frameio } from '../../../server/ports/frameio.ts';
import { createFakeFrameio } from './client.ts';
import { FailurePlan } from './failure-plan.ts';
import {
  mediaTypeOf,
  refuse,
  type FakeComment,
  type FakeFrameioFile,
  type FakePerson,
  type Role,
  type StoredAccount,
  type StoredAction,
  type StoredAsset,
  type StoredComment,
  type StoredFile,
  type StoredFolder,
  type StoredProject,
  type StoredStack,
  type StoredWebhook,
} from './state.ts';

/** A Frame.io in memory. `as(username)` is the port; everything else sets the scene or looks behind it. */
export class FakeFrameioWorld {
  readonly people = new Map<string, FakePerson>();
  readonly accounts = new Map<string, StoredAccount>();
  readonly workspaces = new Map<string, WorkspaceRef & { readonly name: string }>();
  readonly projects = new Map<string, StoredProject>();
  /** In the order they came. */
  readonly assets = new Map<string, StoredAsset>();
  readonly comments = new Map<string, StoredComment>();
  readonly actions = new Map<string, StoredAction>();
  readonly webhooks = new Map<string, StoredWebhook>();
  /** Every call of the port, in order. */
  readonly calls: { readonly operation: string; readonly username: string }[] = [];
  /** What the port was asked to delete and was there. */
  readonly deletedFiles: FileRef[] = [];
  /** Bytes that Frame.io finds at an address when it is asked to fetch them. */
  readonly reachable = new Map<string, Buffer>();
  readonly #plan = new FailurePlan();
  /** Uploads have parts of at most this many bytes. */
  partSize = 16 * 1024 ** 2;
  now: () => Date;

  constructor(options: { now?: () => Date } = {}) {
    this.now = options.now ?? (() => new Date());
  }

  as(username: string): Frameio {
    return createFakeFrameio(this, username);
  }

  addPerson(username: string, more: Partial<Omit<FakePerson, 'id'>> = {}): FakePerson {
    const email = `${username.toLowerCase()}@example.com`;
    const person = { id: randomUUID(), name: username, email, role: 'editor' as Role, ...more };
    this.people.set(username, person);
    return person;
  }

  addAccount(name: string, { statusOptions = ['Needs Review', 'In Progress', 'Approved'] } = {}): AccountRef {
    const accountId = randomUUID();
    const options = statusOptions.map((label) => ({ id: randomUUID(), label }));
    const status = options.length > 0 ? { fieldId: randomUUID(), options } : undefined;
    this.accounts.set(accountId, { accountId, name, storageLimit: undefined, status });
    return { accountId };
  }

  addWorkspace({ accountId }: AccountRef, name: string): WorkspaceRef {
    const workspace = { accountId, workspaceId: randomUUID() };
    this.workspaces.set(workspace.workspaceId, { ...workspace, name });
    return workspace;
  }

  addProject({ accountId, workspaceId }: WorkspaceRef, name: string): ProjectRef & FolderRef {
    const ref = { accountId, projectId: randomUUID(), folderId: randomUUID() };
    const { projectId, folderId: rootFolderId } = ref;
    this.projects.set(projectId, { accountId, workspaceId, projectId, name, rootFolderId, active: true });
    this.#add<StoredFolder>({ ...this.#born(ref, name), id: rootFolderId, parentId: undefined, type: 'folder' });
    return ref;
  }

  addFolder(parent: FolderRef, name: string, by?: string): FolderRef {
    const { projectId, id: parentId } = this.folder(parent.folderId);
    const base = this.#born({ accountId: parent.accountId, projectId }, name, by);
    const folder = this.#add<StoredFolder>({ ...base, parentId, type: 'folder' });
    return { accountId: folder.accountId, folderId: folder.id };
  }

  /** With every byte. */
  addFile(parent: FolderRef, { name, bytes, media = {}, by, status = 'transcoded' }: FakeFrameioFile): FileRef {
    const file = this.addEmptyFile(parent, name, bytes.length, by);
    Object.assign(file, { bytes: Buffer.from(bytes), status, media });
    return { accountId: file.accountId, fileId: file.id };
  }

  /** As an upload leaves it that has just begun. */
  addEmptyFile(parent: FolderRef, name: string, length: number, by?: string): StoredFile {
    const { projectId, id: parentId } = this.folder(parent.folderId);
    return this.#add<StoredFile>({
      ...this.#born({ accountId: parent.accountId, projectId }, name, by),
      ...{ parentId, type: 'file', status: 'created', length, mediaType: mediaTypeOf(name) },
      ...{ bytes: undefined, upload: undefined, uploadFailed: false, media: {}, statusOptionId: undefined },
    });
  }

  /** @param files - Oldest first, all in the folder. */
  addStack(folder: FolderRef, files: readonly FileRef[], by?: string): StackRef {
    const { projectId, id: parentId } = this.folder(folder.folderId);
    const name = this.file(files.at(-1)?.fileId ?? '').name;
    const base = this.#born({ accountId: folder.accountId, projectId }, name, by);
    const stack = this.#add<StoredStack>({ ...base, parentId, type: 'version_stack', versions: [] });
    const ref = { accountId: stack.accountId, stackId: stack.id };
    for (const file of files) this.move(file, ref);
    return ref;
  }

  addComment({ fileId }: FileRef, comment: FakeComment): string {
    return this.#comment(this.file(fileId).id, undefined, comment);
  }

  reply(commentId: string, comment: Pick<FakeComment, 'text' | 'by'>): string {
    return this.#comment(this.comment(commentId).fileId, commentId, comment);
  }

  completeComment(commentId: string): void {
    Object.assign(this.comment(commentId), { completedAt: this.now(), updatedAt: this.now() });
  }

  /** `undefined` empties it. */
  setStatus({ accountId, fileId }: FileRef, label: string | undefined): void {
    const option = this.account(accountId).status?.options.find((candidate) => candidate.label === label);
    if (label !== undefined && !option) throw new Error(`The account has no status ${label}`);
    Object.assign(this.file(fileId), { statusOptionId: option?.id, updatedAt: this.now() });
  }

  limitStorage({ accountId }: AccountRef, bytes: number): void {
    this.account(accountId).storageLimit = bytes;
  }

  /** Into a folder, or onto a stack as its head; a stack that is left without a file goes. */
  move({ fileId }: FileRef, to: FolderRef | StackRef): void {
    const file = this.file(fileId);
    const parent = 'folderId' in to ? this.folder(to.folderId) : this.stack(to.stackId);
    this.#leaveStack(file);
    if (parent.type === 'version_stack') parent.versions.push(file.id);
    Object.assign(file, { parentId: parent.id, updatedAt: this.now() });
  }

  rename(id: string, name: string): void {
    Object.assign(this.asset(id), { name, updatedAt: this.now() });
  }

  moveFolder({ folderId }: FolderRef, to: FolderRef): void {
    Object.assign(this.folder(folderId), { parentId: this.folder(to.folderId).id, updatedAt: this.now() });
  }

  archive({ projectId }: ProjectRef, isArchived = true): void {
    const project = this.projects.get(projectId);
    if (project) project.active = !isArchived;
  }

  /** With everything below it. */
  remove(id: string): void {
    const asset = this.asset(id);
    for (const child of this.childrenOf(id)) this.remove(child.id);
    if (asset.type === 'file') this.#leaveStack(asset);
    for (const comment of [...this.comments.values()]) if (comment.fileId === id) this.comments.delete(comment.id);
    this.assets.delete(id);
  }

  expireUploads(): void {
    for (const asset of this.assets.values()) if (asset.type === 'file' && asset.upload) asset.upload.expired = true;
  }

  contentOf({ fileId }: FileRef): Buffer | undefined {
    return this.file(fileId).bytes;
  }

  /** `versionStacks.create`, `source.open`, `upload.put` …: the next such call fails before it does anything. */
  failNext(operation: string, error: Error = refuse('frameio-unavailable')): void {
    this.#plan.add({ operation, error, afterwards: false });
  }

  /** The next such call does its work and fails all the same. */
  loseNextAnswer(operation: string, error: Error = refuse('frameio-unavailable')): void {
    this.#plan.add({ operation, error, afterwards: true });
  }

  async perform<T>(operation: string, username: string, work: (person: FakePerson) => T | Promise<T>): Promise<T> {
    this.calls.push({ operation, username });
    const person = this.people.get(username);
    if (!person) throw refuse('frameio-not-connected');
    return this.#plan.around(operation, () => work(person));
  }

  account(id: string): StoredAccount {
    return found(this.accounts.get(id));
  }

  asset(id: string): StoredAsset {
    return found(this.assets.get(id));
  }

  file(id: string): StoredFile {
    const asset = this.asset(id);
    if (asset.type !== 'file') throw refuse('frameio-refused');
    return asset;
  }

  folder(id: string): StoredFolder {
    const asset = this.asset(id);
    if (asset.type !== 'folder') throw refuse('frameio-refused');
    return asset;
  }

  /** Also not found under another kind's id, as the adapter has it. */
  stack(id: string): StoredStack {
    const asset = this.asset(id);
    if (asset.type !== 'version_stack') throw refuse('frameio-not-found');
    return asset;
  }

  comment(id: string): StoredComment {
    return found(this.comments.get(id));
  }

  childrenOf(id: string): StoredAsset[] {
    return [...this.assets.values()].filter(({ parentId }) => parentId === id);
  }

  /** Oldest first. */
  versionsOf(stack: StoredStack): StoredFile[] {
    return stack.versions.map((id) => this.file(id));
  }

  storageUsed({ accountId }: AccountRef): number {
    const files = [...this.assets.values()].filter((asset) => asset.type === 'file' && asset.accountId === accountId);
    return files.reduce((sum, asset) => sum + (asset.type === 'file' ? asset.length : 0), 0);
  }

  #leaveStack(file: StoredFile): void {
    const parent = file.parentId === undefined ? undefined : this.assets.get(file.parentId);
    if (parent?.type !== 'version_stack') return;
    parent.versions = parent.versions.filter((id) => id !== file.id);
    if (parent.versions.length === 0) this.assets.delete(parent.id);
  }

  #comment(fileId: string, parentId: string | undefined, { text, by, frame, annotation }: FakeComment): string {
    const id = randomUUID();
    const author = by === undefined ? undefined : this.#person(by);
    const dates = { createdAt: this.now(), updatedAt: this.now(), completedAt: undefined };
    this.comments.set(id, { id, fileId, parentId, author, text, frame, annotation, ...dates });
    return id;
  }

  #person(username: string): FakePerson {
    const person = this.people.get(username);
    if (!person) throw new Error(`There is no ${username} in this Frame.io`);
    return person;
  }

  #born({ accountId, projectId }: ProjectRef, name: string, by?: string) {
    const [first = this.addPerson('Somebody')] = this.people.values();
    const creator = by === undefined ? first : this.#person(by);
    return { id: randomUUID(), accountId, projectId, name, creator, createdAt: this.now(), updatedAt: this.now() };
  }

  #add<T extends StoredAsset>(asset: T): T {
    this.assets.set(asset.id, asset);
    return asset;
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw refuse('frameio-not-found');
  return value;
}
