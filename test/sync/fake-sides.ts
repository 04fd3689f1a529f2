import type { FolderRef } from '../../server/domain/refs.ts';
import { NuxeoError } from '../../server/domain/errors.ts';
import type { StoredAsset, StoredComment, StoredFile } from '../support/fake-frameio/state.ts';
import { isStoredBlob, type StoredDocument } from '../support/fake-nuxeo/state.ts';
import type { World } from '../support/world.ts';
import type { Event, Mailbag } from './events.ts';
import { commentLine, type SeenAsset, type SeenDocument, type SeenFile, type Sides } from './sides.ts';

interface Removed {
  readonly assets: readonly StoredAsset[];
  readonly comments: readonly StoredComment[];
}

/** Both systems in memory. What is done in Frame.io is told to the mailbag. */
export function fakeSides(world: World, mailbag: Mailbag): Sides {
  const { frameio, nuxeo, target: place } = world;
  const folder = (name: string) => frameio.addFolder(place, name, 'ana');
  const [source, beside] = [folder('Synchronised'), folder('Beside')];
  const target = nuxeo.add({ type: 'Folder', title: 'Synchronised', parentUid: world.nuxeoWorkspace });
  const besideTarget = nuxeo.add({ type: 'Folder', title: 'Beside', parentUid: world.nuxeoWorkspace });
  return {
    source: source.folderId,
    beside: beside.folderId,
    ...{ target, besideTarget },
    assets: () => Promise.resolve(assetsBelow(world, source.folderId)),
    documents: () => Promise.resolve([...nuxeo.documents.values()].filter(isOfNoVersion).map(seenIn(world))),
    inFrameio: inFrameio(world, mailbag, beside),
    inNuxeo: inNuxeo(world),
  };
}

function assetsBelow(world: World, folderId: string): SeenAsset[] {
  return world.frameio.childrenOf(folderId).flatMap((asset): SeenAsset[] => {
    const { id, type } = asset;
    const files =
      asset.type === 'version_stack' ? world.frameio.versionsOf(asset) : asset.type === 'file' ? [asset] : [];
    const name = files.at(-1)?.name ?? asset.name;
    const seen = { ...{ id, type, name, parentId: folderId }, members: files.map((file) => seenFile(world, file)) };
    return type === 'folder' ? [seen, ...assetsBelow(world, id)] : [seen];
  });
}

function seenFile({ frameio }: World, file: StoredFile): SeenFile {
  const { id, accountId, bytes, statusOptionId } = file;
  const comments = [...frameio.comments.values()].filter((comment) => comment.fileId === id);
  const status = frameio.account(accountId).status?.options.find((option) => option.id === statusOptionId);
  return { id, content: String(bytes), comments: comments.map(lineOf), status: status?.label };
}

const lineOf = ({ text, completedAt }: StoredComment) => commentLine({ text, isCompleted: completedAt !== undefined });
const isOfNoVersion = ({ versionOf }: StoredDocument) => versionOf === undefined;

const seenIn =
  ({ nuxeo }: World) =>
  ({ uid, parentUid, properties, isTrashed }: StoredDocument): SeenDocument => {
    const marker = /^frameio:[^/]+\/([^/]+)\//.exec(String(properties['dc:source'] ?? ''));
    const ids = [properties['frameioasset:fileId'], properties['frameioasset:stackId'], marker?.[1]];
    const comments = (properties['frameioreview:comments'] ?? []) as { text: string; completed: boolean }[];
    const status = properties['frameioasset:statusLabel'];
    return {
      ...{ uid, isTrashed, parentUid: parentUid ?? '', title: String(properties['dc:title']) },
      content: textOf(properties['file:content']),
      assetIds: ids.filter((id) => typeof id === 'string'),
      isGone: properties['frameioasset:state'] === 'gone',
      versions: nuxeo.versionsOf(uid).map((version) => textOf(version.properties['file:content'])),
      comments: comments.map(({ text, completed: isCompleted }) => commentLine({ text, isCompleted })),
      status: typeof status === 'string' ? status : undefined,
    };
  };

function textOf(blob: unknown): string | undefined {
  return isStoredBlob(blob) ? blob.bytes.toString() : undefined;
}

