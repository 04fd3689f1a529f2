import { Router } from 'express';
import { cutPage, pageWish } from '../search/page.ts';
import { entity, requireAdministrator, sendEntity, type Json } from '../web/entities.ts';
import { EmptyError, RestError } from '../web/rest-error.ts';
import { principalOf, type World } from '../world.ts';
import type { User } from './directory.ts';
import { matches, propertiesOf } from './people-bodies.ts';
import { userJson } from './people-json.ts';

export function userRoutes(world: World): Router {
  const router = Router();
  const { users } = world.repository.directory;
  router.get('/me', (_req, res) => sendEntity(res, 200, userJson(world, knownUser(world, principalOf(res).username))));
  router.put('/me/changepassword', (req, res) => {
    const user = knownUser(world, principalOf(res).username);
    const { oldPassword, newPassword } = req.body as Json;
    if (oldPassword !== user.password) throw new EmptyError(401);
    user.password = String(newPassword);
    sendEntity(res, 200, userJson(world, user));
  });
  // There are no workflows: nobody has anything to do.
  router.get('/task', (req, res) => {
    const { envelope } = cutPage([], pageWish(req, 50));
    sendEntity(res, 200, { 'entity-type': 'tasks', ...envelope, entries: [] });
  });
  router.get('/user/search', (req, res) => {
    const found = [...users.values()].filter((user) => matches(req.query['q'], searchable(user)));
    const { entries, envelope } = cutPage(found, pageWish(req, 50));
    const people = entries.map((user) => userJson(world, user));
    sendEntity(res, 200, { 'entity-type': 'users', ...envelope, isSortable: false, entries: people });
  });
  router.get('/user/:id', (req, res) => sendEntity(res, 200, userJson(world, knownUser(world, req.params.id))));
  changeRoutes(world, router);
  return router;
}

function changeRoutes(world: World, router: Router): void {
  const { users } = world.repository.directory;
  router.post('/user', (req, res) => {
    requireAdministrator(principalOf(res));
    const body = entity(req.body, 'user');
    const username = String(propertiesOf(body)['username'] ?? body['id'] ?? '');
    if (!username) throw new RestError(400, 'User must have a username');
    if (users.has(username)) throw new RestError(409, 'User already exists');
    const user = updated({ ...NOBODY, username }, propertiesOf(body));
    users.set(username, user);
    sendEntity(res, 201, userJson(world, user));
  });
  router.put('/user/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    const user = updated(knownUser(world, req.params.id), propertiesOf(entity(req.body, 'user')));
    users.set(user.username, user);
    sendEntity(res, 200, userJson(world, user));
  });
  router.delete('/user/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    users.delete(knownUser(world, req.params.id).username);
    res.status(204).end();
  });
}

export function knownUser(world: World, id: string): User {
  const user = world.repository.directory.user(id);
  if (!user) throw new RestError(404, 'user does not exist');
  return user;
}

const NOBODY: User = { username: '', password: '', firstName: '', lastName: '', email: '', company: '', groups: [] };

function updated(user: User, properties: Json): User {
  const text = (name: keyof User) => (typeof properties[name] === 'string' ? { [name]: properties[name] } : {});
  const groups = Array.isArray(properties['groups']) ? { groups: properties['groups'].map(String) } : {};
  const texts = {
    ...text('password'),
    ...text('firstName'),
    ...text('lastName'),
    ...text('email'),
    ...text('company'),
  };
  return { ...user, ...texts, ...groups };
}

function searchable({ username, firstName, lastName, email }: User): string[] {
  return [username, firstName, lastName, email];
}
