import { Router, type Request, type Response } from 'express';
import { wish } from '../documents/write-context.ts';
import { cutPage, pageWish } from '../search/page.ts';
import { entity, requireAdministrator, sendEntity, type Json } from '../web/entities.ts';
import { EmptyError, RestError } from '../web/rest-error.ts';
import { principalOf, type World } from '../world.ts';
import type { Group, User } from './directory.ts';
import { groupJson, userJson } from './people-json.ts';

export function peopleRoutes(world: World): Router {
  const router = Router();
  userRoutes(world, router);
  groupRoutes(world, router);
  return router;
}

function userRoutes(world: World, router: Router): void {
  const { directory } = world.repository;
  router.get('/me', (_req, res) => sendEntity(res, 200, userJson(world, knownUser(world, principalOf(res).username))));
  router.put('/me/changepassword', (req, res) => {
    const user = knownUser(world, principalOf(res).username);
    const { oldPassword, newPassword } = req.body as Json;
    if (oldPassword !== user.password) throw new EmptyError(401);
    user.password = String(newPassword);
    sendEntity(res, 200, userJson(world, user));
  });
  router.get('/user/search', (req, res) => {
    const found = [...directory.users.values()].filter((user) =>
      matches(req.query['q'], [user.username, user.firstName, user.lastName, user.email]),
    );
    sendPage(
      res,
      'users',
      req,
      found.map((user) => userJson(world, user)),
    );
  });
  router.get('/user/:id', (req, res) => sendEntity(res, 200, userJson(world, knownUser(world, req.params.id))));
  router.post('/user', (req, res) => {
    requireAdministrator(principalOf(res));
    const properties = readProperties(entity(req.body, 'user'));
    const username = String(properties['username'] ?? (req.body as Json)['id'] ?? '');
    if (!username) throw new RestError(400, 'User must have a username');
    if (directory.users.has(username)) throw new RestError(409, 'User already exists');
    const user = updatedUser(emptyUser(username), properties);
    directory.users.set(username, user);
    sendEntity(res, 201, userJson(world, user));
  });
  router.put('/user/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    const user = updatedUser(knownUser(world, req.params.id), readProperties(entity(req.body, 'user')));
    directory.users.set(user.username, user);
    sendEntity(res, 200, userJson(world, user));
  });
  router.delete('/user/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    directory.users.delete(knownUser(world, req.params.id).username);
    res.status(204).end();
  });
  membershipRoutes(world, router);
}

function membershipRoutes(world: World, router: Router): void {
  const change = (req: Request, res: Response, act: (user: User, group: Group) => void) => {
    requireAdministrator(principalOf(res));
    const user = knownUser(world, String(req.params['user']));
    act(user, knownGroup(world, String(req.params['group'])));
    return user;
  };
  const join = (req: Request, res: Response) =>
    change(req, res, (user, { groupname }) => {
      user.groups = [...new Set([...user.groups, groupname])];
    });
  router.post('/user/:user/group/:group', (req, res) => sendEntity(res, 201, userJson(world, join(req, res))));
  router.post('/group/:group/user/:user', (req, res) =>
    sendEntity(res, 201, groupJson(world, groupAfter(req, join(req, res)))),
  );
  router.delete(['/user/:user/group/:group', '/group/:group/user/:user'], (req, res) => {
    change(req, res, (user, { groupname }) => {
      user.groups = user.groups.filter((name) => name !== groupname);
    });
    res.status(204).end();
  });
  const groupAfter = (req: Request, _user: User) => knownGroup(world, String(req.params['group']));
}

