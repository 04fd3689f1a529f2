import { lookup as lookupName } from 'node:dns';
import { Agent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { IntegrationError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { exchange } from './exchange.ts';
import { guardedLookup } from './guarded-lookup.ts';
import { HttpFailure, type HttpClient, type HttpRequest, type HttpResponse } from './http-client.ts';
import { toHttpResponse } from './response.ts';

export interface HttpCall {
  readonly operation: string;
  readonly method: string;
  readonly origin: string;
  /** Absent when no answer came. */
  readonly status?: number;
  /** Until the head of the answer. */
  readonly durationMs: number;
  /** A code for the log: `timeout`, `ECONNREFUSED`, `host-not-allowed`. */
  readonly failure?: string;
}

export interface HttpClientOptions {
  readonly userAgent: string;
  /**
   * Asked with the URL before a request, and again with each address that its name resolved to.
   * A function that drops the second argument gives up the protection against names that point inside.
   */
  readonly isAllowed: (url: URL, address?: string) => boolean;
  /** Connections to one host at a time; further requests wait. */
  readonly maxSockets: number;
  readonly clock?: Clock;
  /** Called once for each attempt. */
  readonly onCall?: (call: HttpCall) => void;
  readonly lookup?: LookupFunction;
  /** 0 … 1, for the jitter. */
  readonly random?: () => number;
}

interface Tools extends HttpClientOptions {
  readonly agents: { readonly plain: Agent; readonly tls: Agent };
}

/** Idle connections are closed before the usual servers and proxies close them, so that a POST does not meet a closing one. */
const IDLE_SOCKET_MS = 4_000;
const ATTEMPTS = 3;
const BACKOFF_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const PASSING_STATUSES = [502, 503, 504];

/** One client owns one set of connections: a source and a target never wait for each other's. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const settings = {
    keepAlive: true,
    maxSockets: options.maxSockets,
    timeout: IDLE_SOCKET_MS,
    scheduling: 'lifo',
  } as const;
  const agents = { plain: new Agent(settings), tls: new HttpsAgent(settings) };
  return {
    request: (request) => send(request, { ...options, agents }),
    close() {
      agents.plain.destroy();
      agents.tls.destroy();
      return Promise.resolve();
    },
  };
}

async function send(request: HttpRequest, tools: Tools): Promise<HttpResponse> {
  const attempts = isRepeatable(request) ? ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(request, tools);
    if (attempt === attempts || !isPassing(outcome)) return answerOf(outcome, request);
    if ('message' in outcome) outcome.message.destroy();
    await pause(backoff(attempt, outcome, tools.random ?? Math.random), request.signal);
  }
}

type Outcome = { message: IncomingMessage } | { error: unknown };

async function attemptOnce(request: HttpRequest, tools: Tools): Promise<Outcome> {
  const now = () => tools.clock?.now().getTime() ?? performance.now();
  const startedAt = now();
  const outcome = await outcomeOf(request, tools);
  tools.onCall?.({
    operation: request.operation,
    method: request.method,
    origin: URL.parse(request.url)?.origin ?? '',
    ...('message' in outcome ? { status: outcome.message.statusCode ?? 0 } : { failure: failureCode(outcome.error) }),
    durationMs: now() - startedAt,
  });
  return outcome;
}

async function outcomeOf(request: HttpRequest, tools: Tools): Promise<Outcome> {
  try {
    request.signal?.throwIfAborted();
    const url = allowedUrl(request.url, tools);
    const lookup = guardedLookup(tools.lookup ?? lookupName, url.host, (address) => tools.isAllowed(url, address));
    const agent = url.protocol === 'https:' ? tools.agents.tls : tools.agents.plain;
    return { message: await exchange(request, { url, agent, lookup, userAgent: tools.userAgent }) };
  } catch (error) {
    discardBody(request);
    return { error };
  }
}

function allowedUrl(text: string, { isAllowed }: Tools): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && isAllowed(url)) return url;
  throw new IntegrationError('host-not-allowed', { params: [url?.host ?? ''] });
}

/** A stream that was handed over is closed whatever happens, so that nobody has to remember it. */
function discardBody({ body }: HttpRequest): void {
  if (body && 'stream' in body) body.stream.on('error', () => undefined).destroy();
}

function isRepeatable({ method, body, retry }: HttpRequest): boolean {
  if (body && 'stream' in body) return false;
  return (retry ?? (method === 'GET' || method === 'HEAD' ? 'safe' : 'never')) === 'safe';
}

/** A silent server is not asked again: the time is spent, and the job comes back later. */
function isPassing(outcome: Outcome): boolean {
  return 'message' in outcome
    ? PASSING_STATUSES.includes(outcome.message.statusCode ?? 0)
    : outcome.error instanceof HttpFailure && outcome.error.reason === 'unreachable';
}

function answerOf(outcome: Outcome, { operation, signal }: HttpRequest): HttpResponse {
  if ('error' in outcome) throw outcome.error;
  return toHttpResponse(outcome.message, operation, signal);
}

function backoff(attempt: number, outcome: Outcome, random: () => number): number {
  const asked = 'message' in outcome ? Number(outcome.message.headers['retry-after'] ?? 0) * 1000 : 0;
  const jittered = BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + random());
  return Math.min(LONGEST_WAIT_MS, Math.max(jittered, Number.isFinite(asked) ? asked : 0));
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}

function failureCode(error: unknown): string {
  if (error instanceof IntegrationError) return error.code;
  if (!(error instanceof HttpFailure)) return error instanceof Error ? error.name : 'aborted';
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : error.reason;
}
