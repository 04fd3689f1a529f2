import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { unprocessable } from '../errors.ts';
import type { FileAsset, FolderAsset, StackAsset } from '../model.ts';
import { created, ok, type Operations } from '../operation.ts';
import { pageOf } from '../paging.ts';
import type { Sandbox } from '../sandbox.ts';
import { FILE_INCLUDES, presentAsset, presentStack } from '../shapes.ts';
import { born } from '../store.ts';
import { flag, frameOrAdobeId, listOf, pagedQuery, query, wrapped } from '../validation.ts';
import { copyAsset } from './copies.ts';
import { copyBody, inOrder, parentBody } from './folders.ts';

const fileIncludes = listOf(FILE_INCLUDES);
const noIncludes = new Set<never>();
const uniqueIds = z
  .array(frameOrAdobeId)
  .refine((ids) => new Set(ids).size === ids.length, 'Array items must be unique');
const createBody = wrapped(z.strictObject({ file_ids: uniqueIds.min(2).max(10) }));
const reorderBody = wrapped(z.strictObject({ file_ids: uniqueIds.min(1) }));

const ACCOUNT = '/v4/accounts/:account_id';
const ONE = `${ACCOUNT}/version_stacks/:version_stack_id`;

export function versionStackOperations(api: Operations): void {
  api.post(`${ACCOUNT}/folders/:folder_id/version_stacks`, {
    id: 'version_stacks.create',
    body: createBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const folder = access.folder(accountId, id('folder_id'), 'edit');
      const stack = createStack(sandbox, folder, filesIn(sandbox, folder, body.data.file_ids), person.id);
      return created({ data: presentAsset(sandbox, access, stack, noIncludes) });
    },
  });

  api.get(ONE, {
    id: 'version_stacks.show',
    query: query({ include: fileIncludes }),
    handle({ sandbox, access, accountId, query, id }) {
      return ok({
        data: presentAsset(sandbox, access, access.stack(accountId, id('version_stack_id')), query.include),
      });
    },
  });

  api.get(`${ONE}/children`, {
    id: 'version_stacks.index',
    query: pagedQuery({ include: fileIncludes }),
    handle({ sandbox, access, accountId, query, path, id }) {
      const versions = inOrder(sandbox, sandbox.world.children(access.stack(accountId, id('version_stack_id'))));
      return ok(pageOf(versions, path, query, (file) => presentAsset(sandbox, access, file, query.include)));
    },
  });

  api.patch(`${ONE}/move`, {
    id: 'version_stacks.move',
    body: parentBody,
    handle({ sandbox, access, accountId, body, id }) {
      const stack = access.stack(accountId, id('version_stack_id'), 'edit');
      const parent = access.folder(accountId, body.data.parent_id ?? stack.parentId ?? '', 'edit');
      sandbox.world.moveAsset(stack, parent);
      return ok({ data: presentStack(sandbox, stack) });
    },
  });

  api.post(`${ONE}/copy`, {
    id: 'version_stacks.copy',
    query: query({ copy_metadata: flag }),
    body: copyBody,
    handle({ sandbox, access, accountId, person, query, body, id }) {
      const stack = access.stack(accountId, id('version_stack_id'), 'edit');
      const parent = access.folder(accountId, body.data?.parent_id ?? stack.parentId ?? '', 'edit');
      const options = { parent, personId: person.id, metadata: query.copy_metadata, comments: 'none' as const };
      return ok({ data: presentStack(sandbox, copyAsset(sandbox, stack, options) as StackAsset) });
    },
  });

  api.patch(`${ONE}/versions`, {
    id: 'version_stacks.reorder',
    experimental: true,
    body: reorderBody,
    handle({ sandbox, access, accountId, body, id }) {
      const stack = access.stack(accountId, id('version_stack_id'), 'edit');
      const ids = body.data.file_ids;
      if (ids.length !== stack.versions.length || !ids.every((file) => stack.versions.includes(file))) {
        throw unprocessable('file_ids must be the versions of the stack', '/data/file_ids');
      }
      Object.assign(stack, { versions: ids, updatedAt: timestamp() });
      return ok({ data: sandbox.world.children(stack).map((file) => presentAsset(sandbox, access, file, noIncludes)) });
    },
  });
}

function filesIn({ world }: Sandbox, folder: FolderAsset, ids: string[]): FileAsset[] {
  return ids.map((id) => {
    const file = world.asset(id);
    if (file?.type === 'file' && file.parentId === folder.id) return file;
    throw unprocessable(`${id} is not a file in this folder`, '/data/file_ids');
  });
}

/** @param files - Oldest first; the last one is the head and gives the stack its name. */
export function createStack(sandbox: Sandbox, folder: FolderAsset, files: FileAsset[], creatorId: string): StackAsset {
  const { world, events } = sandbox;
  const name = files.at(-1)?.name ?? '';
  const base = { ...born(), name, parentId: folder.id, projectId: folder.projectId, creatorId };
  const stack = world.addAsset<StackAsset>({ ...base, type: 'version_stack', versions: [] });
  for (const file of files) world.moveAsset(file, stack);
  events.emit('file.versioned', { id: stack.id, type: 'version_stack' }, stack.projectId, creatorId);
  return stack;
}

/** After a version left: an empty stack goes; whether a stack of one stays is a switch. */
export function settleStack({ world, switches }: Sandbox, stack: StackAsset): void {
  const [only, ...others] = world.versions(stack);
  const folder = stack.parentId ? world.asset(stack.parentId) : undefined;
  if (others.length > 0) return;
  if (only && switches.loneVersion === 'stack-stays') return;
  if (only && folder?.type === 'folder') world.moveAsset(only, folder);
  world.removeAsset(stack);
}