function groupRoutes(world: World, router: Router): void {
  const { directory } = world.repository;
  const fetched = (req: Request) => wish(req, ['fetch-group', 'fetch.group']);
  router.get('/group/search', (req, res) => {
    const found = [...directory.groups.values()].filter((group) =>
      matches(req.query['q'], [group.groupname, group.grouplabel]),
    );
    sendPage(
      res,
      'groups',
      req,
      found.map((group) => groupJson(world, group, fetched(req))),
    );
  });
  router.get('/group/:id', (req, res) =>
    sendEntity(res, 200, groupJson(world, knownGroup(world, req.params.id), fetched(req))),
  );
  router.get('/group/:id/@users', (req, res) => {
    const { groupname } = knownGroup(world, req.params.id);
    sendPage(
      res,
      'users',
      req,
      directory.members(groupname).map((user) => userJson(world, user)),
    );
  });
  router.get('/group/:id/@groups', (req, res) => {
    const names = knownGroup(world, req.params.id).memberGroups;
    sendPage(
      res,
      'groups',
      req,
      names.flatMap((name) => directory.group(name) ?? []).map((group) => groupJson(world, group)),
    );
  });
  router.post('/group', (req, res) => {
    requireAdministrator(principalOf(res));
    const group = readGroup(entity(req.body, 'group'));
    if (directory.groups.has(group.groupname)) throw new RestError(409, 'Group already exists');
    directory.groups.set(group.groupname, group);
    setMembers(world, group, req.body as Json);
    sendEntity(res, 201, groupJson(world, group, fetched(req)));
  });
  router.put('/group/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    const before = knownGroup(world, req.params.id);
    const group = {
      ...before,
      ...readGroup({ groupname: before.groupname, ...entity(req.body, 'group') }),
      groupname: before.groupname,
    };
    directory.groups.set(group.groupname, group);
    setMembers(world, group, req.body as Json);
    sendEntity(res, 200, groupJson(world, group, fetched(req)));
  });
  router.delete('/group/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    directory.groups.delete(knownGroup(world, req.params.id).groupname);
    res.status(204).end();
  });
}

function knownUser(world: World, id: string): User {
  const user = world.repository.directory.user(id);
  if (!user) throw new RestError(404, 'user does not exist');
  return user;
}

function knownGroup(world: World, id: string): Group {
  const group = world.repository.directory.group(id);
  if (!group) throw new RestError(404, 'group does not exist');
  return group;
}

/** `*` stands for anything; without one the beginning counts. */
function matches(q: unknown, texts: string[]): boolean {
  const wanted = typeof q === 'string' ? q.toLowerCase().replaceAll('*', '') : '';
  return texts.some((text) => text.toLowerCase().startsWith(wanted));
}

function sendPage(res: Response, type: string, req: Request, all: Json[]): void {
  const { entries, envelope } = cutPage(all, pageWish(req, 50));
  const sortable = { ...envelope, isSortable: false };
  sendEntity(res, 200, { 'entity-type': type, ...sortable, entries });
}

function readProperties(body: Json): Json {
  return typeof body['properties'] === 'object' && body['properties'] !== null ? (body['properties'] as Json) : {};
}

function emptyUser(username: string): User {
  return { username, password: '', firstName: '', lastName: '', email: '', company: '', groups: [] };
}

function updatedUser(user: User, properties: Json): User {
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

/** The field wins over the id, and the id over the property. */
function readGroup(body: Json): Group {
  const properties = readProperties(body);
  const groupname = [body['groupname'], body['id'], properties['groupname']].find(
    (name) => typeof name === 'string' && name,
  );
  if (typeof groupname !== 'string') throw new RestError(400, 'Group must have a name');
  const label = body['grouplabel'] ?? properties['grouplabel'];
  const description = properties['description'];
  const memberGroups = Array.isArray(body['memberGroups']) ? body['memberGroups'].map(String) : [];
  return {
    groupname,
    grouplabel: typeof label === 'string' ? label : groupname,
    description: typeof description === 'string' ? description : null,
    memberGroups,
  };
}

function setMembers(world: World, group: Group, body: Json): void {
  if (!Array.isArray(body['memberUsers'])) return;
  const members = new Set(body['memberUsers'].map(String));
  for (const user of world.repository.directory.users.values()) {
    const others = user.groups.filter((name) => name !== group.groupname);
    user.groups = members.has(user.username) ? [...others, group.groupname] : others;
  }
}
