import { once } from 'node:events';
import { connect } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../sandbox/mail/inbox.ts';
import { startMail, type RunningMail } from '../../sandbox/mail/server.ts';

let mail: RunningMail;

beforeEach(async () => {
  mail = await startMail();
});
afterEach(() => mail.close());

describe('the mail server', () => {
  it('keeps who wrote what to whom', async () => {
    await send({ subject: 'Prêt à revoir 🎬', text: 'In the folder.', html: '<p>In the <b>folder</b>.</p>' });

    expect(await messages()).toEqual([
      expect.objectContaining({
        id: 1,
        from: 'connector@example.com',
        to: ['ada@example.com'],
        subject: 'Prêt à revoir 🎬',
        html: expect.stringContaining('<b>folder</b>') as string,
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      }),
    ]);
    expect((await messages())[0]?.text.trim()).toBe('In the folder.');
  });

  it('knows hidden recipients, headers and attachments', async () => {
    await send({
      bcc: 'hidden@example.com',
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: [{ filename: 'record.json', content: '{}' }],
    });
    const [message] = await messages();

    expect(message?.to).toEqual(['ada@example.com', 'hidden@example.com']);
    expect(message?.headers['auto-submitted']).toBe('auto-generated');
    expect(message?.attachments).toEqual(['record.json']);
  });

  it('takes any login', async () => {
    const url = mail.smtpUrl.replace('smtp://', 'smtp://somebody:secret@');
    await sendBy(url, { subject: 'signed in' });
    expect(await subjects()).toEqual(['signed in']);
  });

  it('keeps the last 500', async () => {
    const pool = createTransport({ url: mail.smtpUrl, pool: true, maxMessages: Infinity });
    for (let i = 1; i <= 503; i += 1) await pool.sendMail({ ...LETTER, subject: String(i) });
    pool.close();

    const kept = await subjects();
    expect(kept).toHaveLength(500);
    expect([kept[0], kept.at(-1)]).toEqual(['4', '503']);
  });

  it('forgets them when told to', async () => {
    await send({ subject: 'old' });
    expect((await fetch(`${mail.webUrl}/_control/messages`, { method: 'DELETE' })).status).toBe(204);
    await send({ subject: 'new' });
    expect(await messages()).toEqual([expect.objectContaining({ id: 2, subject: 'new' })]);
  });

  it('gives its ports back when closed, with a client still connected', async () => {
    const pool = createTransport({ url: mail.smtpUrl, pool: true });
    await pool.sendMail({ ...LETTER, subject: 'before' });
    const { smtpUrl, webUrl } = mail;
    await mail.close();
    pool.close();

    mail = await startMail({ smtpPort: Number(new URL(smtpUrl).port), webPort: Number(new URL(webUrl).port) });
    await send({ subject: 'after' });
    expect(await subjects()).toEqual(['after']);
  });
});

describe('refusing', () => {
  it.each([
    ['temporary', { responseCode: 451 }],
    ['permanent', { responseCode: 550 }],
    ['connection', { command: 'CONN' }],
  ])('%s makes the sender fail, and none lets it through again', async (refuse, failure) => {
    await switchTo(refuse);
    await expect(send({ subject: 'lost' })).rejects.toMatchObject(failure);
    await switchTo('none');
    await send({ subject: 'arrived' });

    expect(await subjects()).toEqual(['arrived']);
  });

  it('connections cuts those that are open', async () => {
    const socket = connect(Number(new URL(mail.smtpUrl).port), '127.0.0.1').on('error', () => undefined);
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    expect(greeting.toString()).toMatch(/^220 /);

    const closed = once(socket.resume(), 'close');
    await switchTo('connection');
    await closed;
  });

  it('in a way that does not exist is answered with 400 and changes nothing', async () => {
    const answer = await putSwitches({ refuse: 'politely' });
    expect(answer.status).toBe(400);
    await send({ subject: 'arrived' });
    expect(await subjects()).toEqual(['arrived']);
  });
});

describe('the page', () => {
  it('says where to send when nothing came yet', async () => {
    expect(await text('/')).toContain(`smtp://127.0.0.1:${new URL(mail.smtpUrl).port}`);
  });

  it('lists what came, the newest first', async () => {
    await send({ subject: 'first' });
    await send({ subject: 'second' });
    const html = await text('/');
    expect(html.indexOf('second')).toBeGreaterThan(0);
    expect(html.indexOf('second')).toBeLessThan(html.indexOf('first'));
  });

  it('never runs what a sender wrote', async () => {
    const attack = '<script>document.title="owned"</script>';
    await send({ subject: attack, text: attack, html: attack });
    const pages = (await text('/')) + (await text('/messages/1'));
    expect(pages).not.toContain('<script');
    expect(pages).toMatch(/<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/);

    const framed = await fetch(`${mail.webUrl}/messages/1/html`);
    expect(await framed.text()).toContain(attack);
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups[^;]*; default-src 'none'/);
    expect(framed.headers.get('content-security-policy')).not.toContain('allow-scripts');
  });

  it('tells when mail is being refused', async () => {
    await switchTo('permanent');
    expect(await text('/')).toContain('Mail is refused');
  });

  it('deletes all on a click', async () => {
    await send({ subject: 'old' });
    expect(await (await fetch(`${mail.webUrl}/clear`, { method: 'POST' })).text()).toContain('No mail yet');
    expect(await messages()).toEqual([]);
  });

  it('does not know a message that is gone', async () => {
    expect((await fetch(`${mail.webUrl}/messages/7`)).status).toBe(404);
  });
});

const LETTER: SendMailOptions = { from: 'Connector <connector@example.com>', to: 'Ada <ada@example.com>', text: 'x' };

function send(options: SendMailOptions): Promise<unknown> {
  return sendBy(mail.smtpUrl, options);
}

async function sendBy(url: string, options: SendMailOptions): Promise<unknown> {
  const transport = createTransport(url);
  try {
    return await transport.sendMail({ ...LETTER, ...options });
  } finally {
    transport.close();
  }
}

async function messages(): Promise<ReceivedMessage[]> {
  return (await (await fetch(`${mail.webUrl}/_control/messages`)).json()) as ReceivedMessage[];
}

async function subjects(): Promise<string[]> {
  return (await messages()).map(({ subject }) => subject);
}

async function switchTo(refuse: string): Promise<void> {
  expect((await putSwitches({ refuse })).status).toBe(200);
}

function putSwitches(switches: object): Promise<Response> {
  return fetch(`${mail.webUrl}/_control/switches`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(switches),
  });
}

async function text(path: string): Promise<string> {
  return (await fetch(`${mail.webUrl}${path}`)).text();
}
