import type { Sync, SyncItem, SyncMode, SyncRun } from '../../server/domain/sync.ts';
import type { Role } from './fake-frameio/state.ts';
import type { FileRef, FolderRef } from '../../server/domain/refs.ts';
import { refreshSync } from '../../server/use-cases/manage-sync.ts';
import { syncFolder } from '../../server/use-cases/sync-folder.ts';
import type { SeenDocument } from './world-sights.ts';
import type { World } from './world.ts';

/** A folder in Nuxeo that is kept like a folder of Frame.io, and what people do on both sides. */
export class SyncedWorld {
  readonly world: World;
  /** In Nuxeo, beside the bound one. */
  readonly folder: string;
  /** In Frame.io, beside the one that is pushed to. */
  readonly source: FolderRef;
  sync!: Sync;

  private constructor(world: World) {
    this.world = world;
    this.folder = world.nuxeo.add({ type: 'Folder', title: 'Mirror', parentUid: world.nuxeoWorkspace });
    const { accountId, projectId } = world.target;
    const folderId = world.frameio.projects.get(projectId)?.rootFolderId ?? '';
    this.source = world.frameio.addFolder({ accountId, folderId }, 'Rushes', 'ana');
  }

  static beside(world: World): SyncedWorld {
    return new SyncedWorld(world);
  }

  async setUp({ by = 'ana', folderUid = this.folder, source = this.source } = {}): Promise<Sync> {
    const { accountId, workspaceId, projectId } = this.world.target;
    const target = { accountId, workspaceId, projectId, folderId: source.folderId };
    const request = { folderUid, target, documentType: 'Video' };
    this.sync = await syncFolder(request, this.world.caller(by), this.world.deps);
    return this.sync;
  }

  /** Set up, and brought. */
  async brought(): Promise<SyncRun> {
    await this.setUp();
    await this.world.drain();
    return this.lastRun();
  }

  async refresh(mode: SyncMode = 'sync', by = 'ana'): Promise<SyncRun> {
    await refreshSync(this.sync.folderUid, mode, this.world.caller(by), this.world.deps);
    await this.world.drain();
    return this.lastRun(mode);
  }

  async lastRun(mode: SyncMode = 'sync'): Promise<SyncRun> {
    const [run] = await this.world.deps.syncs.lastRuns([this.sync.id], mode);
    if (!run) throw new Error('There was no run');
    return run;
  }

  async items(run?: SyncRun): Promise<SyncItem[]> {
    const { id } = run ?? (await this.lastRun());
    return this.world.deps.syncs.items(id, { limit: 200 });
  }

  /** What became of each difference: `cut.mov new done`, and why not. */
  async outcomes(run?: SyncRun): Promise<string[]> {
    const items = await this.items(run);
    return items
      .map(({ title, change, state, failure }) => [title, change, state, failure?.code].filter(Boolean).join(' '))
      .sort();
  }

  addFile(name: string, text = name, folder: FolderRef = this.source): FileRef {
    return this.world.addFile(name, text, folder);
  }

  fileNamed(name: string): FileRef {
    const file = [...this.world.frameio.assets.values()].find((asset) => asset.name === name);
    if (!file) throw new Error(`There is no ${name} in Frame.io`);
    return { accountId: file.accountId, fileId: file.id };
  }

  /** The folder that it lies in. */
  folderOf(name: string): FolderRef {
    const { accountId, fileId } = this.fileNamed(name);
    return { accountId, folderId: String(this.world.frameio.file(fileId).parentId) };
  }

  /** What somebody may do in Frame.io from now on. */
  allow(username: string, role: Role): void {
    const { people } = this.world.frameio;
    const person = people.get(username);
    if (person) people.set(username, { ...person, role });
  }

  /** Live documents below the folder, as a path of titles with the text of the main file. */
  tree(parentUid = this.folder, prefix = ''): string[] {
    return this.world
      .documentsIn(parentUid)
      .filter(({ uid }) => !this.world.nuxeo.stored(uid).isTrashed)
      .flatMap((document) => this.#line(document, prefix))
      .sort();
  }

  /** Of our own schemas too. */
  properties(uid: string): Readonly<Record<string, unknown>> {
    return this.world.nuxeo.stored(uid).properties;
  }

  document(title: string, parentUid = this.folder): SeenDocument {
    const found = this.#below(parentUid).find((one) => one.title === title);
    if (!found) throw new Error(`There is no ${title} in ${this.tree().join(', ')}`);
    return found;
  }

  #below(parentUid: string): SeenDocument[] {
    const children = this.world.documentsIn(parentUid);
    return [...children, ...children.flatMap(({ uid }) => this.#below(uid))];
  }

  #line({ uid, title, text }: SeenDocument, prefix: string): string[] {
    const isFolder = this.world.nuxeo.stored(uid).type === 'Folder';
    if (!isFolder) return [`${prefix}${title}: ${text}`];
    return [`${prefix}${title}/`, ...this.tree(uid, `${prefix}${title}/`)];
  }

  /** What both sides were asked since this was called. */
  listen(): () => { nuxeo: string[]; frameio: string[] } {
    const { nuxeo, frameio } = this.world;
    const [fromNuxeo, fromFrameio] = [nuxeo.calls.length, frameio.calls.length];
    return () => ({
      nuxeo: nuxeo.calls.slice(fromNuxeo).map(({ operation }) => operation),
      frameio: frameio.calls.slice(fromFrameio).map(({ operation }) => operation),
    });
  }
}
