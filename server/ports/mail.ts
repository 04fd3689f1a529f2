import type { Failure } from '../domain/errors.ts';

export interface MailItem {
  readonly title: string;
  /** Where to look: the document in Nuxeo. */
  readonly documentUid: string | undefined;
  /** undefined: it went well. */
  readonly failure: Failure | undefined;
}

/** One message per action: however many files it moved. */
export interface MailNotice {
  readonly kind: 'uploaded' | 'arrived' | 'returned' | 'synced';
  readonly to: { readonly address: string; readonly name: string };
  readonly locale: 'en' | 'fr';
  readonly folderPath: string | undefined;
  readonly items: readonly MailItem[];
}

export interface Mail {
  /** @throws IntegrationError `mail-unavailable`. Resolves without sending where no mail server is configured. */
  send(notice: MailNotice): Promise<void>;
  readonly configured: boolean;
  /** Reaches the mail server and signs in there, without sending. @throws IntegrationError `mail-unavailable`. */
  verify(): Promise<void>;
}
