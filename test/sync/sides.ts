/** A file of Frame.io as somebody who looks there sees it. */
export interface SeenFile {
  readonly id: string;
  /** What its bytes are: the text itself, or a digest of it. */
  readonly content: string;
  /** Each with a tick when it is completed. */
  readonly comments: readonly string[];
  readonly status: string | undefined;
}

/** A folder, file or version stack below the synchronised folder. */
export interface SeenAsset {
  readonly id: string;
  readonly type: 'folder' | 'file' | 'version_stack';
  /** Of a stack the name of its head. */
  readonly name: string;
  readonly parentId: string;
  /** Oldest first; a file is its own only one, a folder has none. */
  readonly members: readonly SeenFile[];
}

/** A live document, or a trashed one, as somebody who looks there sees it. */
export interface SeenDocument {
  readonly uid: string;
  readonly parentUid: string;
  readonly title: string;
  readonly isTrashed: boolean;
  /** Of the main file, in the words of `SeenFile.content`. */
  readonly content: string | undefined;
  /** `frameioasset:fileId`; for a folder the id in its origin. */
  readonly assetIds: readonly string[];
  /** It says that it is no longer in Frame.io. */
  readonly isGone: boolean;
  /** Contents of its versions, oldest first. */
  readonly versions: readonly (string | undefined)[];
  readonly comments: readonly string[];
  readonly status: string | undefined;
}

export function commentLine({ text, isCompleted }: { text: string; isCompleted: boolean }): string {
  return isCompleted ? `${text} ✓` : text;
}

/** Both systems as people see and use them: in memory, or as servers. */
export interface Sides {
  /** The synchronised folder of Frame.io, and one beside it. */
  readonly source: string;
  readonly beside: string;
  /** The folder in Nuxeo that it is kept in, and one beside it. */
  readonly target: string;
  readonly besideTarget: string;
  assets(): Promise<SeenAsset[]>;
  documents(): Promise<SeenDocument[]>;

  readonly inFrameio: {
    addFolder(parentId: string, name: string): Promise<void>;
    addFile(folderId: string, name: string, text: string): Promise<void>;
    /** On top of a file or of a stack. */
    addVersion(asset: SeenAsset, name: string, text: string): Promise<void>;
    rename(asset: SeenAsset, name: string): Promise<void>;
    move(asset: SeenAsset, folderId: string): Promise<void>;
    /** With everything below it. */
    remove(asset: SeenAsset): Promise<void>;
    /** What was removed or moved away last is there again; the folder it was in may be gone. */
    bringBack(folderId: string): Promise<void>;
    comment(asset: SeenAsset, text: string): Promise<void>;
    /** The last one of the newest version, where there is one. */
    editComment(asset: SeenAsset, text: string): Promise<void>;
    completeComment(asset: SeenAsset): Promise<void>;
    /** The newest version of a stack, into a folder as a file of its own. */
    takeOut(stack: SeenAsset, folderId: string): Promise<void>;
    /** The file becomes the newest version of the other asset. */
    stackOn(file: SeenAsset, on: SeenAsset): Promise<void>;
    setStatus(asset: SeenAsset, label: string): Promise<void>;
  };
  readonly inNuxeo: {
    retitle(uid: string, title: string): Promise<void>;
    move(uid: string, parentUid: string): Promise<void>;
    /** Answers the content in the words of `SeenDocument`. */
    edit(uid: string, text: string): Promise<string>;
    lock(uid: string): Promise<void>;
    unlock(uid: string): Promise<void>;
    trash(uid: string): Promise<void>;
    untrash(uid: string): Promise<void>;
  };
}
