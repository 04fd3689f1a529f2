import type { ChangeHere, ChangeOfAsset, ChangeThere } from './changes.ts';
import { idsOf, titleOf } from './projection.ts';
import type { SeenAsset, SeenDocument, Sides } from './sides.ts';

/** What an asset was at any time. */
interface Once {
  readonly type: SeenAsset['type'];
  readonly titles: Set<string>;
  readonly contents: Set<string>;
}

/** What somebody in Nuxeo decided for a document. */
export interface Decided {
  title?: string;
  parentUid?: string;
  content?: string;
}

/** Plays what people do on both sides, and remembers what the projection has to know of it. */
export class Story {
  readonly everything = new Map<string, Once>();
  readonly everyId = new Set<string>();
  /** Files that became a version of something. */
  readonly versions = new Set<string>();
  readonly here = new Map<string, Decided>();
  readonly documentsEver = new Set<string>();
  /** Documents that were in the trash for a while. */
  readonly restored = new Set<string>();
  /** Whatever was ever one asset with versions of it; those that were separated or put together again. */
  readonly #families = new Map<string, Set<string>>();
  readonly #mixed = new Set<string>();
  readonly #sides: Sides;
  #count = 0;

  constructor(sides: Sides) {
    this.#sides = sides;
  }

  get source(): string {
    return this.#sides.source;
  }

  get target(): string {
    return this.#sides.target;
  }

  async play(change: ChangeThere | ChangeHere): Promise<void> {
    this.#count += 1;
    await (isHere(change) ? this.#changeNuxeo(change) : this.#changeFrameio(change));
    await this.look();
  }

  /** Remembers what is there now. */
  async look(): Promise<void> {
    for (const asset of await this.#sides.assets()) {
      const once = this.everything.get(asset.id) ?? { type: asset.type, titles: new Set(), contents: new Set() };
      once.titles.add(titleOf(asset));
      for (const { content } of asset.members) once.contents.add(content);
      this.everything.set(asset.id, once);
      for (const id of idsOf(asset)) this.everyId.add(id);
      for (const { id } of asset.members) if (id !== asset.id) this.versions.add(id);
      this.#unite(idsOf(asset));
    }
    for (const { uid, assetIds } of await this.#sides.documents()) if (assetIds.length > 0) this.documentsEver.add(uid);
  }

  /** All that was ever stacked with it, itself too. */
  familyOf(id: string): ReadonlySet<string> {
    return this.#families.get(id) ?? new Set([id]);
  }

  /** Somebody separated versions, or stacked what had documents of its own: which asset is which is not told any more. */
  isMixed(id: string): boolean {
    return [...this.familyOf(id)].some((one) => this.#mixed.has(one));
  }

  #unite(ids: readonly string[]): void {
    const all = new Set(ids.flatMap((id) => [...this.familyOf(id)]));
    for (const id of all) this.#families.set(id, all);
  }

  async #changeFrameio(change: ChangeThere): Promise<void> {
    const { inFrameio, source } = this.#sides;
    const assets = await this.#sides.assets();
    const folders = [source, ...assets.flatMap(({ id, type }) => (type === 'folder' ? id : []))];
    const into = ('into' in change ? at(folders, change.into) : undefined) ?? source;
    const name = `n${this.#count}`;
    if (change.do === 'add-folder') return inFrameio.addFolder(into, `folder ${name}`);
    if (change.do === 'add-file') return inFrameio.addFile(into, `${name}.mov`, `bytes of ${name}`);
    if (!('asset' in change)) return inFrameio.bringBack(into);
    const candidates = assets.filter((one) => isMeant(change.do, one));
    const asset = at(candidates, change.asset);
    if (asset) await this.#changeAsset(change, asset, into, assets);
  }

  async #changeAsset(
    change: ChangeOfAsset,
    asset: SeenAsset,
    into: string,
    assets: readonly SeenAsset[],
  ): Promise<void> {
    const { inFrameio, beside } = this.#sides;
    const name = `n${this.#count}`;
    switch (change.do) {
      case 'add-version':
        if (asset.members.length < 10) await inFrameio.addVersion(asset, `${name}.mov`, `bytes of ${name}`);
        return;
      case 'remove':
        return inFrameio.remove(asset);
      case 'move-away':
        return inFrameio.move(asset, beside);
      case 'rename':
        return inFrameio.rename(asset, nameFrom(change.name, asset, this.#count));
      case 'move':
        if (!isWithin(into, asset, assets)) await inFrameio.move(asset, into);
        return;
      case 'comment':
        return inFrameio.comment(asset, `comment ${name}`);
      case 'edit-comment':
        return inFrameio.editComment(asset, `edited ${name}`);
      case 'complete-comment':
        return inFrameio.completeComment(asset);
      case 'take-out':
        for (const id of idsOf(asset)) this.#mixed.add(id);
        return inFrameio.takeOut(asset, into);
      case 'stack-on': {
        const on = at(
          assets.filter(({ id, type, members }) => type !== 'folder' && id !== asset.id && members.length < 10),
          change.on,
        );
        if (!on) return;
        this.#mixed.add(asset.id);
        return inFrameio.stackOn(asset, on);
      }
      case 'set-status':
        return inFrameio.setStatus(asset, statuses[change.status] ?? 'Approved');
    }
  }

  async #changeNuxeo(change: ChangeHere): Promise<void> {
    const isInTrash = change.do === 'untrash-here';
    const documents = (await this.#sides.documents()).filter(
      (one) => one.assetIds.length > 0 && one.isTrashed === isInTrash,
    );
    // What is being made is not there yet for anybody to edit.
    const files = documents.filter(({ content, versions }) => content !== undefined && versions.length > 0);
    const document = at(change.do === 'retitle-here' ? documents : files, change.document);
    if (!document) return;
    const decided = this.here.get(document.uid) ?? {};
    this.here.set(document.uid, decided);
    if (change.do === 'move-here') await this.#moveHere(document, change.into, decided);
    else await this.#changeDocument(change, document, decided);
  }

  /** Once for each document: back where it was put, it follows again, and nobody can know where that was. */
  async #moveHere({ uid, parentUid }: SeenDocument, into: number, decided: Decided): Promise<void> {
    const { inNuxeo, target, besideTarget } = this.#sides;
    const folders = (await this.#sides.documents()).filter(
      (one) => one.assetIds.length > 0 && one.content === undefined,
    );
    const places = [target, besideTarget, ...folders.map((folder) => folder.uid)].filter(
      (place) => place !== parentUid,
    );
    if (decided.parentUid !== undefined) return;
    decided.parentUid = at(places, into) ?? besideTarget;
    await inNuxeo.move(uid, decided.parentUid);
  }

