import { aceId } from '../repository/acl.ts';
import type { Ace, StoredDocument } from '../repository/document.ts';
import { effectiveAces, statusOf } from '../repository/permissions.ts';
import { userId } from '../people/people-json.ts';
import type { Json } from '../web/entities.ts';
import type { World } from '../world.ts';

/** The adapter `@acl` says `acl` and `ace` … */
export function aclEntity(world: World, document: StoredDocument): Json {
  return { 'entity-type': 'acls', acl: lists(world, document).map(({ name, aces }) => ({ name, ace: aces })) };
}

/** … and the enricher, for the same thing, `aces`. */
export function enricherAcls(world: World, document: StoredDocument): Json[] {
  return lists(world, document).map(({ name, aces }) => ({
    name,
    aces: aces.map(({ id, username, ...rest }) => ({ id, username, externalUser: false, ...rest })),
  }));
}

function lists(world: World, document: StoredDocument): { name: string; aces: Json[] }[] {
  const { documents } = world.repository;
  const own = Object.entries(documents.liveOf(document)?.acl ?? {});
  const { inherited } = effectiveAces(documents, document);
  const all: [string, Ace[]][] = inherited.length > 0 ? [...own, ['inherited', inherited]] : own;
  return all.map(([name, aces]) => ({ name, aces: aces.map((ace) => aceJson(world, ace)) }));
}

function aceJson(world: World, ace: Ace): Json {
  const isUser = world.repository.directory.users.has(ace.username);
  return {
    id: aceId(ace),
    username: isUser ? userId(world, ace.username) : ace.username,
    permission: ace.permission,
    granted: ace.granted,
    creator: ace.creator,
    begin: ace.begin,
    end: ace.end,
    status: statusOf(ace, new Date()),
  };
}
