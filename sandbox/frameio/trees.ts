import { z } from 'zod';
import { timestamp } from './clock.ts';
import { conflict, notFound } from './errors.ts';
import { isTimed, mediaTypeOf } from './media-types.ts';
import { definitionsOf, STATUS_OPTIONS } from './metadata.ts';
import type { FileAsset, FolderAsset, StackAsset } from './model.ts';
import { cameraMaster } from './pipeline.ts';
import { addComment } from './resources/comments.ts';
import type { Sandbox } from './sandbox.ts';
import { seedId } from './seed.ts';
import { born } from './store.ts';
import { name, uuid } from './validation.ts';

const fileWish = z.strictObject({
  type: z.literal('file'),
  name,
  /** In bytes. */
  size: z.int().min(0),
  /** What its bytes are made from; default: its name. */
  seed: z.string().optional(),
  comments: z.array(z.string().min(1)).default([]),
  status: z.enum(STATUS_OPTIONS).optional(),
  /** Its bytes are not there yet. */
  uploading: z.boolean().default(false),
});
const stackWish = z.strictObject({
  type: z.literal('version_stack'),
  /** Oldest first; the last one gives the stack its name. */
  versions: z.array(fileWish).min(1),
});
const folderWish = z.strictObject({
  type: z.literal('folder'),
  name,
  get children(): z.ZodArray<z.ZodUnion<[typeof fileWish, typeof stackWish, typeof folderWish]>> {
    return z.array(z.union([fileWish, stackWish, folderWish]));
  },
});

export const treeBody = z.strictObject({
  /** Where it grows. */
  folderId: uuid,
  email: z.email().optional(),
  children: z.array(z.union([fileWish, stackWish, folderWish])).min(1),
});

type FileWish = z.output<typeof fileWish>;
type StackWish = z.output<typeof stackWish>;
type Wish = FileWish | StackWish | z.output<typeof folderWish>;
/** For whoever sends it: what has a default may be left out. */
export type TreeWish = z.input<typeof folderWish>['children'][number];

/**
 * Folders, files and stacks at once, as if they had always been there: no event is sent, every file is transcoded.
 *
 * @returns ids by path from the folder down; the same tree in the same folder has the same ids in every run. A stack
 *   has the path of its head, its first version that path with `@1`.
 */
export function addTree(sandbox: Sandbox, { folderId, children }: z.output<typeof treeBody>, creatorId?: string) {
  const folder = sandbox.world.asset(folderId);
  if (folder?.type !== 'folder') throw notFound('There is no such folder');
  const planter = new Planter(sandbox, folder, creatorId ?? folder.creatorId);
  for (const wish of children) planter.add(wish, folder, '');
  return planter.ids;
}

class Planter {
  readonly ids: Record<string, string> = {};
  readonly #sandbox: Sandbox;
  readonly #root: FolderAsset;
  readonly #creatorId: string;

  constructor(sandbox: Sandbox, root: FolderAsset, creatorId: string) {
    this.#sandbox = sandbox;
    this.#root = root;
    this.#creatorId = creatorId;
  }

  add(wish: Wish, parent: FolderAsset, above: string): void {
    if (wish.type === 'file') this.#addFile(wish, parent, above + wish.name);
    else if (wish.type === 'version_stack') this.#addStack(wish, parent, above);
    else {
      const path = above + wish.name;
      const base = { ...this.#born(path, parent), name: wish.name };
      const folder = this.#sandbox.world.addAsset<FolderAsset>({ ...base, type: 'folder', roles: new Map() });
      for (const child of wish.children) this.add(child, folder, `${path}/`);
    }
  }

  #addStack({ versions }: StackWish, parent: FolderAsset, above: string): void {
    const head = versions.at(-1)?.name ?? '';
    const base = { ...this.#born(above + head, parent), name: head };
    const stack = this.#sandbox.world.addAsset<StackAsset>({ ...base, type: 'version_stack', versions: [] });
    versions.forEach((version, index) => {
      const file = this.#addFile(version, parent, `${above}${head}@${String(index + 1)}`);
      this.#sandbox.world.moveAsset(file, stack);
    });
  }

  #addFile(wish: FileWish, parent: FolderAsset, path: string): FileAsset {
    const { size, seed = wish.name, uploading } = wish;
    const mediaType = mediaTypeOf(wish.name);
    const content = { kind: 'seeded', seed } as const;
    const file = this.#sandbox.world.addAsset<FileAsset>({
      ...{ ...this.#born(path, parent), name: wish.name, type: 'file', size, mediaType },
      ...{ status: uploading ? 'created' : 'transcoded', uploadedAt: uploading ? null : timestamp() },
      ...{ uploadFailed: false, metadata: new Map(), media: isTimed(mediaType) ? cameraMaster(size) : {} },
      ...(uploading ? {} : { content }),
    });
    this.#review(file, wish);
    return file;
  }

  #review(file: FileAsset, { comments, status }: FileWish): void {
    const { world } = this.#sandbox;
    for (const text of comments) {
      addComment(this.#sandbox, file, { ownerId: this.#creatorId, changes: { text } });
    }
    if (status === undefined) return;
    const accountId = world.projects.get(file.projectId)?.accountId ?? '';
    const field = definitionsOf(world, accountId).find((one) => one.name === 'Status');
    const option = field?.configuration.options?.find((one) => one.display_name === status);
    if (field && option) file.metadata.set(field.id, [option.id]);
  }

  #born(path: string, parent: FolderAsset) {
    const id = seedId(`tree ${this.#root.id}/${path}`);
    if (this.#sandbox.world.asset(id)) throw conflict(`${path} is here already`);
    this.ids[path] = id;
    return { ...born(id), parentId: parent.id, projectId: parent.projectId, creatorId: this.#creatorId };
  }
}
