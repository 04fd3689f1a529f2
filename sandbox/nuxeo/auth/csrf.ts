import type { Request, RequestHandler, Response } from 'express';
import { errorPage } from '../web/html.ts';
import { serverUrlOf, type World } from '../world.ts';
import { cookiesOf, parameterOf } from './cookies.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Unsafe requests need our own origin, or none at all; with the token switched on, they also need the token. */
export function csrfFilter(world: World): RequestHandler {
  return (req, res, next) => {
    if (SAFE.has(req.method)) {
      handOutToken(world, req, res, next);
    } else if (!isFromHere(world, req)) {
      forbid(req, res);
    } else if (world.switches.csrfTokenEnabled && !hasToken(world, req)) {
      res.set('CSRF-Token', 'invalid');
      forbid(req, res);
    } else {
      next();
    }
  };
}

function isFromHere(world: World, req: Request): boolean {
  const source = req.get('origin') ?? req.get('referer');
  if (source === undefined) return true;
  return URL.canParse(source) && new URL(source).origin === new URL(serverUrlOf(world, req)).origin;
}

function handOutToken(world: World, req: Request, res: Response, next: () => void): void {
  const wantsToken = req.method === 'GET' && req.get('csrf-token') === 'fetch' && /^\/nuxeo\/?$/.test(req.path);
  if (!wantsToken || !world.switches.csrfTokenEnabled) {
    next();
    return;
  }
  const session = world.accounts.session(cookiesOf(req)['JSESSIONID']) ?? world.accounts.openSession('');
  res.append('Set-Cookie', `JSESSIONID=${session.id}; Path=/nuxeo; HttpOnly`);
  res.set('CSRF-Token', world.accounts.csrfToken(session)).status(200).type('html').send('');
}

function hasToken(world: World, req: Request): boolean {
  const expected = world.accounts.session(cookiesOf(req)['JSESSIONID'])?.csrfToken;
  const given = req.get('csrf-token') ?? parameterOf(req, 'csrf-token');
  return expected !== undefined && expected !== null && given === expected;
}

function forbid(req: Request, res: Response): void {
  req.resume();
  res.status(403).type('html').send(errorPage(403, 'CSRF check failure'));
}
