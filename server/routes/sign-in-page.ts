import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { SignInMessage } from '../contract/account.ts';
import { words, type Locale } from './sentences.ts';

export interface SignInPage {
  readonly message: SignInMessage;
  readonly locale: Locale;
  /** Sentences, the first one largest. */
  readonly sentences: readonly string[];
  /** Gets the message, and nobody else. */
  readonly openerOrigin: string;
  /** Where to go when there is no window to go back to. */
  readonly backUrl: string;
}

/**
 * The opener may be lost on the way: sign-in pages of others cut it. A page of the same origin hears the
 * channel. Only success closes the window by itself; what went wrong has to be read first.
 */
const script = `
const { message, opener: origin } = document.body.dataset;
const outcome = JSON.parse(message);
if (window.opener) window.opener.postMessage(outcome, origin);
if (origin === location.origin) new BroadcastChannel('nuxeo-frameio').postMessage(outcome);
document.querySelector('button').addEventListener('click', () => window.close());
if (outcome.ok) setTimeout(() => window.close(), 1500);
`;
const style = `
:root { color-scheme: light dark; --text: light-dark(#3a3a54, #e8e8f0); --accent: light-dark(#0066ff, #7db1ff); }
body { font: 16px/1.5 'Open Sans', system-ui, sans-serif; max-width: 32rem; margin: 12vh auto; padding: 0 1.5rem; }
body { background: light-dark(#fff, #1c1c28); color: var(--text); overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; }
a { color: var(--accent); display: inline-block; white-space: nowrap; }
button { background: #0066ff; border: 0; border-radius: 4px; color: #fff; cursor: pointer; font: inherit; font-weight: 600; }
button { margin-inline-end: 1rem; padding: .5rem 1rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

const policy = [
  "default-src 'none'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Says in words what happened, tells the page that opened the window, and closes. */
export function sendSignInPage(res: Response, status: number, page: SignInPage): void {
  res.status(status).type('html').set({
    'Content-Security-Policy': policy,
    // Any other value would cut this window from the one that opened it.
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
  res.send(htmlOf(page));
}

function htmlOf({ message, locale, sentences, openerOrigin, backUrl }: SignInPage): string {
  const say = (key: string) => escapeHtml(words(locale, `frameio.signin.${key}`));
  const title = say(message.ok ? 'title.done' : 'title.failed');
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body data-message="${escapeHtml(JSON.stringify(message))}" data-opener="${escapeHtml(openerOrigin)}">
<main>
<h1>${title}</h1>
<div role="${message.ok ? 'status' : 'alert'}">${sentences.map((one) => `<p>${escapeHtml(one)}</p>`).join('')}</div>
<p><button type="button">${say('closeButton')}</button> <a href="${escapeHtml(backUrl)}">${say('back')}</a></p>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
