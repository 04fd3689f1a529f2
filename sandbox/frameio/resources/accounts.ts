import { ok, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import { presentAccount, presentProfile } from '../shapes.ts';
import { oneOf, pagedQuery, query } from '../validation.ts';

const sorts = ['display_name_asc', 'created_at_asc', 'display_name_desc', 'created_at_desc'] as const;

export function accountOperations(api: Operations): void {
  api.get('/v4/me', {
    id: 'users.show',
    query: query({}),
    handle: ({ person }) => ok({ data: presentProfile(person) }),
  });

  api.get('/v4/accounts', {
    id: 'accounts.index',
    query: pagedQuery({ sort: oneOf(sorts) }),
    handle({ sandbox, person, query, path }) {
      const mine = [...sandbox.world.accounts.values()].filter((account) => account.roles.has(person.id));
      const ordered = sorted(mine, query.sort, { display_name: (a) => a.displayName, created_at: (a) => a.createdAt });
      return ok(pageOf(ordered, path, query, (account) => presentAccount(sandbox, account, person)));
    },
  });
}
