import type { AccountAnswer } from '../../server/contract/account.ts';
import type { BindingAnswer } from '../../server/contract/bindings.ts';
import type { JobAnswer } from '../../server/contract/jobs.ts';
import { ApiFailure, SidecarUnreachable } from './failure.ts';

export type { AccountAnswer, BindingAnswer, JobAnswer };

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly signal?: AbortSignal;
}

/** The sidecar's HTTP API, same origin: the Nuxeo session goes along. Paths begin after `/api`. */
export interface Api {
  /** @throws ApiFailure with the sidecar's code; SidecarUnreachable. */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options?: CallOptions): Promise<T>;
  get<T>(path: string, query?: CallOptions['query']): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  /** For `EventSource` and links. */
  url(path: string): string;
}

/** `/nuxeo/frameio` unless the administrator configured another place (`frameio.sidecarPath`). */
function basePath(): string {
  const { Nuxeo } = globalThis as unknown as {
    Nuxeo?: { UI?: { config?: { get(key: string, preset: string): string } } };
  };
  const context = location.pathname.split('/ui/')[0] ?? '/nuxeo';
  const contextPath = context.replace(/\/repo\/[^/]+$/, '');
  return Nuxeo?.UI?.config?.get('frameio.sidecarPath', '') || `${contextPath}/frameio`;
}

async function call<T>(method: string, path: string, { body, query, signal }: CallOptions = {}): Promise<T> {
  const response = await reach(`${api.url(path)}${queryString(query)}`, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (response.status === 204) return undefined as T;
  const answer = await jsonOf(response);
  if (response.ok) return answer as T;
  const { error } = answer as { error?: ConstructorParameters<typeof ApiFailure>[0] };
  throw error?.code ? new ApiFailure(error) : new SidecarUnreachable();
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new SidecarUnreachable();
  }
}

/** A proxy's error page is not the sidecar. */
async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new SidecarUnreachable();
  }
}

function queryString(query: CallOptions['query']): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (!given.length) return '';
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

export const api: Api = {
  call,
  get: (path, query) => call('GET', path, query ? { query } : {}),
  post: (path, body) => call('POST', path, { body: body ?? {} }),
  url: (path) => `${basePath()}/api${path}`,
};
