import { createTransport } from 'nodemailer';
import { IntegrationError } from '../../domain/errors.ts';
import type { Mail, MailNotice } from '../../ports/mail.ts';
import type { Words } from '../../ports/words.ts';
import { mailText, oneLine } from './mail-text.ts';

export interface MailOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; absent: nothing is sent. */
  readonly smtpUrl?: string | undefined;
  readonly from: string;
  /** Nuxeo as people reach it: `https://dam.example.com/nuxeo`. */
  readonly publicUrl: string;
  readonly words: Words;
}

const TIMEOUT_MS = 15_000;
/** One recipient and nothing else: no list, no comment, no line break. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]]+@[^\s@<>(),;:"\\[\]]+$/;

export function createMail({ smtpUrl, from, publicUrl, words }: MailOptions): Mail {
  if (smtpUrl === undefined)
    return { configured: false, send: () => Promise.resolve(), verify: () => Promise.resolve() };
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    configured: true,
    async send(notice) {
      const to = recipient(notice.to);
      await delivered(transport.sendMail({ from, to, ...mailText(notice, publicUrl, words) }));
    },
    async verify() {
      await delivered(transport.verify());
    },
  };
}

function recipient({ address, name }: MailNotice['to']): MailNotice['to'] {
  if (ADDRESS.test(address)) return { address, name: oneLine(name) };
  throw new IntegrationError('mail-unavailable', { context: { operation: 'mail.send', reason: 'no mail address' } });
}

async function delivered(attempt: Promise<unknown>): Promise<void> {
  try {
    await attempt;
  } catch (cause) {
    const { code, responseCode } = cause as { code?: string; responseCode?: number };
    // 5xx: the server has understood, and said no for good.
    const retryable = responseCode === undefined || responseCode < 500;
    const context = { operation: 'mail.send', reason: code, status: responseCode };
    throw new IntegrationError('mail-unavailable', { retryable, cause, context });
  }
}
