import { randomUUID } from 'node:crypto';
import type { Nuxeo, NuxeoPerson, OAuthClient } from '../../../server/ports/nuxeo.ts';
import { createFakeNuxeo } from './fake-nuxeo.ts';
import { refuse } from './rights.ts';
import {
  isStoredBlob,
  storedBlob,
  type Right,
  type StoredBatch,
  type StoredBlob,
  type StoredDocument,
} from './state.ts';

interface Failure {
  readonly operation: string;
  readonly error: Error;
  /** The work is done, only the answer is lost. */
  readonly afterwards: boolean;
}

export interface FakeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export interface FakeDocument {
  readonly type: string;
  readonly title: string;
  readonly parentUid?: string;
  readonly facets?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly file?: FakeFile;
  /** By name: `MP4 480p`. */
  readonly renditions?: readonly FakeFile[];
  /** Somebody else's first update keeps this state as a version, as Nuxeo does. */
  readonly creator?: string;
}

/** A Nuxeo in memory. `as(username)` is the port; everything else sets the scene or looks behind it. */
export class FakeNuxeoWorld {
  readonly people = new Map<string, NuxeoPerson>();
  readonly documents = new Map<string, StoredDocument>();
  readonly batches = new Map<string, StoredBatch>();
  readonly oauthClients = new Map<string, OAuthClient>();
  /** Where downloads of a document are redirected to, by its uid. */
  readonly presignedUrls = new Map<string, string>();
  /** Every call of the port, in order. */
  readonly calls: { readonly operation: string; readonly username: string }[] = [];
  readonly #failures: Failure[] = [];
  /** In bytes. */
  chunkSize = 16 * 1024 ** 2;
  /** Documents on a page of a walk over all that carry a facet. */
  markedPageSize = 2;
  now: () => Date;

  constructor(options: { now?: () => Date } = {}) {
    this.now = options.now ?? (() => new Date());
    this.addPerson('Administrator', { isAdministrator: true });
  }

  as(username: string): Nuxeo {
    return createFakeNuxeo(this, username);
  }

  addPerson(username: string, more: Partial<NuxeoPerson> = {}): void {
    const email = `${username.toLowerCase()}@example.com`;
    this.people.set(username, { username, displayName: username, email, isAdministrator: false, ...more });
  }

  person(username: string): NuxeoPerson {
    const person = this.people.get(username);
    if (!person) throw refuse('not-signed-in');
    return person;
  }

  /** Answers the uid. Checked out, without a version, as a new document is. */
  add({ type, title, parentUid, ...more }: FakeDocument): string {
    const uid = randomUUID();
    const content = more.file ? { 'file:content': storedBlob(more.file) } : {};
    this.documents.set(uid, {
      ...blankDocument(uid, type, this.now()),
      parentUid,
      name: title,
      facets: [...(more.facets ?? [])],
      properties: { ...more.properties, 'dc:title': title, ...content },
      renditions: (more.renditions ?? []).map(storedBlob),
      lastContributor: more.creator ?? 'Administrator',
    });
    return uid;
  }

  /** With its facets and their properties, without lock and versions. Answers the copy's uid. */
  copy(uid: string, parentUid: string): string {
    const copyUid = randomUUID();
    const { type, name, facets, properties, renditions, attachments } = this.stored(uid);
    const blank = { ...blankDocument(copyUid, type, this.now()), parentUid, name };
    const values = { facets: [...facets], properties: { ...properties }, renditions, attachments };
    this.documents.set(copyUid, { ...blank, ...values });
    return copyUid;
  }

  /** The document is again what the version holds, and checked in. */
  restore(versionUid: string): void {
    const { versionOf, facets, properties, renditions, attachments, major, minor } = this.stored(versionUid);
    if (versionOf === undefined) throw new Error(`${versionUid} is not a version`);
    const values = { facets: [...facets], properties: { ...properties }, renditions, attachments };
    Object.assign(this.stored(versionOf), { ...values, major, minor, isCheckedOut: false });
  }

