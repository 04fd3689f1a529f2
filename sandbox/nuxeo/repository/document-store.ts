import type { StoredDocument } from './document.ts';

/** Documents by id, by place in the tree and by version series. Knows nothing of permissions. */
export class DocumentStore {
  readonly #byUid = new Map<string, StoredDocument>();
  /** Name → uid, by parent. */
  readonly #children = new Map<string, Map<string, string>>();
  /** Oldest first, by live document. */
  readonly #versions = new Map<string, string[]>();

  get size(): number {
    return this.#byUid.size;
  }

  all(): IterableIterator<StoredDocument> {
    return this.#byUid.values();
  }

  clear(): void {
    this.#byUid.clear();
    this.#children.clear();
    this.#versions.clear();
  }

  get(uid: string): StoredDocument | undefined {
    return this.#byUid.get(uid);
  }

  root(): StoredDocument {
    const uid = this.#children.get('')?.get('');
    const root = uid === undefined ? undefined : this.get(uid);
    if (!root) throw new Error('the repository has no root');
    return root;
  }

  add(document: StoredDocument): void {
    this.#byUid.set(document.uid, document);
    if (document.version) {
      const { versionableUid } = document.version;
      this.#versions.set(versionableUid, [...(this.#versions.get(versionableUid) ?? []), document.uid]);
    } else {
      this.#link(document);
    }
  }

  /** Takes the one document out; its children and versions are the caller's affair. */
  remove(document: StoredDocument): void {
    this.#byUid.delete(document.uid);
    if (document.version) {
      const { versionableUid } = document.version;
      const left = (this.#versions.get(versionableUid) ?? []).filter((uid) => uid !== document.uid);
      this.#versions.set(versionableUid, left);
    } else {
      this.#unlink(document);
      this.#children.delete(document.uid);
    }
  }

  move(document: StoredDocument, parentUid: string, name: string): void {
    this.#unlink(document);
    document.parentUid = parentUid;
    document.name = name;
    this.#link(document);
  }

  child(parentUid: string, name: string): StoredDocument | undefined {
    const uid = this.#children.get(parentUid)?.get(name);
    return uid === undefined ? undefined : this.get(uid);
  }

  children(parentUid: string): StoredDocument[] {
    return [...(this.#children.get(parentUid)?.values() ?? [])].flatMap((uid) => this.get(uid) ?? []);
  }

  versions(liveUid: string): StoredDocument[] {
    return (this.#versions.get(liveUid) ?? []).flatMap((uid) => this.get(uid) ?? []);
  }

  byPath(path: string): StoredDocument | undefined {
    let current: StoredDocument | undefined = this.root();
    for (const name of path.split('/').filter(Boolean)) {
      current = current && this.child(current.uid, name);
    }
    return current;
  }

  parentOf(document: StoredDocument): StoredDocument | undefined {
    return document.parentUid === null ? undefined : this.get(document.parentUid);
  }

  /** The live document of a version, the document itself otherwise. */
  liveOf(document: StoredDocument): StoredDocument | undefined {
    return document.version ? this.get(document.version.versionableUid) : document;
  }

  /** From the document itself up to the root. */
  lineage(document: StoredDocument): StoredDocument[] {
    const parent = this.parentOf(document);
    return parent ? [document, ...this.lineage(parent)] : [document];
  }

  /** That of its live document for a version, as in Nuxeo. */
  pathOf(document: StoredDocument): string {
    const live = this.liveOf(document) ?? document;
    const names = this.lineage(live).map((ancestor) => ancestor.name);
    return names.reverse().join('/') || '/';
  }

  /** The document and everything below it, parents first. */
  subtree(document: StoredDocument): StoredDocument[] {
    return [document, ...this.children(document.uid).flatMap((child) => this.subtree(child))];
  }

  #link(document: StoredDocument): void {
    const parentUid = document.parentUid ?? '';
    const siblings = this.#children.get(parentUid) ?? new Map<string, string>();
    siblings.set(document.name, document.uid);
    this.#children.set(parentUid, siblings);
  }

  #unlink(document: StoredDocument): void {
    this.#children.get(document.parentUid ?? '')?.delete(document.name);
  }
}
