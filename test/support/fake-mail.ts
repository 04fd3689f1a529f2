import { IntegrationError } from '../../server/domain/errors.ts';
import type { Mail, MailNotice } from '../../server/ports/mail.ts';

/** Keeps what would have been sent. */
export class FakeMail implements Mail {
  readonly sent: MailNotice[] = [];
  configured = true;
  isDown = false;

  send(notice: MailNotice): Promise<void> {
    if (this.isDown) return Promise.reject(new IntegrationError('mail-unavailable', { retryable: true }));
    this.sent.push(notice);
    return Promise.resolve();
  }

  verify(): Promise<void> {
    return Promise.resolve();
  }
}
