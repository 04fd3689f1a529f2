import type { ByteSource, ByteTarget } from './bytes.ts';

export interface NuxeoPerson {
  /** `properties.username`, never `id`. */
  readonly username: string;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly isAdministrator: boolean;
}

export interface DocumentBlob {
  readonly xpath: string;
  /** Name of the rendition (`vid:transcodedVideos`), undefined for the main file. */
  readonly rendition: string | undefined;
  readonly name: string;
  readonly mimeType: string;
  /** In bytes. */
  readonly length: number;
  readonly digest: string | undefined;
}

export interface DocumentLock {
  readonly owner: string;
  /** ISO-8601 as Nuxeo writes it: compared literally. */
  readonly createdAt: string;
}

export interface NuxeoDocument {
  readonly uid: string;
  readonly path: string;
  readonly type: string;
  readonly title: string;
  readonly parentUid: string | undefined;
  readonly facets: readonly string[];
  readonly isFolderish: boolean;
  readonly isVersion: boolean;
  readonly isProxy: boolean;
  readonly isTrashed: boolean;
  /** Record, retention or legal hold. */
  readonly isUnderHold: boolean;
  readonly isCheckedOut: boolean;
  /** `1.2`, `1.2+` when changed since, undefined without versions. */
  readonly versionLabel: string | undefined;
  readonly lock: DocumentLock | undefined;
  /** The caller's permissions, Nuxeo's names. */
  readonly permissions: readonly string[];
  readonly mainBlob: DocumentBlob | undefined;
  readonly renditions: readonly DocumentBlob[];
  /**
   * Our own schemas and dublincore: `frameioasset:fileId` … Unset values are absent, empty lists too;
   * a blob (`frameioreview:record`) is a `DocumentBlob`.
   */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A document as a walk over many sees it: of its properties those of our own, but not what was said in reviews. */
export type MarkedDocument = Pick<NuxeoDocument, 'uid' | 'path' | 'title' | 'lock' | 'properties'>;
export interface MarkedPage {
  readonly documents: readonly MarkedDocument[];
  readonly hasMore: boolean;
}

export interface NuxeoVersion {
  readonly uid: string;
  readonly label: string;
  readonly createdAt: Date;
}

/** The sidecar as a consumer of Nuxeo's own OAuth2 provider. */
export interface OAuthClient {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly redirectUri: string;
}

export interface RegisteredOAuthClient {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly isEnabled: boolean;
  /** Nobody sees a consent dialog. */
  readonly isAutoGranted: boolean;
}

/** A file of a finished batch, ready to be attached. */
export interface UploadedBlob {
  readonly batchId: string;
  readonly fileIndex: number;
  /** In bytes; the attached blob is held against it. */
  readonly length: number;
}

export interface DocumentChange {
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Replaces the main file. */
  readonly mainFile?: UploadedBlob;
  /** Added to `files:files`. */
  readonly attachment?: UploadedBlob;
  /** Stored as a JSON blob in the property, `frameioreview:record`. */
  readonly record?: { readonly property: string; readonly fileName: string; readonly json: string };
  /** undefined: no version is asked for. */
  readonly version?: 'minor' | 'major';
  /** Audit comment. */
  readonly comment?: string;
  /** Marks the update for the server's own versioning policies. */
  readonly source?: string;
}

export interface NewBatch {
  readonly name: string;
  readonly mimeType: string;
  /** In bytes and exact. */
  readonly length: number;
}

/**
 * Nuxeo in the name of one person: its permissions, locks and audit hold.
 *
 * @throws NuxeoError `nuxeo-not-found`, `nuxeo-forbidden` (also for a document that exists but may not be read),
 *   `not-signed-in`, `nuxeo-conflict`, `nuxeo-refused`, `nuxeo-unavailable` (retryable).
 */
export interface Nuxeo {
  readonly me: () => Promise<NuxeoPerson>;
  readonly documents: {
    get(uid: string): Promise<NuxeoDocument>;
    /** In the order asked for; those that are gone or may not be read are left out. */
    getMany(uids: readonly string[]): Promise<NuxeoDocument[]>;
    /** Nearest first, without the document itself, as far as the person may see. */
    ancestors(uid: string): Promise<{ uid: string; path: string; title: string }[]>;
    /** Uids of documents below the path that carry the facet and are neither trashed nor versions. */
    withFacetBelow(path: string, facet: string): Promise<string[]>;
    /** Documents that carry the facet and are neither trashed nor versions, 50 to a page, by uid. */
    withFacet(facet: string, from: { readonly page: number; readonly below?: string }): Promise<MarkedPage>;
    /** Live documents below the path, folders too, page by page (100). `next` goes back in as `page`. */
    below(path: string, page: number): Promise<{ documents: NuxeoDocument[]; next: number | undefined }>;
    /** Names of the types that may be created in the folder. */
    creatableTypes(folderUid: string): Promise<string[]>;
    /** Live children whose `dc:source` is one of these: whatever they are called, they were made from them. */
    childrenFrom(folderUid: string, sources: readonly string[]): Promise<NuxeoDocument[]>;
    create(parentUid: string, document: NewDocument): Promise<NuxeoDocument>;
    /**
     * Writes in one request. Attached bytes are read back: a lost batch is `batch-lost`, a wrong length `length-mismatch`.
     * Answers the live document.
     */
    update(uid: string, change: DocumentChange): Promise<NuxeoDocument>;
    addFacet(uid: string, facet: string, properties?: Readonly<Record<string, unknown>>): Promise<void>;
    /** Into another folder, under its name or one made from it. @throws NuxeoError `locked-by-other`. */
    move(uid: string, parentUid: string): Promise<void>;
    /** With what is in it. One that is in the trash already stays there. @throws NuxeoError `locked-by-other`. */
    trash(uid: string): Promise<void>;
    /** Removing a facet that is not there resolves. */
    removeFacet(uid: string, facet: string): Promise<void>;
  };
  readonly locks: {
    /** Own lock already: resolves with it. @throws NuxeoError `locked-by-other` with the owner as parameter. */
    take(uid: string): Promise<DocumentLock>;
    release(uid: string): Promise<void>;
  };
  readonly versions: {
    /** Oldest first. */
    list(uid: string): Promise<NuxeoVersion[]>;
    /** Checks the document in when it is checked out; otherwise does nothing. */
    create(uid: string, increment: 'minor' | 'major'): Promise<void>;
  };
  readonly blobs: {
    source(uid: string, blob: DocumentBlob): ByteSource;
    /** Where Nuxeo sends a download elsewhere: that address, with its signature. undefined: Nuxeo delivers itself. */
    presignedUrl(uid: string, blob: DocumentBlob): Promise<string | undefined>;
  };
  readonly uploads: {
    /** Opaque string that makes the same target again after a restart. */
    begin(file: NewBatch): Promise<string>;
    /** Chunks that arrived but were not recorded are recognised, never sent twice. @throws `batch-lost` on put. */
    target(batch: string): ByteTarget;
    /** @throws TransferError `batch-lost`. */
    uploaded(batch: string): Promise<UploadedBlob>;
    drop(batch: string): Promise<void>;
  };
  /** Administrators only. */
  readonly oauthClients: {
    /** undefined: not registered. */
    get(id: string): Promise<RegisteredOAuthClient | undefined>;
    /** Registers the client, auto-granted, or replaces what is registered under its id. */
    save(client: OAuthClient): Promise<void>;
  };
  /** The same, with every request bound to the signal. */
  readonly withSignal: (signal: AbortSignal) => Nuxeo;
}

export interface NewDocument {
  readonly type: string;
  readonly name: string;
  readonly title: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The headers that identify a caller towards Nuxeo, forwarded as they are. Never logged. */
export interface CallerCredentials {
  readonly cookie?: string;
  readonly authorization?: string;
  readonly authenticationToken?: string;
}

export interface NuxeoSessions {
  /** For what a person does right now, with the credentials of the request. */
  withCredentials(credentials: CallerCredentials): Nuxeo;
  /**
   * For work that goes on when the browser is closed, by the person's delegated grant.
   *
   * @throws NuxeoError `nuxeo-grant-missing`, `nuxeo-grant-refused`.
   */
  as(username: string): Promise<Nuxeo>;
}

/** Who a caller is, kept for at most a minute. */
export interface CallerIdentities {
  /** @param options.fresh - Asks Nuxeo, whatever is known: for what only administrators may do. */
  identify(credentials: CallerCredentials, options?: { readonly fresh?: boolean }): Promise<NuxeoPerson>;
}
