import { Router } from 'express';
import { sendList, type Json } from '../web/entities.ts';
import { EmptyError, RestError } from '../web/rest-error.ts';
import { principalOf, type World } from '../world.ts';
import type { NuxeoToken } from './accounts.ts';

/** A person's own tokens, as REST. */
export function tokenRestRoutes(world: World): Router {
  const router = Router();
  const { tokens } = world.accounts;
  router.get('/token', (req, res) => {
    const { application } = req.query;
    const own = [...tokens.values()].filter((token) => token.username === principalOf(res).username);
    const wanted = own.filter((token) => application === undefined || token.application === application);
    sendList(res, 'tokens', wanted.map(tokenJson));
  });
  router.post('/token', (req, res) => {
    const text = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '');
    const [application, deviceId, permission] = [text('application'), text('deviceId'), text('permission')];
    if (!application || !deviceId || !permission) throw new RestError(400, 'Missing parameters');
    const { username } = principalOf(res);
    const wanted = { username, application, deviceId, deviceDescription: text('deviceDescription'), permission };
    res.status(201).type('text/plain').send(world.accounts.acquireToken(wanted).token);
  });
  // Knowing the token is enough: nobody asks whose it is.
  router.delete('/token/:id', (req, res) => {
    if (!tokens.delete(req.params.id)) throw new EmptyError(404);
    res.status(204).end();
  });
  return router;
}

function tokenJson(token: NuxeoToken): Json {
  const { token: id, ...rest } = token;
  return { 'entity-type': 'token', id, ...rest };
}
