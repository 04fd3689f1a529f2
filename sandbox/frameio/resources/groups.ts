import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { notFound } from '../errors.ts';
import type { Group } from '../model.ts';
import { created, ok, type Call, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import { presentUser } from '../shapes.ts';
import { born, type World } from '../store.ts';
import { listOf, name, oneOf, pagedQuery, query, wrapped } from '../validation.ts';

const includes = listOf(['creator']);
const SORTS = ['creator_asc', 'creator_desc', 'name_asc', 'name_desc', 'created_at_asc', 'created_at_desc'] as const;
const createBody = wrapped(z.strictObject({ name, emoji: name }));
const updateBody = wrapped(z.strictObject({ name: name.optional(), emoji: name.optional() }));

const LIST = '/v4/accounts/:account_id/groups';
const ONE = `${LIST}/:group_id`;

/** Groups have names and nothing else here: their members are not in the API. */
export function groupOperations(api: Operations): void {
  api.get(LIST, {
    id: 'groups.index',
    query: pagedQuery({ include: includes, sort: oneOf(SORTS) }),
    handle({ sandbox, accountId, query, path }) {
      const { world } = sandbox;
      const found = [...world.groups.values()].filter((group) => group.accountId === accountId);
      const ordered = sorted(found, query.sort, {
        creator: ({ creatorId }) => world.people.get(creatorId)?.name ?? '',
        name: (group) => group.name,
        created_at: ({ createdAt }) => createdAt,
      });
      return ok(pageOf(ordered, path, query, (group) => present(world, group, query.include)));
    },
  });

  api.post(LIST, {
    id: 'groups.create',
    body: createBody,
    handle({ sandbox, access, accountId, person, body }) {
      access.requireAdmin(accountId);
      const group = { ...born(), ...body.data, accountId, creatorId: person.id };
      sandbox.world.groups.set(group.id, group);
      return created({ data: present(sandbox.world, group) });
    },
  });

  api.get(ONE, {
    id: 'groups.show',
    query: query({ include: includes }),
    handle: (call) => ok({ data: present(call.sandbox.world, groupIn(call), call.query.include) }),
  });

  api.patch(ONE, {
    id: 'groups.update',
    body: updateBody,
    handle(call) {
      call.access.requireAdmin(call.accountId);
      const group = Object.assign(groupIn(call), call.body.data, { updatedAt: timestamp() });
      return ok({ data: present(call.sandbox.world, group) });
    },
  });
}

function groupIn({ sandbox, accountId, id }: Call<unknown, unknown>): Group {
  const group = sandbox.world.groups.get(id('group_id'));
  if (group?.accountId !== accountId) throw notFound();
  return group;
}

function present(world: World, group: Group, include: ReadonlySet<string> = new Set()) {
  const { id, name, emoji, creatorId, createdAt, updatedAt } = group;
  return {
    ...{ id, name, emoji, creator_id: creatorId, created_at: createdAt, updated_at: updatedAt },
    ...{ member_count: 0, source: 'frame' },
    ...(include.has('creator') ? { creator: presentUser(world.people.get(creatorId)) } : {}),
  };
}
