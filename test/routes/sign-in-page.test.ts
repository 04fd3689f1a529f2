import { runInNewContext } from 'node:vm';
import type { Response } from 'express';
import { describe, expect, it } from 'vitest';
import { sendSignInPage, type SignInPage } from '../../server/routes/sign-in-page.ts';

const page: SignInPage = {
  message: { source: 'nuxeo-frameio', ok: true },
  locale: 'en',
  sentences: ['Done.'],
  openerOrigin: 'https://dam.example.com',
  backUrl: 'https://dam.example.com/nuxeo/ui/',
};

function htmlOf(change: Partial<SignInPage> = {}): string {
  let html = '';
  const res = { status: () => res, type: () => res, set: () => res, send: (text: string) => (html = text) };
  sendSignInPage(res as unknown as Response, 200, { ...page, ...change });
  return html;
}

/** Runs the page's script in a window whose opener may be lost. */
function open(html: string, { opener = true, origin = 'https://dam.example.com' } = {}) {
  const posted: unknown[] = [];
  const broadcast: unknown[] = [];
  const timers: (() => void)[] = [];
  const clicks: (() => void)[] = [];
  const [, script = ''] = /<script>([^]*)<\/script>/.exec(html) ?? [];
  const [, message = '', to = ''] = /data-message="([^"]*)" data-opener="([^"]*)"/.exec(html) ?? [];
  const decoded = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  let isClosed = false;
  const close = () => void (isClosed = true);
  runInNewContext(script, {
    window: { close, opener: opener ? { postMessage: (...args: unknown[]) => posted.push(args) } : null },
    location: { origin },
    document: {
      body: { dataset: { message: decoded(message), opener: decoded(to) } },
      querySelector: () => ({ addEventListener: (_name: string, listener: () => void) => clicks.push(listener) }),
    },
    BroadcastChannel: class {
      postMessage(told: unknown) {
        broadcast.push(told);
      }
    },
    setTimeout: (callback: () => void) => timers.push(callback),
    JSON,
  });
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  return { posted: plain(posted), broadcast: plain(broadcast), timers, clicks, isClosed: () => isClosed };
}

describe('the window at the end of a sign-in', () => {
  it('tells its opener alone, and closes by itself when all is well', () => {
    const window = open(htmlOf());
    expect(window.posted).toEqual([[{ source: 'nuxeo-frameio', ok: true }, 'https://dam.example.com']]);
    expect(window.isClosed()).toBe(false);
    window.timers.forEach((run) => run());
    expect(window.isClosed()).toBe(true);
  });

  it('reaches the page by the channel of the origin when the way through Adobe has cut the opener', () => {
    const window = open(htmlOf(), { opener: false });
    expect(window.posted).toEqual([]);
    expect(window.broadcast).toEqual([{ source: 'nuxeo-frameio', ok: true }]);
  });

  it('tells no other origin by the channel', () => {
    expect(open(htmlOf({ openerOrigin: 'https://portal.example.com' })).broadcast).toEqual([]);
  });

  it('stays open with what went wrong until the person closes it', () => {
    const message = { source: 'nuxeo-frameio', ok: false, code: 'oauth-denied' } as const;
    const window = open(htmlOf({ message, sentences: ['No consent.', 'Try again.'] }));
    expect(window.posted).toEqual([[message, 'https://dam.example.com']]);
    expect(window.timers).toEqual([]);
    window.clicks.forEach((click) => click());
    expect(window.isClosed()).toBe(true);
  });

  it('shows names as text', () => {
    const html = htmlOf({ sentences: ['<img src=x onerror=alert(1)> & "quotes"'] });
    expect(html).not.toContain('<img');
    expect(html).toContain('&#60;img');
  });
});
