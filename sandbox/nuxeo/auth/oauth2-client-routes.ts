import { Router, type Request, type Response } from 'express';
import { entity, requireAdministrator, sendEntity } from '../web/entities.ts';
import { RestError } from '../web/rest-error.ts';
import { principalOf, type World } from '../world.ts';
import type { OAuth2Client } from './oauth2-store.ts';

/** Registration of OAuth2 consumers, for administrators. */
export function oauth2ClientRoutes(world: World): Router {
  const router = Router();
  const clients = world.oauth2.clients;
  router.use('/oauth2/client', (_req, res, next) => {
    requireAdministrator(principalOf(res));
    next();
  });
  router.get('/oauth2/client', (_req, res) => {
    sendEntity(res, 200, { 'entity-type': 'oauth2Clients', entries: [...clients.values()].map(clientJson) });
  });
  router.post('/oauth2/client', (req, res) => {
    const client = readClient(req.body);
    if (clients.has(client.id)) throw new RestError(400, `Client with id '${client.id}' already exists`);
    clients.set(client.id, client);
    sendEntity(res, 201, clientJson(client));
  });
  router.get('/oauth2/client/:id', (req, res) => sendEntity(res, 200, clientJson(known(world, req))));
  router.put('/oauth2/client/:id', (req, res) => {
    const before = known(world, req);
    const client = readClient(req.body);
    clients.delete(before.id);
    clients.set(client.id, client);
    sendEntity(res, 200, clientJson(client));
  });
  router.delete('/oauth2/client/:id', (req: Request, res: Response) => {
    clients.delete(known(world, req).id);
    res.status(204).end();
  });
  router.delete('/oauth2/token/client/:id/user/:username', (req, res) => {
    takeGrantBack(world, req, res);
  });
  return router;
}

/** One's own, or an administrator anybody's. */
function takeGrantBack(world: World, req: Request, res: Response): void {
  const [id, username] = [String(req.params['id']), String(req.params['username'])];
  if (principalOf(res).username !== username) requireAdministrator(principalOf(res));
  const pair = world.oauth2.pairOf(id, username);
  if (!pair) throw new RestError(404, 'Token not found');
  world.oauth2.remove(pair);
  res.status(204).end();
}

function known(world: World, req: Request): OAuth2Client {
  const id = String(req.params['id']);
  const client = world.oauth2.clients.get(id);
  if (!client) throw new RestError(404, `Invalid client: ${id}`);
  return client;
}

function clientJson(client: OAuth2Client): Record<string, unknown> {
  const { id, name, secret, redirectURIs, isAutoGrant, isEnabled } = client;
  return { 'entity-type': 'oauth2Client', name, redirectURIs, secret, id, isAutoGrant, isEnabled };
}

function readClient(body: unknown): OAuth2Client {
  const json = entity(body, 'oauth2Client');
  const text = (name: string) => (typeof json[name] === 'string' ? json[name] : '');
  const redirectURIs = Array.isArray(json['redirectURIs']) ? json['redirectURIs'].map(String) : [];
  if (!text('name')) throw new RestError(400, 'Client name is required');
  if (!text('id')) throw new RestError(400, 'Client Id is required');
  if (redirectURIs.length === 0) throw new RestError(400, 'Redirect URIs is required');
  const bad = redirectURIs.find((uri) => !isRedirectUri(uri));
  if (bad !== undefined) throw new RestError(400, `'${bad}' is not a valid redirect URI`);
  const [isAutoGrant, isEnabled] = [json['isAutoGrant'] === true, json['isEnabled'] !== false];
  return { id: text('id'), name: text('name'), secret: text('secret') || null, redirectURIs, isAutoGrant, isEnabled };
}

/** https, a scheme of an installed app, or plain http on localhost: 127.0.0.1 is refused. */
function isRedirectUri(uri: string): boolean {
  return (
    /^https:\/\/./.test(uri) || /^http:\/\/localhost(:\d+)?(\/.*)?$/.test(uri) || /^(?!https?:)[^:/]+:\/\/./.test(uri)
  );
}
