import { z } from 'zod';
import { FrameioError } from '../../domain/errors.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/http-client.ts';
import { failure, refusal, unreadable } from './errors.ts';
import type { Priority } from './rate-lane.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Operation } from './rate-limits.ts';

export interface ApiOptions {
  readonly http: HttpClient;
  /** Origin of the API, e.g. `https://api.frame.io`. */
  readonly apiUrl: string;
  /** A token that is valid now; asked for before every request. */
  readonly accessToken: () => Promise<string>;
  /**
   * Called after a 401 with the token that was refused; answers whether there is another one now, and then the request
   * is sent once more. Calls beside this one may have found it refused as well.
   */
  readonly onTokenRejected?: ((refused: string) => Promise<boolean>) | undefined;
  /** A developer token of the old API. */
  readonly legacyToken?: boolean | undefined;
  readonly limiter: RateLimiter;
  /** Whose rate limits count: the same word for the same Frame.io user in every connection. */
  readonly user: string;
  /** Nuxeo username in whose name it is asked; failures say who has to connect again. */
  readonly person?: string | undefined;
  /** Calls that a person waits for go before those of jobs, which is the default. */
  readonly priority?: Priority | undefined;
}

export interface ApiRequest {
  readonly operation: Operation;
  readonly method: HttpRequest['method'];
  /** Made with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Goes under `data`, as everything Frame.io reads. */
  readonly data?: object;
}

/** One request to Frame.io, its answer read or its failure translated. */
export interface Api {
  /** The `data` of the answer. */
  one<T>(request: ApiRequest, payload: z.ZodType<T>): Promise<T>;
  /** The whole answer, for lists. */
  whole<T>(request: ApiRequest, payload: z.ZodType<T>): Promise<T>;
  /** Nothing is expected in the answer. */
  send(request: ApiRequest): Promise<void>;
  withSignal(signal: AbortSignal): Api;
}

export function createApi(options: ApiOptions, signal?: AbortSignal): Api {
  const send = (request: ApiRequest) => answered(request, options, signal);
  return {
    one: async (request, payload) => read(request, await send(request), z.object({ data: payload })).then(unwrapped),
    whole: async (request, payload) => read(request, await send(request), payload),
    async send(request) {
      (await send(request)).body.resume();
    },
    withSignal: (more) => createApi(options, signal ? AbortSignal.any([signal, more]) : more),
  };
}

const unwrapped = <T>({ data }: { data: T }): T => data;

/** The path of a resource; what is put in is escaped, and an id that is no id is not found. */
export function path(texts: TemplateStringsArray, ...ids: readonly string[]): string {
  return texts.reduce((whole, text, index) => whole + segment(ids[index - 1] ?? '') + text);
}

function segment(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new FrameioError('frameio-not-found', { context: { id } });
  return encodeURIComponent(id);
}

async function answered(request: ApiRequest, options: ApiOptions, signal?: AbortSignal): Promise<HttpResponse> {
  try {
    const response = await authorised(request, options, signal);
    if (response.status >= 200 && response.status < 300) return response;
    throw await refusal(request.operation, response, options.person);
  } catch (error) {
    throw failure(request.operation, error);
  }
}

async function authorised(request: ApiRequest, options: ApiOptions, signal?: AbortSignal): Promise<HttpResponse> {
  const { response, token } = await limited(request, options, signal);
  if (response.status !== 401 || !(await options.onTokenRejected?.(token))) return response;
  response.body.resume();
  return (await limited(request, options, signal)).response;
}

/** @returns The answer, and the token that it is an answer to. */
async function limited(request: ApiRequest, options: ApiOptions, signal?: AbortSignal) {
  const { limiter, user, priority = 'background', http, accessToken } = options;
  const { operation } = request;
  let token = '';
  const response = await limiter.run({ user, operation, priority, signal }, async () => {
    token = await accessToken();
    return http.request(httpRequest(request, token, options, signal));
  });
  return { response, token };
}

function httpRequest(request: ApiRequest, token: string, options: ApiOptions, signal?: AbortSignal): HttpRequest {
  return {
    method: request.method,
    url: urlOf(request, options.apiUrl),
    operation: request.operation,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(options.legacyToken ? { 'x-frameio-legacy-token-auth': 'true' } : {}),
    },
    ...(request.data ? { body: { json: { data: request.data } } } : {}),
    // Deleting twice leaves what deleting once does; everything else that writes is not repeated blindly.
    ...(request.method === 'DELETE' ? { retry: 'safe' as const } : {}),
    ...(signal ? { signal } : {}),
  };
}

function urlOf({ path: resource, query = {} }: ApiRequest, apiUrl: string): string {
  const url = new URL(apiUrl.replace(/\/+$/, '') + resource);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

async function read<T>(request: ApiRequest, response: HttpResponse, payload: z.ZodType<T>): Promise<T> {
  const body = await response.json().catch((error: unknown) => {
    throw failure(request.operation, error);
  });
  const parsed = payload.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unreadable(request.operation, response, parsed.error);
}