  async #changeDocument(
    change: Exclude<ChangeHere, { do: 'move-here' }>,
    { uid }: SeenDocument,
    decided: Decided,
  ): Promise<void> {
    const { inNuxeo } = this.#sides;
    switch (change.do) {
      case 'retitle-here':
        decided.title = `ours ${this.#count}`;
        return inNuxeo.retitle(uid, decided.title);
      case 'edit-here':
        decided.content = await inNuxeo.edit(uid, `edited here ${this.#count}`);
        return;
      case 'lock-here':
        return inNuxeo.lock(uid);
      case 'unlock-here':
        return inNuxeo.unlock(uid);
      case 'trash-here':
        return inNuxeo.trash(uid);
      case 'untrash-here':
        this.restored.add(uid);
        return inNuxeo.untrash(uid);
    }
  }
}

const ofAnything: readonly ChangeOfAsset['do'][] = ['remove', 'move-away', 'rename', 'move'];

function isMeant(change: ChangeOfAsset['do'], { type, members }: SeenAsset): boolean {
  if (change === 'take-out') return members.length > 1;
  if (change === 'edit-comment' || change === 'complete-comment') return Boolean(members.at(-1)?.comments.length);
  if (change === 'stack-on') return type === 'file';
  return type !== 'folder' || ofAnything.includes(change);
}

const statuses = ['Needs Review', 'In Progress', 'Approved'];

function isHere(change: ChangeThere | ChangeHere): change is ChangeHere {
  return change.do.endsWith('-here');
}

function at<T>(all: readonly T[], index: number): T | undefined {
  return all[index % Math.max(all.length, 1)];
}

function nameFrom(name: string, { type }: SeenAsset, count: number): string {
  if (name === 'the same') return type === 'folder' ? name : `${name}.mov`;
  return type === 'folder' || name === 'no extension' ? `${name} ${count}` : `${name} ${count}.mov`;
}

function isWithin(folderId: string, asset: SeenAsset, assets: readonly SeenAsset[]): boolean {
  if (folderId === asset.id) return true;
  const parent = assets.find(({ id }) => id === folderId);
  return parent !== undefined && isWithin(parent.parentId, asset, assets);
}
