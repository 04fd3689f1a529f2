/** A person's browser as far as HTTP goes: cookies by origin, redirects by hand, the Origin of the page. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #publicUrl: string;

  constructor(publicUrl: string) {
    this.#publicUrl = publicUrl;
  }

  /** Logs in to Nuxeo with its form, as people do. */
  async login(username: string, password: string): Promise<void> {
    const body = new URLSearchParams({ user_name: username, user_password: password, form_submitted_marker: '' });
    const answer = await this.request('POST', `${this.#publicUrl}/startup`, { body });
    if (answer.status >= 400) throw new Error(`login of ${username} answered ${answer.status}`);
  }

  /** Values of all cookies that it holds, whatever their name. */
  cookieValues(): string[] {
    return [...this.#cookies.values()].flatMap((jar) => [...jar.values()]).filter((value) => value !== '');
  }

  /** What it would send to this address. */
  cookieHeader(url: string): string {
    return [...(this.#cookies.get(new URL(url).origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async request(method: string, url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size) headers.set('cookie', this.cookieHeader(url));
    if (method !== 'GET') headers.set('origin', new URL(this.#publicUrl).origin);
    const answer = await fetch(url, { ...init, method, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** Follows redirects to where they end. @param visit - May change an address before it is opened. */
  async follow(
    url: string,
    visit: (url: string) => string = (one) => one,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ url: string; answer: Response }> {
    let next = visit(url);
    for (let hops = 0; hops < 20; hops += 1) {
      const answer = await this.request('GET', next, { headers });
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status >= 400 || location === null) return { url: next, answer };
      await answer.body?.cancel();
      next = visit(new URL(location, next).href);
    }
    throw new Error(`too many redirects from ${url}`);
  }
}
