import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMail, type RunningMail } from '../../../sandbox/mail/server.ts';
import { createMail } from '../../../server/adapters/mail/create-mail.ts';
import type { MailItem, MailNotice } from '../../../server/ports/mail.ts';
import { testWords } from '../../support/words.ts';

interface Message {
  from: string;
  /** Who really got it, hidden recipients included. */
  to: string[];
  headers: Record<string, string>;
  subject: string;
  text: string;
  html: string;
}

let server: RunningMail;
beforeAll(async () => {
  server = await startMail();
});
afterAll(() => server.close());
beforeEach(async () => {
  await refuse('none');
  await fetch(`${server.webUrl}/_control/messages`, { method: 'DELETE' });
});

const publicUrl = 'https://dam.example.com/nuxeo';
const mail = (smtpUrl: string | undefined = server.smtpUrl) =>
  createMail({ smtpUrl, from: 'Nuxeo <dam@example.com>', publicUrl, words: testWords });

const item = (title: string, change: Partial<MailItem> = {}): MailItem => ({
  title,
  documentUid: 'doc-1',
  failure: undefined,
  ...change,
});
const notice = (change: Partial<MailNotice> = {}): MailNotice => ({
  kind: 'arrived',
  to: { address: 'ana@example.com', name: 'Ana Duarte' },
  locale: 'en',
  folderPath: '/default-domain/workspaces/Aurora',
  items: [item('First cut.mp4')],
  ...change,
});

async function refuse(how: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${server.webUrl}/_control/switches`, { method: 'PUT', headers, body: JSON.stringify({ refuse: how }) });
}

async function received(): Promise<Message[]> {
  return (await (await fetch(`${server.webUrl}/_control/messages`)).json()) as Message[];
}

async function sent(change: Partial<MailNotice>): Promise<Message> {
  await mail().send(notice(change));
  const [message, ...more] = await received();
  expect(more).toEqual([]);
  return message as Message;
}

describe('one message per action', () => {
  it('names the file, the folder and the person, and leads to the document in Nuxeo', async () => {
    const { from, to, headers, subject, text, html } = await sent({});
    expect(from).toBe('dam@example.com');
    expect(to).toEqual(['ana@example.com']);
    expect(headers['to']).toBe('Ana Duarte <ana@example.com>');
    expect(subject).toBe('Arrived in Nuxeo: First cut.mp4');
    expect(text).toContain('Hello Ana Duarte,');
    expect(text).toContain('Folder: /default-domain/workspaces/Aurora');
    expect(text).toContain('- First cut.mp4\n  https://dam.example.com/nuxeo/ui/#!/doc/doc-1');
    expect(html).toContain('<a href="https://dam.example.com/nuxeo/ui/#!/doc/doc-1">First cut.mp4</a>');
  });

  it.each<[string, Partial<MailNotice>, string]>([
    ['several files', { items: [item('a'), item('b')] }, '2 files arrived in Nuxeo'],
    ['a push', { kind: 'uploaded' }, 'Uploaded to Frame.io: First cut.mp4'],
    ['a return', { kind: 'returned' }, 'Back from Frame.io: First cut.mp4'],
    ['French readers', { locale: 'fr', items: [item('a'), item('b')] }, '2 fichiers arrivés dans Nuxeo'],
  ])('has a subject for %s', async (_case, change, subject) => {
    expect((await sent(change)).subject).toBe(subject);
  });

  it('says what failed and why, beside what went well', async () => {
    const failure = { code: 'locked-by-other', params: ['cleo'] } as const;
    const { subject, text } = await sent({ items: [item('good.mp4'), item('bad.mp4', { failure })] });
    expect(subject).toBe('1 of 2 files arrived in Nuxeo');
    const [good, bad] = text.split('These files did not make it:');
    expect(good).toContain('good.mp4');
    expect(good).not.toContain('bad.mp4');
    expect(bad).toContain(`- bad.mp4\n  ${testWords.error('en', failure.code, failure.params)}`);
  });

  it('says so in the subject when everything failed', async () => {
    const failure = { code: 'interrupted', params: [] } as const;
    const { subject } = await sent({ kind: 'uploaded', items: [item('bad.mp4', { failure })] });
    expect(subject).toBe('Not uploaded to Frame.io: bad.mp4');
  });

  it('counts what is too much to list', async () => {
    const { text } = await sent({ items: Array.from({ length: 250 }, (_, index) => item(`f${String(index)}.mp4`)) });
    expect(text.match(/^- f/gm)).toHaveLength(200);
    expect(text).toContain('and 50 more');
  });
});

describe('names that mean harm', () => {
  it('cannot add a header or another recipient', async () => {
    const message = await sent({
      items: [item('cut\r\nBcc: eve@example.com\r\n\r\nhello')],
      to: { address: 'ana@example.com', name: 'Ana\r\nBcc: eve@example.com' },
    });
    expect(message.subject).toBe('Arrived in Nuxeo: cut Bcc: eve@example.com hello');
    expect(message.to).toEqual(['ana@example.com']);
    expect(Object.keys(message.headers)).not.toContain('bcc');
  });

  it.each([
    'ana@example.com, eve@example.com',
    'ana@example.com\r\nBcc: eve@example.com',
    'not an address',
    '<x@y>',
    '',
  ])('are not sent to “%s”', async (address) => {
    const failing = mail().send(notice({ to: { address, name: 'Ana' } }));
    await expect(failing).rejects.toMatchObject({ code: 'mail-unavailable', retryable: false });
    expect(await received()).toEqual([]);
  });

  it('are text in the HTML part', async () => {
    const { html } = await sent({
      items: [item('<img src=x onerror=alert(1)>', { documentUid: '"><script>' })],
      folderPath: '/<b>/"folder"',
      to: { address: 'ana@example.com', name: '<i>Ana' },
    });
    expect(html).not.toMatch(/<img|<script|<b>|<i>/);
  });
});

describe('a mail server that does not help', () => {
  it.each([
    ['connection', true],
    ['temporary', true],
    ['permanent', false],
  ])('%s: says so, and whether trying again may help', async (how, retryable) => {
    await refuse(how);
    await expect(mail().send(notice())).rejects.toMatchObject({ code: 'mail-unavailable', retryable });
  });

  it('is found out by verifying, without sending', async () => {
    await mail().verify();
    expect(await received()).toEqual([]);
    await refuse('connection');
    await expect(mail().verify()).rejects.toMatchObject({ code: 'mail-unavailable' });
    await expect(mail('smtp://127.0.0.1:9').verify()).rejects.toMatchObject({ code: 'mail-unavailable' });
  });
});

it('sends nothing where no mail server is configured', async () => {
  const none = createMail({ from: 'x@example.com', publicUrl, words: testWords });
  expect(none.configured).toBe(false);
  await none.send(notice());
  expect(await received()).toEqual([]);
});
