import { Router, urlencoded, type Request, type Response } from 'express';
import { escapeHtml, page } from '../web/html.ts';
import type { World } from '../world.ts';
import { cookiesOf, parameterOf } from './cookies.ts';

/** The login form and what it posts to. Reached without being authenticated. */
export function loginRoutes(world: World): Router {
  const router = Router();
  const login = (req: Request, res: Response) => submit(world, req, res);
  router.get('/login.jsp', (req, res) => void res.type('html').send(loginPage(req.query['requestedUrl'], false)));
  router.post(['/startup', '/login.jsp'], urlencoded({ extended: false }), login);
  router.get('/logout', (req, res) => {
    world.accounts.sessions.delete(cookiesOf(req)['JSESSIONID'] ?? '');
    res.append('Set-Cookie', 'JSESSIONID=; Path=/nuxeo; Max-Age=0');
    res.append('Set-Cookie', 'X-Authentication-Token=; Path=/nuxeo; Max-Age=0');
    res.redirect(302, '/nuxeo/login.jsp');
  });
  return router;
}

function submit(world: World, req: Request, res: Response): void {
  const requestedUrl = parameterOf(req, 'requestedUrl') ?? '';
  const username = parameterOf(req, 'user_name') ?? '';
  const isComplete = parameterOf(req, 'form_submitted_marker') !== undefined;
  const principal = isComplete
    ? world.repository.directory.authenticate(username, parameterOf(req, 'user_password') ?? '')
    : undefined;
  if (!principal) {
    res.status(401).type('html').send(loginPage(requestedUrl, true));
    return;
  }
  const session = world.accounts.openSession(principal.username);
  res.append('Set-Cookie', `JSESSIONID=${session.id}; Path=/nuxeo; HttpOnly`);
  res.redirect(302, localTarget(requestedUrl));
}

/** Never leaves this server, whatever was asked for. */
function localTarget(requestedUrl: string): string {
  const target = new URL(`/nuxeo/${requestedUrl.replace(/^\/+/, '')}`, 'http://localhost');
  return target.pathname.startsWith('/nuxeo/') ? `${target.pathname}${target.search}` : '/nuxeo/';
}

function loginPage(requestedUrl: unknown, failed: boolean): string {
  const target = typeof requestedUrl === 'string' ? requestedUrl : '';
  return page(
    'Log in',
    `<main class="card narrow">
      <h1>Nuxeo (rehearsal)</h1>
      ${failed ? '<p class="error" role="alert">User name or password is wrong.</p>' : ''}
      <form method="post" action="/nuxeo/startup">
        <label>User name <input name="user_name" autocomplete="username" required autofocus></label>
        <label>Password <input name="user_password" type="password" autocomplete="current-password" required></label>
        <input type="hidden" name="form_submitted_marker" value="">
        <input type="hidden" name="requestedUrl" value="${escapeHtml(target)}">
        <button>Log in</button>
      </form>
      <p class="muted">ana/ana and ben/ben edit, cleo/cleo reads, Administrator/Administrator administers.</p>
    </main>`,
  );
}
