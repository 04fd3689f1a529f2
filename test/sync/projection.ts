import type { SeenAsset, SeenDocument, SeenFile } from './sides.ts';
import type { Decided, Story } from './story.ts';

/**
 * What Nuxeo must hold, by the rules that people are told and nothing else: Frame.io's tree as it is now, except where
 * somebody in Nuxeo decided otherwise; and nothing is ever deleted. Answers a sentence for every difference.
 */
export function differences(story: Story, assets: readonly SeenAsset[], documents: readonly SeenDocument[]): string[] {
  const scene = new Scene(story, assets, documents);
  const isThere = (id: string) => assets.some((asset) => asset.id === id);
  const gone = [...story.everything.keys()].filter((id) => !isThere(id) && !story.versions.has(id));
  return [
    ...assets.flatMap((asset) => [...scene.ofPresent(asset)]),
    ...gone.flatMap((id) => [...scene.ofGone(id)]),
    ...scene.ofAll(),
  ];
}

class Scene {
  readonly #story: Story;
  readonly #assets: readonly SeenAsset[];
  readonly #documents: readonly SeenDocument[];

  constructor(story: Story, assets: readonly SeenAsset[], documents: readonly SeenDocument[]) {
    this.#story = story;
    this.#assets = assets;
    this.#documents = documents;
  }

  /** One document, as Frame.io has it, except for what was decided here. */
  *ofPresent(asset: SeenAsset): Generator<string> {
    if (this.#story.isMixed(asset.id)) return yield* this.#ofMixed(asset);
    const live = this.#documentsOf(idsOf(asset)).filter(({ isTrashed }) => !isTrashed);
    const wasTrashed = this.#documentsOf(idsOf(asset)).some(({ isTrashed }) => isTrashed);
    const others = live.filter(({ uid }) => this.#story.restored.has(uid));
    if (live.length > 1 + others.length || (live.length === 0 && !wasTrashed))
      yield `${asset.name} has ${live.length} documents`;
    const faults = live.map((document) => [...this.#ofDocument(asset, document)]);
    // Restored from the trash when there was a new one already, it is a document like any other.
    yield* faults.toSorted((one, other) => one.length - other.length)[0] ?? [];
  }

  /** What was one document stays one, what was two stays two; whose it is cannot be told, but nothing is lost or made up. */
  *#ofMixed({ id, name }: SeenAsset): Generator<string> {
    const family = [...this.#story.familyOf(id)];
    const documents = this.#documentsOf(family);
    if (documents.length === 0) yield `${name} has no document`;
    const contents = new Set(family.flatMap((one) => [...(this.#story.everything.get(one)?.contents ?? [])]));
    for (const { uid, title, content, versions, isTrashed } of documents) {
      const edited = this.#story.here.get(uid)?.content;
      const isKept = edited === undefined || versions.includes(edited);
      const isRight = content === edited || (isKept && contents.has(String(content)));
      if (!isTrashed && !isRight) yield `${title} holds ${String(content)}, which none of its versions was`;
    }
  }

  *#ofDocument(asset: SeenAsset, document: SeenDocument): Generator<string> {
    const here = this.#story.here.get(document.uid) ?? {};
    const expected = this.#isChangedInBoth(asset, document, here)
      ? ([['content', document.content, here.content]] as const)
      : ([
          ['title', document.title, here.title ?? titleOf(asset)],
          ['parent', document.parentUid, here.parentUid ?? this.#placeOf(asset) ?? document.parentUid],
          ['“gone”', document.isGone, false],
          ...(asset.type === 'folder' ? [] : this.#contentOf(asset, document, here.content)),
        ] as const);
    for (const [what, seen, wanted] of expected) {
      if (JSON.stringify(seen) !== JSON.stringify(wanted)) {
        yield `${asset.name}: ${what} is ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`;
      }
    }
  }

  /** Nothing of it is written until somebody decides. */
  #isChangedInBoth({ members }: SeenAsset, { versions }: SeenDocument, { content }: Decided): boolean {
    return content !== undefined && !versions.includes(members.at(-1)?.content);
  }

  /** What somebody edited here stays, with the record of what was brought last; else everything is the head's. */
  #contentOf({ members }: SeenAsset, document: SeenDocument, edited: string | undefined) {
    const head = members.at(-1) as SeenFile;
    if (edited !== undefined) return [['content', document.content, edited]] as const;
    return [
      ['content', document.content, head.content],
      ['comments', document.comments, head.comments],
      ['status', document.status ?? 'none', head.status ?? 'none'],
      [
        'versions that are missing',
        missing(
          members.map((one) => one.content),
          document.versions,
        ),
        [],
      ],
    ] as const;
  }

  /** It stays, says so, and holds something that the asset was once. */
  *ofGone(id: string): Generator<string> {
    if (this.#story.isMixed(id)) return;
    const once = this.#story.everything.get(id);
    const all = this.#documentsOf([id]).filter((one) => !one.isTrashed && !this.#isOfSomethingElse(one));
    const followed = all.filter(({ uid }) => !this.#story.restored.has(uid));
    const documents = followed.length > 0 ? followed : all;
    const [document] = documents;
    if (documents.length > 1) yield `what is gone has ${documents.length} documents`;
    if (!document || !once || once.type === 'folder') return;
    const here = this.#story.here.get(document.uid) ?? {};
    if (!document.isGone) yield `${document.title} does not say that it is gone`;
    if (!(here.title === undefined ? once.titles.has(document.title) : here.title === document.title))
      yield `gone: title ${document.title}`;
    if (!(here.content === undefined ? once.contents.has(String(document.content)) : here.content === document.content))
      yield `gone: ${document.title} holds ${String(document.content)}`;
  }

  *ofAll(): Generator<string> {
    for (const uid of this.#story.documentsEver) {
      if (!this.#documents.some((document) => document.uid === uid)) yield `document ${uid} was deleted`;
    }
    for (const document of this.#documents) {
      if (document.assetIds.length > 0 && !document.assetIds.some((id) => this.#story.everyId.has(id)))
        yield `${document.title} is of an asset that never was`;
    }
  }

  /** A file that became a version of a stack is a member of what is there, not gone. */
  #isOfSomethingElse(document: SeenDocument): boolean {
    return this.#assets.some((asset) => idsOf(asset).some((id) => document.assetIds.includes(id)));
  }

  #documentsOf(ids: readonly string[]): SeenDocument[] {
    return this.#documents.filter(({ assetIds }) => assetIds.some((id) => ids.includes(id)));
  }

  /** undefined: its folder has no document to be in. */
  #placeOf({ parentId }: SeenAsset): string | undefined {
    if (parentId === this.#story.source) return this.#story.target;
    return this.#documentsOf([parentId]).find(({ isTrashed }) => !isTrashed)?.uid;
  }
}

export function idsOf(asset: SeenAsset): string[] {
  return [asset.id, ...asset.members.map(({ id }) => id)];
}

/** A file's title has no extension; a folder's is its name. */
export function titleOf({ name, type }: Pick<SeenAsset, 'name' | 'type'>): string {
  return type === 'folder' ? name : name.replace(/(?<=.)\.[^.]*$/s, '');
}

/** Those that do not come in this order. */
function missing(wanted: readonly string[], versions: readonly (string | undefined)[]): string[] {
  let from = 0;
  return wanted.filter((content) => {
    const at = versions.indexOf(content, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}
