import type { Request, RequestHandler, Response } from 'express';
import type { Principal } from '../people/directory.ts';
import { errorPage, escapeHtml } from '../web/html.ts';
import type { World } from '../world.ts';
import { cookiesOf, parameterOf } from './cookies.ts';
import { usernameOfJwt } from './jwt.ts';

type Plugin = (world: World, req: Request, res: Response) => Principal | undefined;

const REST = /\/api\/v|\/automation/;

/** Finds out who is calling. A live browser session wins over any credentials sent beside it. */
export function authenticate(world: World): RequestHandler {
  return (req, res, next) => {
    const principal = fromSession(world, req) ?? fromPlugins(world, req, res);
    if (!principal) {
      refuse(world, req, res);
      return;
    }
    (res.locals as { principal?: Principal }).principal = principal;
    next();
  };
}

function fromSession(world: World, req: Request): Principal | undefined {
  const session = world.accounts.session(cookiesOf(req)['JSESSIONID']);
  return session && world.repository.directory.principal(session.username);
}

function fromPlugins(world: World, req: Request, res: Response): Principal | undefined {
  const plugins = req.get('x-authentication-token') ? [token] : [basic, token, oauth2, jwt];
  for (const plugin of plugins) {
    const principal = plugin(world, req, res);
    if (principal && principal.username !== 'system') return principal;
  }
  return undefined;
}

const basic: Plugin = (world, req) => {
  const [, encoded] = /^Basic\s+(.+)$/i.exec(req.get('authorization') ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const at = decoded.indexOf(':');
  return at < 0 ? undefined : world.repository.directory.authenticate(decoded.slice(0, at), decoded.slice(at + 1));
};

/** Header, parameter or cookie; success sets the cookie, which is a credential by itself from then on. */
const token: Plugin = (world, req, res) => {
  const given =
    req.get('x-authentication-token') ?? parameterOf(req, 'token') ?? cookiesOf(req)['X-Authentication-Token'];
  const known = given === undefined ? undefined : world.accounts.tokens.get(given);
  if (!known) return undefined;
  res.append('Set-Cookie', `X-Authentication-Token=${known.token}; Path=/nuxeo; HttpOnly`);
  return world.repository.directory.principal(known.username);
};

const oauth2: Plugin = (world, req) => {
  const bearer = bearerOf(req);
  const pair = world.oauth2.pairs.find((candidate) => candidate.accessToken === bearer);
  if (!pair || pair.expiresAt <= Date.now()) return undefined;
  return world.oauth2.clients.get(pair.clientId)?.isEnabled
    ? world.repository.directory.principal(pair.username)
    : undefined;
};

const jwt: Plugin = (world, req) => {
  const username = usernameOfJwt(
    bearerOf(req) ?? '',
    world.switches.jwtSecret,
    req.originalUrl.replace(/^\/nuxeo\//, ''),
  );
  return username === undefined ? undefined : world.repository.directory.principal(username);
};

function bearerOf(req: Request): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(req.get('authorization') ?? '')?.[1] ?? parameterOf(req, 'access_token');
}

function refuse(_world: World, req: Request, res: Response): void {
  req.resume();
  const isRest = REST.test(req.originalUrl.split('?')[0] ?? '');
  if (isRest || req.get('x-authentication-token')) {
    const mayAsk = isRest && !req.get('x-no-basic-header') && !req.get('cookie') && !req.get('x-authentication-token');
    if (mayAsk) res.set('WWW-Authenticate', 'Basic realm="Nuxeo Automation"');
    res.status(401).type('html').send(errorPage(401, 'Unauthorized'));
    return;
  }
  res.status(401).type('html').send(redirectPage(req));
}

/** Scripts see the 401, people are taken to the login page. */
function redirectPage(req: Request): string {
  const target = `/nuxeo/login.jsp?requestedUrl=${encodeURIComponent(req.originalUrl.replace(/^\/nuxeo\/?/, ''))}`;
  const script = `window.location=${JSON.stringify(target).replaceAll('<', '\\u003c')}`;
  return `<!doctype html><html lang="en"><body><script>${script}</script><a href="${escapeHtml(target)}">Log in</a></body></html>`;
}
