/** What a person's browser does on its way through a sign-in: keeps cookies by host, follows redirects one by one. */
export interface Browser {
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects until something else comes; `onPage` may say where a person goes on from a page. */
  visit(url: string, onPage?: (url: string) => string | undefined): Promise<{ url: string; response: Response }>;
  cookies(url: string): ReadonlyMap<string, string>;
  forgetCookie(url: string, name: string): void;
}

export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { hostname } = new URL(url);
    const jar = jars.get(hostname) ?? new Map<string, string>();
    jars.set(hostname, jar);
    return jar;
  };

  async function fetchWithCookies(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = jarOf(url);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  }

  return {
    fetch: fetchWithCookies,
    async visit(first, onPage = () => undefined) {
      let url = first;
      for (let step = 0; step < 12; step += 1) {
        const response = await fetchWithCookies(url);
        const location = response.headers.get('location');
        const next = location === null ? onPage(url) : new URL(location, url).href;
        if (next === undefined) return { url, response };
        await response.body?.cancel();
        url = next;
      }
      throw new Error(`No end in sight after ${first}`);
    },
    cookies: (url) => jarOf(url),
    forgetCookie: (url, name) => void jarOf(url).delete(name),
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const [name = '', value = ''] = pair.split('=');
  const isGone = value === '' || attributes.some((one) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(one));
  if (isGone) jar.delete(name);
  else jar.set(name, value);
}
