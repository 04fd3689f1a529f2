import type { Review } from '../domain/review.ts';
import type { AccountRef, CommentRef, FileRef, ProjectRef } from '../domain/refs.ts';

/** Which document an asset became, per binding: by id and stack, never by name. */
export interface AssetLink extends AccountRef {
  readonly bindingId: string;
  /** Stack id when it is in one, else the file id, as first seen. */
  readonly rootId: string;
  /** Absent between the claim and the creation of the document. */
  readonly documentUid: string | undefined;
  /** Members that were written to Nuxeo already, as versions. */
  readonly memberIds: readonly string[];
}

export interface ReviewStore {
  get(documentUid: string): Promise<Review | undefined>;
  save(review: Review): Promise<void>;
  /** Reviews in these states that point at one of the files or at the stack. */
  ofAsset(account: AccountRef, ids: { fileIds: readonly string[]; stackId?: string }): Promise<Review[]>;
  /** Of these bindings: those that somebody has to end (`isOpen`). */
  openOf(bindingIds: readonly string[]): Promise<Review[]>;
  inReview(): Promise<Review[]>;

  /** Links of this binding that know the stack or any of the members. */
  links(bindingId: string, account: AccountRef, ids: readonly string[]): Promise<AssetLink[]>;
  /** Links that a push or publish made, in whichever binding, to a document. */
  linksOfBindings(account: AccountRef, ids: readonly string[]): Promise<AssetLink[]>;
  /** Inserts the unique row before the document is created; answers the row that is there if another was first. */
  claim(link: AssetLink): Promise<AssetLink>;
  /** Sets the document, the root (a file that became a stack) and adds members. */
  saveLink(link: AssetLink, previousRootId?: string): Promise<void>;
  linksOfDocument(documentUid: string): Promise<AssetLink[]>;
  deleteLink(link: AssetLink): Promise<void>;

  /** Documents of these bindings, folders left out, that are not in review: a record is read when the link is saved, and when somebody says so. */
  countRead(bindingIds: readonly string[]): Promise<number>;
  /** Of those, the ones whose record was not read since this moment, the longest unread first. */
  longestUnread(bindingIds: readonly string[], before: Date, limit: number): Promise<string[]>;
  markRead(documentUid: string, at: Date): Promise<void>;

  /** Ids of the comments that the connector itself posted on a file: they are left out of the record. */
  ownComments(fileId: string): Promise<ReadonlySet<string>>;
  saveOwnComment(fileId: string, commentId: string): Promise<void>;

  /** What a record was made of: by it an event about a comment that is deleted still finds its file. */
  saveSeen(file: FileRef & ProjectRef, commentIds: readonly string[]): Promise<void>;
  /** undefined: the comment was never part of a record. */
  fileOfComment(comment: CommentRef): Promise<FileRef | undefined>;
  /** Projects with an asset that is in review, or that a record was ever made of. */
  followedProjects(): Promise<ProjectRef[]>;
}
