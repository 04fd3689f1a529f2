import type { z } from 'zod';
import type { HttpBody, HttpClient, HttpRequest, HttpResponse } from '../http/http-client.ts';
import { NuxeoError } from '../../domain/errors.ts';
import { notUnderstood, readRefusal, refusedBy, withoutAnswer } from './errors.ts';

export interface NuxeoCall {
  readonly method: HttpRequest['method'];
  /** Below the Nuxeo URL: `/api/v1/me`. */
  readonly path: string;
  readonly operation: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Exclude<HttpBody, { stream: unknown }>;
  readonly timeoutMs?: number;
  /** Answers besides 2xx that the caller understands. */
  readonly accept?: readonly number[];
}

export type AuthHeaders = Readonly<Record<string, string>>;

export interface WireOptions {
  readonly http: HttpClient;
  /** Ends in `/nuxeo`, as a rule. */
  readonly nuxeoUrl: string;
  readonly authHeaders: () => Promise<AuthHeaders>;
  /** Gets what was refused and answers whether other credentials are there; the call is then made once more. */
  readonly onUnauthorized?: ((refused: AuthHeaders) => Promise<boolean>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface WireAnswer {
  readonly status: number;
  /** undefined for an empty body or one that is not JSON. */
  readonly json: unknown;
}

/** Nuxeo's REST API with one person's credentials: what is not a success is thrown. */
export interface Wire {
  ask(call: NuxeoCall): Promise<WireAnswer>;
  /** @throws NuxeoError `nuxeo-refused` when the answer is something else. */
  read<T extends z.ZodType>(call: NuxeoCall, payload: T): Promise<z.infer<T>>;
  /** A request of the caller's own making, with our credentials, renewed once where that helps. Any status resolves. */
  attempt(request: HttpRequest): Promise<HttpResponse>;
  /**
   * The same for a body that can be sent only once: when credentials were renewed it fails as
   * retryable, since only the owner of the bytes can send them again. What is not a success is thrown.
   */
  attemptOnce(operation: string, send: (auth: AuthHeaders) => Promise<HttpResponse>): Promise<void>;
  url(path: string): string;
  /** The signal every request is bound to, joined with another. */
  signals(other?: AbortSignal): AbortSignal | undefined;
}

export function createWire(options: WireOptions): Wire {
  const base = options.nuxeoUrl.replace(/\/+$/, '');
  const url = (path: string) => `${base}${path}`;
  const signals = (other?: AbortSignal) => joined(options.signal, other);

  const renewed = async (refusal: HttpResponse, refused: AuthHeaders): Promise<boolean> => {
    if (!(await options.onUnauthorized?.(refused))) return false;
    await refusal.text();
    return true;
  };

  const once = (request: HttpRequest, auth: AuthHeaders): Promise<HttpResponse> =>
    options.http.request({ ...request, headers: { ...request.headers, ...auth } });

  const attempt = async (request: HttpRequest): Promise<HttpResponse> => {
    const auth = await options.authHeaders();
    const first = await once(request, auth);
    if (first.status !== 401 || !(await renewed(first, auth))) return first;
    return once(request, await options.authHeaders());
  };

  const requestOf = ({ path, accept: _, headers, ...call }: NuxeoCall): HttpRequest => {
    const bound = options.signal;
    const request = { ...call, url: url(path), headers: { accept: 'application/json', ...headers } };
    return bound ? { ...request, signal: bound } : request;
  };

  const ask = (call: NuxeoCall): Promise<WireAnswer> =>
    translated(call.operation, async () => {
      const response = await checked(await attempt(requestOf(call)), call);
      return { status: response.status, json: await response.json() };
    });

  return {
    ask,
    url,
    signals,
    async read(call, payload) {
      const { status, json } = await ask(call);
      const parsed = payload.safeParse(json);
      if (!parsed.success) throw notUnderstood(call.operation, status, parsed.error);
      return parsed.data;
    },
    attempt,
    attemptOnce: (operation, send) =>
      translated(operation, async () => {
        const auth = await options.authHeaders();
        const response = await send(auth);
        if (response.status === 401 && (await renewed(response, auth))) throw credentialsRenewed(operation);
        await (await checked(response, { operation })).text();
      }),
  };
}

async function translated<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withoutAnswer(error, operation);
  }
}

async function checked(response: HttpResponse, call: Pick<NuxeoCall, 'operation' | 'accept'>): Promise<HttpResponse> {
  const isSuccess = response.status >= 200 && response.status < 300;
  if (isSuccess || call.accept?.includes(response.status)) return response;
  throw refusedBy(await readRefusal(response), call.operation);
}

function credentialsRenewed(operation: string): NuxeoError {
  return new NuxeoError('nuxeo-unavailable', {
    retryable: true,
    context: { operation, reason: 'credentials renewed' },
  });
}

function joined(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}
