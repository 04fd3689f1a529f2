import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { unprocessable } from '../errors.ts';
import type { Access } from '../access.ts';
import type { FileAsset, FolderAsset, StackAsset } from '../model.ts';
import { noContent, ok, type Operations } from '../operation.ts';
import type { Sandbox } from '../sandbox.ts';
import { FILE_INCLUDES, presentAsset, presentFile } from '../shapes.ts';
import { flag, listOf, name, query, wrapped } from '../validation.ts';
import { copyAsset } from './copies.ts';
import { copyBody, parentBody } from './folders.ts';
import { settleStack } from './version-stacks.ts';

const updateBody = wrapped(z.strictObject({ name: name.optional() }));
const ONE = '/v4/accounts/:account_id/files/:file_id';

export function fileOperations(api: Operations): void {
  api.get(ONE, {
    id: 'files.show',
    query: query({ include: listOf(FILE_INCLUDES) }),
    handle({ sandbox, access, accountId, query, id }) {
      return ok({ data: presentAsset(sandbox, access, access.file(accountId, id('file_id')), query.include) });
    },
  });

  api.patch(ONE, {
    id: 'files.update',
    body: updateBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const file = access.file(accountId, id('file_id'), 'edit');
      Object.assign(file, { name: body.data.name ?? file.name, updatedAt: timestamp() });
      sandbox.events.emit('file.updated', { id: file.id, type: 'file' }, file.projectId, person.id);
      return ok({ data: presentFile(sandbox, file) });
    },
  });

  api.delete(ONE, {
    id: 'files.delete',
    handle({ sandbox, access, accountId, person, id }) {
      const file = access.file(accountId, id('file_id'), 'edit');
      const stack = stackOf(sandbox, file);
      sandbox.world.removeAsset(file);
      sandbox.events.emit('file.deleted', { id: file.id, type: 'file' }, file.projectId, person.id);
      if (stack) settleStack(sandbox, stack);
      return noContent;
    },
  });

  api.patch(`${ONE}/move`, {
    id: 'files.move',
    body: parentBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const file = access.file(accountId, id('file_id'), 'edit');
      const parent = container(access, accountId, body.data.parent_id ?? file.parentId ?? '');
      moveFile(sandbox, file, parent, person.id);
      return ok({ data: presentFile(sandbox, file) });
    },
  });

  api.post(`${ONE}/copy`, {
    id: 'files.copy',
    query: query({
      copy_metadata: flag,
      copy_comments: z.enum(['none', 'internal', 'public', 'all']).default('none'),
    }),
    body: copyBody,
    handle({ sandbox, access, accountId, person, query, body, id }) {
      const file = access.file(accountId, id('file_id'), 'edit');
      const parent = container(access, accountId, body.data?.parent_id ?? file.parentId ?? '');
      const options = { metadata: query.copy_metadata, comments: query.copy_comments };
      const copy = copyAsset(sandbox, file, { parent, personId: person.id, ...options });
      return ok({ data: presentFile(sandbox, copy as FileAsset) });
    },
  });
}

/** Where a file can be: a folder or a version stack. */
function container(access: Access, accountId: string, id: string): FolderAsset | StackAsset {
  const parent = access.asset(accountId, id, 'edit');
  if (parent.type === 'file') throw unprocessable('A file cannot contain a file', '/data/parent_id');
  return parent;
}

/** Onto a stack, the file becomes its head, and the event names the stack. */
export function moveFile(sandbox: Sandbox, file: FileAsset, parent: FolderAsset | StackAsset, personId: string): void {
  const left = stackOf(sandbox, file);
  sandbox.world.moveAsset(file, parent);
  if (left && left !== parent) settleStack(sandbox, left);
  if (parent.type === 'version_stack') {
    parent.updatedAt = timestamp();
    sandbox.events.emit('file.versioned', { id: parent.id, type: 'version_stack' }, parent.projectId, personId);
  } else {
    sandbox.events.emit('file.updated', { id: file.id, type: 'file' }, file.projectId, personId);
  }
}

function stackOf({ world }: Sandbox, file: FileAsset): StackAsset | undefined {
  const parent = file.parentId ? world.asset(file.parentId) : undefined;
  return parent?.type === 'version_stack' ? parent : undefined;
}