  grant(uid: string, username: string, right: Right): void {
    this.stored(uid).grants.set(username, right);
  }

  /** With everything below it. */
  trash(uid: string): void {
    this.#setTrashed(uid, true);
  }

  /** Out of the trash again, with everything below it. */
  untrash(uid: string): void {
    this.#setTrashed(uid, false);
  }

  #setTrashed(uid: string, isTrashed: boolean): void {
    this.stored(uid).isTrashed = isTrashed;
    for (const child of this.documents.values()) if (child.parentUid === uid) this.#setTrashed(child.uid, isTrashed);
  }

  hold(uid: string): void {
    this.stored(uid).isUnderHold = true;
  }

  /** From then on only administrators may read it. */
  hide(uid: string): void {
    this.stored(uid).isHidden = true;
  }

  move(uid: string, parentUid: string): void {
    this.stored(uid).parentUid = parentUid;
  }

  /** For good, with versions. */
  remove(uid: string): void {
    for (const document of this.documents.values()) if (document.versionOf === uid) this.documents.delete(document.uid);
    this.documents.delete(uid);
  }

  setRenditions(uid: string, renditions: readonly FakeFile[]): void {
    this.stored(uid).renditions = renditions.map(storedBlob);
  }

  expireBatches(): void {
    this.batches.clear();
  }

  /** `documents.update`, `blobs.open`, `uploads.put` …: the next such call fails before it does anything. */
  failNext(operation: string, error: Error): void {
    this.#failures.push({ operation, error, afterwards: false });
  }

  /** The next such call does its work and fails all the same. */
  loseNextAnswer(operation: string, error: Error = refuse('nuxeo-unavailable')): void {
    this.#failures.push({ operation, error, afterwards: true });
  }

  async perform<T>(operation: string, username: string, work: () => T | Promise<T>): Promise<T> {
    this.calls.push({ operation, username });
    this.person(username);
    const at = this.#failures.findIndex((failure) => failure.operation === operation);
    const [failure] = at < 0 ? [] : this.#failures.splice(at, 1);
    if (failure && !failure.afterwards) throw failure.error;
    const answer = await work();
    if (failure) throw failure.error;
    return answer;
  }

  stored(uid: string): StoredDocument {
    const document = this.documents.get(uid);
    if (!document) throw refuse('nuxeo-not-found');
    return document;
  }

  /** The document and its ancestors, nearest first; a version stands where its document stands. */
  lineage(document: StoredDocument): StoredDocument[] {
    const parentUid = document.versionOf ? this.stored(document.versionOf).parentUid : document.parentUid;
    const live = document.versionOf ? [document, this.stored(document.versionOf)] : [document];
    return parentUid === undefined ? live : [...live, ...this.lineage(this.stored(parentUid))];
  }

  pathOf(document: StoredDocument): string {
    const live = this.lineage(document).filter(({ versionOf }) => versionOf === undefined);
    return `/${live
      .map(({ name }) => name)
      .reverse()
      .join('/')}`;
  }

  versionsOf(uid: string): StoredDocument[] {
    return [...this.documents.values()].filter(({ versionOf }) => versionOf === uid);
  }

  mainFileOf(uid: string): StoredBlob | undefined {
    const file = this.stored(uid).properties['file:content'];
    return isStoredBlob(file) ? file : undefined;
  }

  attachmentsOf(uid: string): StoredBlob[] {
    return this.stored(uid).attachments;
  }
}

export function blankDocument(uid: string, type: string, now: Date): StoredDocument {
  return {
    uid,
    parentUid: undefined,
    name: '',
    type,
    facets: [],
    properties: {},
    renditions: [],
    attachments: [],
    versionOf: undefined,
    isCheckedOut: true,
    major: 0,
    minor: 0,
    isTrashed: false,
    isUnderHold: false,
    isProxy: false,
    isHidden: false,
    lock: undefined,
    grants: new Map(),
    modifiedAt: now,
    lastContributor: 'Administrator',
  };
}
