import { z } from 'zod';
import type { Access } from '../access.ts';
import type { Asset, Project } from '../model.ts';
import { ok, type Operations } from '../operation.ts';
import { pageOf } from '../paging.ts';
import type { Sandbox } from '../sandbox.ts';
import { presentFile, presentFolder, presentProject, presentStack } from '../shapes.ts';
import { pagedQuery } from '../validation.ts';

/** The one body that is not wrapped. */
const body = z.strictObject({
  query: z.string().min(1).max(1000),
  engine: z.enum(['lexical', 'nlp']),
  filters: z
    .strictObject({
      files_and_version_stacks: z.boolean().default(true),
      folders: z.boolean().default(true),
      projects: z.boolean().default(true),
    })
    .prefault({}),
});
type Filters = z.output<typeof body>['filters'];

export function searchOperations(api: Operations): void {
  api.post('/v4/accounts/:account_id/search', {
    id: 'search.search',
    query: pagedQuery({}),
    body,
    handle({ sandbox, access, accountId, query, body, path }) {
      const terms = body.query.toLowerCase().split(/\s+/).filter(Boolean);
      const found = candidates(sandbox, access, accountId, body.filters).filter(({ name }) =>
        terms.every((term) => name.toLowerCase().includes(term)),
      );
      return ok(pageOf(found, path, query, (thing) => presentResult(sandbox, thing, terms)));
    },
  });
}

function candidates({ world }: Sandbox, access: Access, accountId: string, filters: Filters): (Asset | Project)[] {
  const projects = [...world.projects.values()].filter(
    (project) => project.accountId === accountId && access.projectRole(project),
  );
  const assets = projects.flatMap(({ rootFolderId }) => {
    const root = world.asset(rootFolderId);
    return root ? world.subtree(root).slice(1) : [];
  });
  const wanted = assets.filter(({ type }) => (type === 'folder' ? filters.folders : filters.files_and_version_stacks));
  return [...wanted, ...(filters.projects ? projects : [])];
}

function presentResult(sandbox: Sandbox, thing: Asset | Project, terms: string[]) {
  const matches = [{ type: 'name_match', name: thing.name, terms }];
  if (!('type' in thing)) return { type: 'project_result', result: presentProject(sandbox, thing), matches };
  return { type: `${thing.type}_result`, result: presentAny(sandbox, thing), matches };
}

function presentAny(sandbox: Sandbox, asset: Asset): object {
  if (asset.type === 'file') return presentFile(sandbox, asset);
  return asset.type === 'folder' ? presentFolder(sandbox, asset) : presentStack(sandbox, asset);
}
