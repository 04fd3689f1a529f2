import { afterAll, beforeAll, expect } from 'vitest';
import { ACCOUNTS } from '../../../sandbox/frameio/seed.ts';
import { startFrameio, type FrameioOptions, type FrameioStandIn } from '../../../sandbox/frameio/server.ts';
import type { Switches } from '../../../sandbox/frameio/switches.ts';
import { loadFrameioOpenApi } from '../../support/openapi-traffic.ts';

/** JSON as it came, read by tests that know its shape. */
export interface Answer {
  status: number;
  headers: Headers;
  // Every test names the members it reads; a wrong one is `undefined` and fails.
  body: Body;
}
export interface Body {
  [key: string]: Body;
  [index: number]: Body;
}

export interface Caller {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, data?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, data?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

export const A = `/v4/accounts/${ACCOUNTS.northlight}`;
/** Enough for any test that is not about limits. */
export const UNLIMITED: Partial<Switches> = { rateLimitFactor: 1000, transcodeDelayMs: 1 };

const openApi = loadFrameioOpenApi();

/**
 * One stand-in for a test file; at the end, all its traffic is held against the official description.
 *
 * @param expectedViolations - What a test does on purpose.
 */
export function useFrameio(options: FrameioOptions = {}, expectedViolations: RegExp[] = []) {
  let standIn: FrameioStandIn | undefined;
  const switches = { ...UNLIMITED, ...options.switches };
  beforeAll(async () => {
    standIn = await startFrameio({ ...options, switches });
  });
  afterAll(async () => {
    const violations = (standIn?.control.calls ?? []).flatMap((call) => openApi?.check(call) ?? []);
    const unexpected = violations.filter((violation) => !expectedViolations.some((pattern) => pattern.test(violation)));
    await standIn?.close();
    expect(unexpected).toEqual([]);
  });
  const running = () => {
    if (!standIn) throw new Error('The stand-in is not started');
    return standIn;
  };
  return {
    get url() {
      return running().apiUrl;
    },
    get calls() {
      return running().control.calls;
    },
    control: (method: string, path: string, body?: unknown) => send(running().apiUrl, method, `/_control${path}`, body),
    switch: async (change: Partial<Switches>) => {
      expect((await send(running().apiUrl, 'PUT', '/_control/switches', change)).status).toBe(200);
    },
    as: (who: string, scope?: string) => callerFor(running().apiUrl, `${who}@northlight.example`, scope),
  };
}

export async function send(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(origin + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parsed(text) };
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return text as unknown as Body;
  }
}

/** Signed in as soon as the first call needs it. */
function callerFor(origin: string, email: string, scope?: string): Caller {
  let token: Promise<string> | undefined;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    token ??= send(origin, 'POST', '/_control/tokens', { email, ...(scope ? { scope } : {}) }).then((answer) =>
      String(answer.body['access_token']),
    );
    return send(origin, method, path, body, { authorization: `Bearer ${await token}`, ...headers });
  };
  const wrap = (data: unknown) => (data === undefined ? undefined : { data });
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, data, headers) => call('POST', path, wrap(data), headers),
    patch: (path, data, headers) => call('PATCH', path, wrap(data), headers),
    delete: (path) => call('DELETE', path),
  };
}

/** Uploads a file the way the service wants it and waits until it is transcoded. */
export async function upload(caller: Caller, folderId: string, name: string, content: Buffer): Promise<string> {
  const { body, status } = await caller.post(`${A}/folders/${folderId}/files/local_upload`, {
    name,
    file_size: content.length,
  });
  expect(status).toBe(201);
  const file = body['data'] as unknown as {
    id: string;
    media_type: string;
    upload_urls: { url: string; size: number }[];
  };
  let offset = 0;
  for (const { url, size } of file.upload_urls) {
    const answer = await putPart(url, content.subarray(offset, offset + size), file.media_type);
    expect(answer.status).toBe(200);
    offset += size;
  }
  await until(async () => (await caller.get(`${A}/files/${file.id}`)).body['data']?.['status'], 'transcoded');
  return file.id;
}

export function putPart(url: string, bytes: Buffer, contentType: string, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': contentType, 'x-amz-acl': 'private', ...headers },
  });
}

export async function until(read: () => Promise<unknown>, wanted: unknown): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if ((await read()) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await read()).toBe(wanted);
}
