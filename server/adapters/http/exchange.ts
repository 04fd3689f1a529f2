import {
  request as httpRequest,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { IntegrationError, TransferError } from '../../domain/errors.ts';
import { HttpFailure, type HttpBody, type HttpRequest } from './http-client.ts';
import { streamBody, type StreamedBody } from './streamed-body.ts';

export interface ExchangeOptions {
  readonly url: URL;
  readonly agent: Agent;
  readonly lookup: LookupFunction;
  readonly userAgent: string;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Sends one request once and resolves with the head of its answer.
 *
 * @throws HttpFailure, the error of the streamed body's source, or the signal's reason. Every stream is destroyed then.
 */
export function exchange(request: HttpRequest, options: ExchangeOptions): Promise<IncomingMessage> {
  const { signal, operation, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
  return new Promise((resolve, reject) => {
    const sent = startRequest(request, { ...options, timeoutMs });
    let answer: IncomingMessage | undefined;
    let body: StreamedBody | undefined;

    const fail = (error: unknown) => {
      signal?.removeEventListener('abort', onAbort);
      reject(error as Error);
      body?.stop();
      answer?.destroy(error as Error);
      sent.destroy(error as Error);
    };
    const onAbort = () => fail(signal?.reason);
    const onSilence = () => fail(new HttpFailure('timeout', operation));

    signal?.addEventListener('abort', onAbort, { once: true });
    sent.once('timeout', onSilence);
    sent.on('error', (error) => fail(translated(error, operation)));
    sent.once('close', () => {
      signal?.removeEventListener('abort', onAbort);
      body?.stop();
      if (!answer) reject(new HttpFailure('unreachable', operation));
    });
    sent.once('response', (message) => {
      answer = message;
      message.on('error', () => undefined); // a reader hears of it anyway; an answer nobody reads must not end the process
      if (!body || body.isSent()) resolve(message);
      else if (isRefusal(message)) stopSending(message, { sent, body, resolve });
      else fail(new TransferError('upload-failed', { retryable: true, params: [operation] }));
    });

    if (isStreamed(request.body)) body = streamBody(request.body, sent, fail);
    else limitWait(sent, timeoutMs, onSilence).end(wholeBody(request.body));
  });
}

function startRequest(request: HttpRequest, options: ExchangeOptions & { timeoutMs: number }): ClientRequest {
  const { url, agent, lookup, userAgent, timeoutMs } = options;
  const headers = {
    'user-agent': userAgent,
    accept: '*/*',
    ...bodyHeaders(request.body),
    ...lowerCased(request.headers),
  };
  const settings: RequestOptions = { method: request.method, agent, lookup, headers, timeout: timeoutMs };
  return url.protocol === 'https:' ? httpsRequest(url, settings) : httpRequest(url, settings);
}

/** From the moment there is a connection slot: waiting for other requests is not the server's silence. */
function limitWait(sent: ClientRequest, timeoutMs: number, onSilence: () => void): ClientRequest {
  let timer: NodeJS.Timeout | undefined;
  sent.once('socket', () => (timer = setTimeout(onSilence, timeoutMs)));
  for (const event of ['response', 'error', 'close']) sent.once(event, () => clearTimeout(timer));
  return sent;
}

/** The server refused before it had every byte: its words are read, the rest is not sent. */
function stopSending(
  message: IncomingMessage,
  { sent, body, resolve }: { sent: ClientRequest; body: StreamedBody; resolve: (message: IncomingMessage) => void },
): void {
  body.stop();
  message.once('close', () => sent.destroy());
  resolve(message);
}

function isRefusal(message: IncomingMessage): boolean {
  return (message.statusCode ?? 0) >= 300;
}

function translated(error: Error, operation: string): Error {
  return error instanceof IntegrationError || error instanceof HttpFailure
    ? error
    : new HttpFailure('unreachable', operation, error);
}

type Streamed = Extract<HttpBody, { stream: unknown }>;

function isStreamed(body: HttpBody | undefined): body is Streamed {
  return body !== undefined && 'stream' in body;
}

function bodyHeaders(body: HttpBody | undefined): Record<string, string> {
  if (!body) return {};
  if ('stream' in body) return { 'content-length': String(body.length) };
  if ('json' in body) return { 'content-type': 'application/json' };
  if ('form' in body) return { 'content-type': 'application/x-www-form-urlencoded' };
  return body.contentType === undefined ? {} : { 'content-type': body.contentType };
}

function wholeBody(body: Exclude<HttpBody, Streamed> | undefined): Uint8Array | string | undefined {
  if (!body) return undefined;
  if ('json' in body) return JSON.stringify(body.json);
  return 'form' in body ? new URLSearchParams(body.form).toString() : body.bytes;
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
