import type { CookieOptions, Request, Response } from 'express';

/** Begins with `frameio_`: such cookies are never forwarded to Nuxeo. */
const NAME = 'frameio_signin';
const LIFE_MS = 10 * 60_000;

/** Ties a sign-in to the browser that started it. Lax: it has to come along when Adobe sends the person back. */
export interface SignInCookie {
  set(res: Response, value: string): void;
  read(req: Request): string | undefined;
  clear(res: Response): void;
}

export function createSignInCookie(publicUrl: string): SignInCookie {
  const secure = new URL(publicUrl).protocol === 'https:';
  // The whole site: Adobe's callback is below Nuxeo's path, Nuxeo's is below ours.
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  return {
    set: (res, value) => void res.cookie(NAME, value, { ...options, maxAge: LIFE_MS }),
    read: (req) => {
      const cookies = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
      return cookies.find(([name]) => name === NAME)?.[1];
    },
    clear: (res) => void res.clearCookie(NAME, options),
  };
}
