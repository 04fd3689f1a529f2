import { Browser } from './browser.ts';

export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  constructor(method: string, path: string, status: number, body: unknown) {
    const error = (body as { error?: { code?: string; message?: string } } | undefined)?.error;
    super(`${method} ${path} answered ${status} ${error?.code ?? ''}: ${error?.message ?? JSON.stringify(body)}`);
    this.status = status;
    this.code = error?.code ?? '';
  }
}

type Json = unknown;

/** Somebody who works in Nuxeo: has a session there, and through it calls the sidecar's API and Nuxeo's own. */
export class Person {
  readonly username: string;
  readonly browser: Browser;
  readonly #publicUrl: string;

  private constructor(username: string, publicUrl: string) {
    this.username = username;
    this.#publicUrl = publicUrl;
    this.browser = new Browser(publicUrl);
  }

  static async login(publicUrl: string, username: string, password = username): Promise<Person> {
    const person = new Person(username, publicUrl);
    await person.browser.login(username, password);
    return person;
  }

  /** @throws ApiFailure with the sidecar's code. */
  async api<T = Json>(method: string, path: string, body?: unknown): Promise<T> {
    return (await this.#json(method, `${this.#publicUrl}/frameio/api${path}`, body)) as T;
  }

  async nuxeo<T = Json>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    return (await this.#json(method, `${this.#publicUrl}/api/v1${path}`, body, headers)) as T;
  }

  /** The whole sign-in: Nuxeo's permission first, then Frame.io's, choosing the person with this e-mail there. */
  async connect(email: string): Promise<void> {
    const { url } = await this.api<{ url: string }>('POST', '/account/connect', {});
    const { answer } = await this.browser.follow(url, (one) => chooseAt(one, email));
    const page = await answer.text();
    if (answer.status !== 200)
      throw new Error(`connecting ${this.username} ended with ${answer.status}: ${page.slice(0, 500)}`);
  }

  async #json(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    const answer = await this.browser.request(method, url, {
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed = text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as unknown) : text || undefined;
    if (!answer.ok) throw new ApiFailure(method, new URL(url).pathname, answer.status, parsed);
    return parsed;
  }
}

/** The sign-in page of the Frame.io stand-in takes the person's choice from the address. */
function chooseAt(url: string, email: string): string {
  if (!url.includes('/ims/authorize/v2')) return url;
  return `${url}&login=${encodeURIComponent(email)}`;
}
