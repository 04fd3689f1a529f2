import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** Meant for one connection only (RFC 9110, 7.6.1). `expect` is answered by Node itself. */
const HOP_BY_HOP = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What the target is told: the request's own headers, and where the browser really asked. */
export function requestHeaders(req: IncomingMessage): OutgoingHttpHeaders {
  const host = req.headers.host ?? '';
  const client = req.socket.remoteAddress ?? '';
  const earlier = req.headers['x-forwarded-for'];
  return {
    ...endToEnd(req),
    // A body without a length stays one, also for methods that Node expects to have none.
    ...(req.headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
    'x-forwarded-for': earlier ? `${String(earlier)}, ${client}` : client,
    'x-forwarded-proto': 'http',
    'x-forwarded-host': host,
    // From this Nuxeo makes the absolute URLs in its answers.
    'nuxeo-virtual-host': `http://${host}/`,
  };
}

export function responseHeaders(answer: IncomingMessage): OutgoingHttpHeaders {
  return endToEnd(answer);
}

function endToEnd(message: IncomingMessage): OutgoingHttpHeaders {
  const named = (message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return Object.fromEntries(
    Object.entries(message.headersDistinct).flatMap(([name, values]) =>
      values === undefined || dropped.has(name) ? [] : [[name, values.length === 1 ? values[0] : values]],
    ),
  );
}
