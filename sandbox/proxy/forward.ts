import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { escapeHtml, page } from '../shared/page.ts';
import { requestHeaders, responseHeaders } from './headers.ts';

export interface Target {
  /** As people call it, for the page that says it is down. */
  name: string;
  /** Protocol, host and port count; paths pass unchanged. */
  url: URL;
}

/** Passes a request on and its answer back, both as they come, one connection to the target per request. */
export function forward(req: IncomingMessage, res: ServerResponse, target: Target): void {
  const outgoing = request(new URL(target.url.origin), {
    method: req.method ?? 'GET',
    path: req.url ?? '/',
    // Said although the connection is used once: told `close`, a Node server that refuses an upload
    // cuts us off while we still send, and its answer is lost.
    headers: { ...requestHeaders(req), connection: 'keep-alive' },
    agent: false,
  });
  outgoing.on('response', (answer) => sendBack(answer, res));
  outgoing.on('error', () => {
    if (!res.headersSent) sendUnreachable(res, target);
  });
  // An answer given before the whole body was read: the rest is thrown away, so that the client gets to read it.
  outgoing.on('close', () => req.unpipe(outgoing).resume());
  res.on('close', () => {
    if (!res.writableFinished) outgoing.destroy();
  });
  req.pipe(outgoing);
}

function sendBack(answer: IncomingMessage, res: ServerResponse): void {
  res.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseHeaders(answer));
  res.flushHeaders(); // a stream of events has none for a long time
  pipeline(answer, res, () => undefined); // whichever side breaks, the other one is cut too
}

function sendUnreachable(res: ServerResponse, { name, url }: Target): void {
  res.writeHead(502, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  res.end(
    page({
      title: `502: ${name} does not answer`,
      body: `<header><h1>${escapeHtml(name)} does not answer</h1></header>
<p>Nothing usable came from <code>${escapeHtml(url.origin)}</code>. Start it again, then reload this page.</p>`,
    }),
  );
}
