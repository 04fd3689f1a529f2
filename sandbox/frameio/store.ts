import { randomUUID } from 'node:crypto';
import { timestamp } from './clock.ts';
import type {
  Account,
  Action,
  Asset,
  Comment,
  FieldDefinition,
  FileAsset,
  FolderAsset,
  Group,
  Person,
  Project,
  Share,
  StackAsset,
  Webhook,
  Workspace,
} from './model.ts';

/** Everything the stand-in knows, in memory; bytes are on disk. */
export class World {
  readonly people = new Map<string, Person>();
  readonly accounts = new Map<string, Account>();
  readonly workspaces = new Map<string, Workspace>();
  readonly projects = new Map<string, Project>();
  readonly fieldDefinitions = new Map<string, FieldDefinition>();
  readonly actions = new Map<string, Action>();
  readonly webhooks = new Map<string, Webhook>();
  readonly groups = new Map<string, Group>();
  readonly shares = new Map<string, Share>();
  readonly #assets = new Map<string, Asset>();
  readonly #children = new Map<string, Set<string>>();
  readonly #comments = new Map<string, Comment>();
  readonly #commentsOfFile = new Map<string, Set<Comment>>();

  clear(): void {
    for (const map of Object.values(this)) (map as Map<string, unknown>).clear();
    this.#assets.clear();
    this.#children.clear();
    this.#comments.clear();
    this.#commentsOfFile.clear();
  }

  personByEmail(email: string): Person | undefined {
    return [...this.people.values()].find((person) => person.email === email.toLowerCase());
  }

  asset(id: string): Asset | undefined {
    return this.#assets.get(id);
  }

  assets(): Iterable<Asset> {
    return this.#assets.values();
  }

  addAsset<T extends Asset>(asset: T): T {
    this.#assets.set(asset.id, asset);
    if (asset.parentId) this.#childSet(asset.parentId).add(asset.id);
    return asset;
  }

  /** Of a folder in the order of their creation, of a stack from its oldest version to its head. */
  children(parent: FolderAsset | StackAsset): Asset[] {
    if (parent.type === 'version_stack') return this.versions(parent);
    const children = [...this.#childSet(parent.id)].flatMap((id) => this.#assets.get(id) ?? []);
    return children.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  versions(stack: StackAsset): FileAsset[] {
    return stack.versions.flatMap((id) => {
      const asset = this.#assets.get(id);
      return asset?.type === 'file' ? [asset] : [];
    });
  }

  /** Into a folder, or onto a stack as its head. */
  moveAsset(asset: Asset, parent: FolderAsset | StackAsset): void {
    this.#detach(asset);
    this.#childSet(parent.id).add(asset.id);
    if (parent.type === 'version_stack') parent.versions.push(asset.id);
    asset.parentId = parent.id;
    for (const member of this.subtree(asset)) member.projectId = parent.projectId;
    asset.updatedAt = timestamp();
  }

  /** With everything below it. */
  removeAsset(asset: Asset): void {
    const removed = this.subtree(asset);
    this.#detach(asset);
    for (const { id } of removed) {
      this.#assets.delete(id);
      this.#children.delete(id);
      for (const comment of this.commentsOf(id)) this.removeComment(comment);
    }
  }

  /** The asset itself and everything below it. */
  subtree(asset: Asset): Asset[] {
    if (asset.type === 'file') return [asset];
    return [asset, ...this.children(asset).flatMap((child) => this.subtree(child))];
  }

  comment(id: string): Comment | undefined {
    return this.#comments.get(id);
  }

  /** In the order of their creation. */
  commentsOf(fileId: string): Comment[] {
    return [...(this.#commentsOfFile.get(fileId) ?? [])];
  }

  addComment(comment: Comment): void {
    const siblings = this.#commentsOfFile.get(comment.fileId) ?? new Set();
    this.#commentsOfFile.set(comment.fileId, siblings.add(comment));
    this.#comments.set(comment.id, comment);
  }

  removeComment(comment: Comment): void {
    this.#commentsOfFile.get(comment.fileId)?.delete(comment);
    this.#comments.delete(comment.id);
  }

  storageUsage(accountId: string): number {
    let total = 0;
    for (const asset of this.#assets.values()) {
      if (asset.type === 'file' && this.projects.get(asset.projectId)?.accountId === accountId) total += asset.size;
    }
    return total;
  }

  #detach(asset: Asset): void {
    if (!asset.parentId) return;
    this.#childSet(asset.parentId).delete(asset.id);
    const parent = this.#assets.get(asset.parentId);
    if (parent?.type === 'version_stack') parent.versions = parent.versions.filter((id) => id !== asset.id);
  }

  #childSet(id: string): Set<string> {
    const set = this.#children.get(id) ?? new Set();
    this.#children.set(id, set);
    return set;
  }
}

/** What every new thing has; two calls never give the same. */
export function born(id: string = randomUUID()): { id: string; createdAt: string; updatedAt: string } {
  const now = timestamp();
  return { id, createdAt: now, updatedAt: now };
}