function inFrameio(world: World, mailbag: Mailbag, beside: FolderRef): Sides['inFrameio'] {
  const { frameio } = world;
  const { accountId } = beside;
  const removed: Removed[] = [];
  const tell = (type: string, resource: Event['resource']) => mailbag.add({ type, resource });
  const touch = (id: string, change: object) => Object.assign(frameio.asset(id), change, { updatedAt: frameio.now() });
  const head = (asset: SeenAsset) => ({ accountId, fileId: asset.members.at(-1)?.id ?? asset.id });
  const lastComment = (asset: SeenAsset) =>
    [...frameio.comments.values()].findLast(({ fileId }) => fileId === head(asset).fileId);
  const updated = ({ id, type }: SeenAsset) =>
    tell(type === 'folder' ? 'folder.updated' : 'file.updated', { id, type });
  return {
    async addFolder(folderId, name) {
      tell('folder.created', { id: frameio.addFolder({ accountId, folderId }, name, 'ana').folderId, type: 'folder' });
    },
    async addFile(folderId, name, text) {
      const { fileId } = world.addFile(name, text, { accountId, folderId });
      for (const type of ['file.created', 'file.upload.completed', 'file.ready'])
        tell(type, { id: fileId, type: 'file' });
    },
    async addVersion(asset, name, text) {
      const { fileId } = world.addVersion(head(asset), name, text);
      tell('file.created', { id: fileId, type: 'file' });
      tell('file.versioned', { id: String(frameio.file(fileId).parentId), type: 'version_stack' });
    },
    async rename(asset, name) {
      touch(asset.type === 'folder' ? asset.id : head(asset).fileId, { name });
      updated(asset);
    },
    async move(asset, folderId) {
      touch(asset.id, { parentId: folderId });
      updated(asset);
    },
    async remove(asset) {
      removed.push(within(world, asset.id));
      frameio.remove(asset.id);
      tell(asset.type === 'folder' ? 'folder.deleted' : 'file.deleted', { id: asset.id, type: asset.type });
    },
    async bringBack(folderId) {
      const back = removed.pop() ?? within(world, frameio.childrenOf(beside.folderId).at(-1)?.id ?? '');
      const [top] = back.assets;
      if (!top) return;
      for (const asset of back.assets) frameio.assets.set(asset.id, asset);
      for (const comment of back.comments) frameio.comments.set(comment.id, comment);
      touch(top.id, {
        parentId:
          frameio.assets.has(String(top.parentId)) && top.parentId !== beside.folderId ? top.parentId : folderId,
      });
      tell(`${top.type === 'folder' ? 'folder' : 'file'}.created`, { id: top.id, type: top.type });
    },
    async comment(asset, text) {
      tell('comment.created', { id: frameio.addComment(head(asset), { text, by: 'cleo' }), type: 'comment' });
    },
    async editComment(asset, text) {
      const comment = lastComment(asset);
      if (!comment) return;
      Object.assign(comment, { text, updatedAt: frameio.now() });
      tell('comment.updated', { id: comment.id, type: 'comment' });
    },
    async completeComment(asset) {
      const comment = lastComment(asset);
      if (!comment) return;
      frameio.completeComment(comment.id);
      tell('comment.completed', { id: comment.id, type: 'comment' });
    },
    async takeOut(stack, folderId) {
      frameio.move(head(stack), { accountId, folderId });
      tell('file.updated', { id: head(stack).fileId, type: 'file' });
    },
    async stackOn(file, on) {
      if (on.type === 'version_stack') frameio.move(head(file), { accountId, stackId: on.id });
      else frameio.addStack({ accountId, folderId: on.parentId }, [head(on), head(file)]);
      tell('file.versioned', { id: String(frameio.file(head(file).fileId).parentId), type: 'version_stack' });
    },
    async setStatus(asset, label) {
      frameio.setStatus(head(asset), label);
      tell('metadata.value.updated', { id: head(asset).fileId, type: 'file' });
    },
  };
}

/** Copies, as they are now; the asset itself first. */
function within({ frameio }: World, id: string): Removed {
  const top = frameio.assets.get(id);
  if (!top) return { assets: [], comments: [] };
  const below = frameio.childrenOf(id).map((child) => within({ frameio } as World, child.id));
  const own = [...frameio.comments.values()].filter(({ fileId }) => fileId === id);
  const copy = top.type === 'version_stack' ? { ...top, versions: [...top.versions] } : { ...top };
  return {
    assets: [copy, ...below.flatMap(({ assets }) => assets)],
    comments: [...own, ...below.flatMap(({ comments }) => comments)],
  };
}

function inNuxeo(world: World): Sides['inNuxeo'] {
  const ben = world.nuxeo.as('ben');
  return {
    async retitle(uid, title) {
      await ben.documents.update(uid, { properties: { 'dc:title': title } });
    },
    move: (uid, parentUid) => Promise.resolve(world.nuxeo.move(uid, parentUid)),
    async edit(uid, text) {
      await world.edit(uid, text, 'ben');
      return text;
    },
    async lock(uid) {
      await ben.locks.take(uid).catch((error: unknown) => {
        if (!(error instanceof NuxeoError)) throw error;
      });
    },
    unlock: (uid) => ben.locks.release(uid),
    trash: (uid) => Promise.resolve(world.nuxeo.trash(uid)),
    untrash: (uid) => Promise.resolve(world.nuxeo.untrash(uid)),
  };
}
