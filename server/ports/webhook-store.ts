import type { AccountRef, WorkspaceRef } from '../domain/refs.ts';
import type { Change, Webhook } from '../domain/webhook.ts';

/** The webhooks that Frame.io should have, or still has. Secrets are encrypted at rest. */
export interface WebhookStore {
  /** One per workspace: the row that is there, or a new one without a webhook in Frame.io yet. */
  claim(workspace: WorkspaceRef): Promise<Webhook>;
  get(id: string): Promise<Webhook | undefined>;
  list(): Promise<Webhook[]>;
  /** undefined: there is none, or it was made with a key that is not there any more. */
  secret(id: string): Promise<string | undefined>;
  /** @param secret - Of a new webhook; left out, the stored one stays. */
  save(webhook: Webhook, secret?: string): Promise<void>;
  delete(id: string): Promise<void>;
}

/** A change as it was taken: what was told again since then is not settled with it. */
export interface MarkedChange extends Change {
  readonly marks: number;
}

/** A document whose record may be out of date. */
export interface StaleDocument {
  /** Another one each time that an up-to-date document becomes stale. */
  readonly id: string;
  readonly documentUid: string;
  /** Of the first change that is not in the document. */
  readonly since: Date;
  readonly lastAt: Date;
}

/** What Frame.io told and nobody has looked at yet. */
export interface ChangeStore {
  /** However often it is told: one row a resource. */
  mark(change: Change): Promise<void>;
  /** Oldest first, at most so many. */
  marked(account: AccountRef, limit: number): Promise<MarkedChange[]>;
  /** Forgets the change, unless it was told again since it was taken. */
  settle(change: MarkedChange): Promise<void>;
  /** Accounts that were told something before this moment. */
  waitingSince(before: Date): Promise<AccountRef[]>;

  markDocument(documentUid: string): Promise<StaleDocument>;
  staleDocument(documentUid: string): Promise<StaleDocument | undefined>;
  /** Before it is read anew: what is told from here on makes it stale again. */
  settleDocument(documentUid: string): Promise<void>;
}
