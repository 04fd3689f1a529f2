import { escapeHtml, page } from '../shared/page.ts';
import type { ReceivedMessage } from './inbox.ts';
import type { Refusal } from './smtp.ts';

export interface InboxView {
  /** Oldest first. */
  messages: readonly ReceivedMessage[];
  refuse: Refusal;
  smtpPort: number;
}

const REFUSAL_SENTENCES: Record<Exclude<Refusal, 'none'>, string> = {
  connection: 'Mail is switched off: every connection is closed at once.',
  temporary: 'Mail is refused for now: senders are told to try again later.',
  permanent: 'Mail is refused: senders are told that no mailbox exists.',
};

export function inboxPage({ messages, refuse, smtpPort }: InboxView): string {
  const warning = refuse === 'none' ? '' : `<p class="warning" role="status">${REFUSAL_SENTENCES[refuse]}</p>`;
  return page({
    title: messages.length ? `Mail (${messages.length})` : 'Mail',
    refreshSeconds: 5,
    body: `${MAIL_STYLE}${header(messages.length)}${warning}${list(messages, smtpPort)}`,
  });
}

export function messagePage(message: ReceivedMessage): string {
  return page({
    title: subjectOf(message),
    body: `${MAIL_STYLE}
<p><a href="/">All mail</a></p>
<header><h1>${escapeHtml(subjectOf(message))}</h1></header>
<dl>
<dt>From</dt><dd>${escapeHtml(message.from)}</dd>
<dt>To</dt><dd>${escapeHtml(message.to.join(', '))}</dd>
<dt>Date</dt><dd>${dateOf(message)}</dd>
${message.attachments.length ? `<dt>Attached</dt><dd>${escapeHtml(message.attachments.join(', '))}</dd>` : ''}
</dl>
${bodies(message)}`,
  });
}

/** The HTML a sender wrote, unchanged: to be answered with a policy that makes it harmless. */
export function messageHtml({ html }: ReceivedMessage): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank">${html}`;
}

export function notFoundPage(): string {
  return page({
    title: 'No such message',
    body: '<h1>No such message</h1><p>It may have been deleted. <a href="/">All mail</a></p>',
  });
}

function header(count: number): string {
  const clear = count ? '<form method="post" action="/clear"><button>Delete all</button></form>' : '';
  return `<header><h1>Mail</h1>${clear}</header>`;
}

function list(messages: readonly ReceivedMessage[], smtpPort: number): string {
  if (messages.length) return `<ul class="card">${messages.toReversed().map(row).join('')}</ul>`;
  return `<div class="card empty">No mail yet.<br>What is sent to <code>smtp://127.0.0.1:${smtpPort}</code> appears here and goes no further.</div>`;
}

function row(message: ReceivedMessage): string {
  return `<li><a href="/messages/${message.id}"><strong>${escapeHtml(subjectOf(message))}</strong>
<span class="soft">To ${escapeHtml(message.to.join(', '))}</span>
<span class="soft">${dateOf(message)}</span></a></li>`;
}

function bodies(message: ReceivedMessage): string {
  const html = message.html
    ? `<iframe class="card" title="The message as formatted by its sender" src="/messages/${message.id}/html"
        sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
    : '';
  const text = message.text ? `<pre class="card">${escapeHtml(message.text)}</pre>` : '';
  if (html && text) return `${html}<details><summary>Plain text</summary>${text}</details>`;
  return html || text || '<div class="card empty">The message is empty.</div>';
}

function subjectOf({ subject }: ReceivedMessage): string {
  return subject || '(no subject)';
}

function dateOf({ date }: ReceivedMessage): string {
  const parsed = new Date(date);
  if (Number.isNaN(parsed.getTime())) return escapeHtml(date);
  const shown = parsed.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  return `<time datetime="${parsed.toISOString()}">${shown}</time>`;
}

const MAIL_STYLE = `<style>
ul { list-style: none; margin: 0; padding: 0; }
li + li { border-top: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .7rem 1rem; color: inherit;
  text-decoration: none; overflow-wrap: anywhere; }
li a:hover { background: var(--ground); }
li a:focus-visible { outline-offset: -3px; }
li strong { grid-column: 1 / -1; }
@media (max-width: 30rem) { li a { grid-template-columns: 1fr; } }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 26rem; resize: vertical; background: #fff; }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
details { margin-top: 1rem; }
summary { cursor: pointer; margin-bottom: .5rem; }
</style>`;
