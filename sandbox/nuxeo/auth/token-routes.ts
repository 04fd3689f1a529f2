import { Router, type Request, type Response } from 'express';
import { errorPage } from '../web/html.ts';
import { principalOf, type World } from '../world.ts';
import { parameterOf } from './cookies.ts';

/** `/authentication/token`: a token for the caller, never for anybody else. */
export function tokenRoutes(world: World): Router {
  const router = Router();
  router.get('/authentication/token', (req, res) => {
    const [application, deviceId] = [parameterOf(req, 'applicationName'), parameterOf(req, 'deviceId')];
    const permission = parameterOf(req, 'permission');
    const revoke = parameterOf(req, 'revoke') === 'true';
    if (!application || !deviceId || (!permission && !revoke)) {
      const message =
        'The following request parameters are mandatory to acquire an authentication token: applicationName, deviceId, permission.';
      res.status(400).type('html').send(errorPage(400, message));
      return;
    }
    const wanted = { username: principalOf(res).username, application, deviceId };
    if (revoke) revokeToken(world, wanted, res);
    else acquire(world, { ...wanted, permission: permission ?? '' }, req, res);
  });
  return router;
}

interface Wanted {
  username: string;
  application: string;
  deviceId: string;
}

function acquire(world: World, wanted: Wanted & { permission: string }, req: Request, res: Response): void {
  const deviceDescription = parameterOf(req, 'deviceDescription') ?? '';
  const { token } = world.accounts.acquireToken({ ...wanted, deviceDescription });
  res.status(201).type('text/plain').send(token);
}

function revokeToken(world: World, wanted: Wanted, res: Response): void {
  const which = `for userName ${wanted.username}, applicationName ${wanted.application} and deviceId ${wanted.deviceId}`;
  const existing = world.accounts.findToken(wanted);
  if (!existing) {
    res.status(400).type('text/plain').send(`No token found ${which}; nothing to do.`);
    return;
  }
  world.accounts.tokens.delete(existing.token);
  res.status(202).type('text/plain').send(`Token revoked ${which}.`);
}
