import { Router, type Request, type Response } from 'express';
import { wish } from '../documents/write-context.ts';
import { cutPage, pageWish } from '../search/page.ts';
import { entity, requireAdministrator, sendEntity, type Json } from '../web/entities.ts';
import { RestError } from '../web/rest-error.ts';
import { principalOf, type World } from '../world.ts';
import type { Group } from './directory.ts';
import { matches, propertiesOf } from './people-bodies.ts';
import { groupJson, userJson } from './people-json.ts';
import { knownUser } from './user-routes.ts';

export function groupRoutes(world: World): Router {
  const router = Router();
  const { directory } = world.repository;
  router.get('/group/search', (req, res) => {
    const all = [...directory.groups.values()];
    const found = all.filter((group) => matches(req.query['q'], [group.groupname, group.grouplabel]));
    sendGroups(world, found, req, res);
  });
  router.get('/group/:id', (req, res) => sendGroup(world, 200, knownGroup(world, req.params.id), req, res));
  router.get('/group/:id/@users', (req, res) => {
    const members = directory.members(knownGroup(world, req.params.id).groupname);
    const { entries, envelope } = cutPage(members, pageWish(req, 50));
    const people = entries.map((user) => userJson(world, user));
    sendEntity(res, 200, { 'entity-type': 'users', ...envelope, isSortable: false, entries: people });
  });
  router.get('/group/:id/@groups', (req, res) => {
    const { memberGroups } = knownGroup(world, req.params.id);
    sendGroups(
      world,
      memberGroups.flatMap((name) => directory.group(name) ?? []),
      req,
      res,
    );
  });
  changeRoutes(world, router);
  membershipRoutes(world, router);
  return router;
}

function changeRoutes(world: World, router: Router): void {
  const { groups } = world.repository.directory;
  const store = (group: Group, body: Json) => {
    groups.set(group.groupname, group);
    if (Array.isArray(body['memberUsers'])) setMembers(world, group.groupname, body['memberUsers'].map(String));
    return group;
  };
  router.post('/group', (req, res) => {
    requireAdministrator(principalOf(res));
    const body = entity(req.body, 'group');
    const group = readGroup(body);
    if (groups.has(group.groupname)) throw new RestError(409, 'Group already exists');
    sendGroup(world, 201, store(group, body), req, res);
  });
  router.put('/group/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    const { groupname, memberGroups } = knownGroup(world, req.params.id);
    const body = { memberGroups, ...entity(req.body, 'group'), groupname };
    sendGroup(world, 200, store(readGroup(body), body), req, res);
  });
  router.delete('/group/:id', (req, res) => {
    requireAdministrator(principalOf(res));
    groups.delete(knownGroup(world, req.params.id).groupname);
    res.status(204).end();
  });
}

/** A person joins or leaves a group; either of the two may stand first in the URL. */
function membershipRoutes(world: World, router: Router): void {
  const members = (req: Request, res: Response) => {
    requireAdministrator(principalOf(res));
    const user = knownUser(world, String(req.params['user']));
    return { user, group: knownGroup(world, String(req.params['group'])) };
  };
  const join = (req: Request, res: Response) => {
    const { user, group } = members(req, res);
    user.groups = [...new Set([...user.groups, group.groupname])];
    return { user, group };
  };
  router.post('/user/:user/group/:group', (req, res) => sendEntity(res, 201, userJson(world, join(req, res).user)));
  router.post('/group/:group/user/:user', (req, res) => sendGroup(world, 201, join(req, res).group, req, res));
  router.delete(['/user/:user/group/:group', '/group/:group/user/:user'], (req, res) => {
    const { user, group } = members(req, res);
    user.groups = user.groups.filter((name) => name !== group.groupname);
    res.status(204).end();
  });
}

function fetched(req: Request): string[] {
  return wish(req, ['fetch-group', 'fetch.group']);
}

function sendGroup(world: World, status: number, group: Group, req: Request, res: Response): void {
  sendEntity(res, status, groupJson(world, group, fetched(req)));
}

function sendGroups(world: World, groups: Group[], req: Request, res: Response): void {
  const { entries, envelope } = cutPage(groups, pageWish(req, 50));
  const all = entries.map((group) => groupJson(world, group, fetched(req)));
  sendEntity(res, 200, { 'entity-type': 'groups', ...envelope, isSortable: false, entries: all });
}

function knownGroup(world: World, id: string): Group {
  const group = world.repository.directory.group(id);
  if (!group) throw new RestError(404, 'group does not exist');
  return group;
}

/** The field wins over the id, and the id over the property. */
function readGroup(body: Json): Group {
  const properties = propertiesOf(body);
  const names = [body['groupname'], body['id'], properties['groupname']];
  const groupname = names.find((name) => typeof name === 'string' && name !== '');
  if (typeof groupname !== 'string') throw new RestError(400, 'Group must have a name');
  const label = body['grouplabel'] ?? properties['grouplabel'];
  const { description } = properties as { description?: unknown };
  const memberGroups = Array.isArray(body['memberGroups']) ? body['memberGroups'].map(String) : [];
  return {
    groupname,
    grouplabel: typeof label === 'string' ? label : groupname,
    description: typeof description === 'string' ? description : null,
    memberGroups,
  };
}

function setMembers(world: World, groupname: string, usernames: string[]): void {
  for (const user of world.repository.directory.users.values()) {
    const others = user.groups.filter((name) => name !== groupname);
    user.groups = usernames.includes(user.username) ? [...others, groupname] : others;
  }
}
