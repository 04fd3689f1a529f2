import { afterAll, beforeAll } from 'vitest';
import { startNuxeo, type NuxeoOptions, type NuxeoStandIn } from '../../../sandbox/nuxeo/server.ts';

export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Empty when the answer is no JSON object. */
  json: Json;
}

/** The server of a test file, and one function to talk to it with. */
export class TestServer {
  #standIn: NuxeoStandIn | undefined;

  constructor(options: NuxeoOptions = {}) {
    beforeAll(async () => {
      this.#standIn = await startNuxeo(options);
    });
    afterAll(() => this.#standIn?.close());
  }

  get standIn(): NuxeoStandIn {
    if (!this.#standIn) throw new Error('not started yet');
    return this.#standIn;
  }

  get url(): string {
    return this.standIn.url;
  }

  /** @param who - Signs in with Basic, password equal to the name; null sends no credentials. */
  async call(who: string | null, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { json, ...rest } = options;
    const headers = new Headers(rest.headers);
    if (who !== null) headers.set('Authorization', basic(who));
    if (json !== undefined) headers.set('Content-Type', 'application/json');
    const body = json === undefined ? rest.body : JSON.stringify(json);
    const init = { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) } as const;
    const response = await fetch(path.startsWith('http') ? path : `${this.url}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  }

  api(who: string | null, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return this.call(who, method, `/api/v1${path}`, options);
  }

  operation(
    who: string,
    id: string,
    input: string | undefined,
    params: Json = {},
    headers: Json = {},
  ): Promise<Answer> {
    const options = { json: { ...(input ? { input } : {}), params }, headers: headers as Record<string, string> };
    return this.api(who, 'POST', `/automation/${id}`, options);
  }

  control(method: string, path: string, json?: unknown): Promise<Answer> {
    return this.call(null, method, `${new URL(this.url).origin}/_control${path}`, json === undefined ? {} : { json });
  }

  /** A new document in the folder, made as `who`. */
  async create(who: string, parentUid: string, type: string, name: string, properties: Json = {}): Promise<Json> {
    const json = { 'entity-type': 'document', type, name, properties: { 'dc:title': name, ...properties } };
    const { json: created } = await this.api(who, 'POST', `/id/${parentUid}`, { json });
    return created;
  }

  update(
    who: string,
    uid: string,
    properties: Json,
    headers: Record<string, string> = {},
    more: Json = {},
  ): Promise<Answer> {
    return this.api(who, 'PUT', `/id/${uid}`, {
      json: { 'entity-type': 'document', uid, properties, ...more },
      headers,
    });
  }

  get(who: string, uid: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.api(who, 'GET', `/id/${uid}`, { headers: { properties: '*', ...headers } });
  }
}

export interface CallOptions {
  headers?: Record<string, string>;
  body?: BodyInit;
  json?: unknown;
}

export function basic(who: string): string {
  return `Basic ${Buffer.from(`${who}:${who}`).toString('base64')}`;
}

/** A value deep in an answer: `at(answer, 'properties', 'file:content', 'digest')`. */
export function at(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], json);
}

export function uidOf(json: Json): string {
  return String(json['uid']);
}

function parse(text: string): Json {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : {};
  } catch {
    return {};
  }
}
