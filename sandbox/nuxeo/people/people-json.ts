import type { Json } from '../web/entities.ts';
import type { World } from '../world.ts';
import { generatedId, type Group, type User } from './directory.ts';

export function userJson(world: World, user: User): Json {
  const { directory } = world.repository;
  const principal = directory.principal(user.username);
  const { username, firstName, lastName, email, company, groups } = user;
  return {
    'entity-type': 'user',
    id: userId(world, user.username),
    properties: { firstName, lastName, tenantId: null, groups, company, email, username },
    extendedGroups: (principal?.groups ?? []).map((name) => extendedGroup(world, name)),
    isAdministrator: principal?.isAdministrator ?? false,
    isAnonymous: false,
  };
}

export function userId(world: World, username: string): string {
  return world.switches.uuidUserIds ? generatedId('user', username) : username;
}

function extendedGroup(world: World, name: string): Json {
  const label = world.repository.directory.groups.get(name)?.grouplabel ?? name;
  return { name, label, url: `group/${name}` };
}

export function groupJson(world: World, group: Group, fetch: string[] = []): Json {
  const {
    directory,
    directory: { groups },
  } = world.repository;
  const { groupname, grouplabel, description, memberGroups } = group;
  const id = world.switches.uuidUserIds ? generatedId('group', groupname) : groupname;
  return {
    'entity-type': 'group',
    groupname,
    grouplabel,
    id,
    properties: { groupname, grouplabel, description, tenantId: null },
    ...(fetch.includes('memberUsers') ? { memberUsers: directory.members(groupname).map((u) => u.username) } : {}),
    ...(fetch.includes('memberGroups') ? { memberGroups: memberGroups.filter((name) => groups.has(name)) } : {}),
    ...(fetch.includes('parentGroups') ? { parentGroups: directory.parents(groupname).map((g) => g.groupname) } : {}),
  };
}
