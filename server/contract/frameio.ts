import { z } from 'zod';
import { operation } from './operation.ts';
import { id } from './shared.ts';

const named = z.object({ id: z.string(), name: z.string() });
export const accountsAnswer = z.object({ accounts: z.array(named.extend({ roles: z.array(z.string()) })) });
export const workspacesAnswer = z.object({ workspaces: z.array(named) });
export const projectsAnswer = z.object({
  projects: z.array(named.extend({ rootFolderId: z.string(), active: z.boolean(), viewUrl: z.string() })),
});
export const foldersAnswer = z.object({ folders: z.array(named), next: z.string().nullable() });
export const foldersQuery = z.object({ after: z.string().max(2000).optional() });
export const contentsAnswer = z.object({
  children: z.array(
    named.extend({
      type: z.enum(['folder', 'file', 'version_stack']),
      /** In bytes; of a stack, its newest version. A folder has none. */
      length: z.int().nullable(),
      /** Its bytes are there: what is still being uploaded cannot be imported yet. */
      complete: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export const newFolderBody = z.strictObject({ name: z.string().trim().min(1).max(255) });
export const statusAnswer = z.object({
  options: z.array(z.object({ id: z.string(), label: z.string(), approved: z.boolean() })),
});
export const accountParam = id;

export const frameioOperations = [
  operation({
    method: 'get',
    path: '/api/frameio/accounts',
    summary: 'Accounts of the person’s own Frame.io',
    answer: accountsAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/frameio/accounts/:account/workspaces',
    summary: 'Workspaces of an account',
    answer: workspacesAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/frameio/accounts/:account/workspaces/:workspace/projects',
    summary: 'Projects of a workspace',
    answer: projectsAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/frameio/accounts/:account/folders/:folder/folders',
    summary: 'Sub-folders, page by page',
    query: foldersQuery,
    answer: foldersAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/frameio/accounts/:account/folders/:folder/children',
    summary: 'Everything in a folder, page by page',
    query: foldersQuery,
    answer: contentsAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/frameio/accounts/:account/folders/:folder/folders',
    summary: 'Create a folder',
    body: newFolderBody,
    status: 201,
    answer: named,
  }),
  operation({
    method: 'get',
    path: '/api/frameio/accounts/:account/statuses',
    summary: 'Review statuses of an account, and which count as approved',
    answer: statusAnswer,
  }),
] as const;
