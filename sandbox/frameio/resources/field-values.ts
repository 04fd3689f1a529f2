import { z } from 'zod';
import { timestamp } from '../clock.ts';
import type { Access } from '../access.ts';
import { notFound, unprocessable } from '../errors.ts';
import { presentMetadata, refusedValue } from '../metadata.ts';
import type { FieldDefinition, FileAsset, MetadataValue } from '../model.ts';
import { noContent, ok, type Operations } from '../operation.ts';
import type { Sandbox } from '../sandbox.ts';
import { flag, frameOrAdobeId, query, uuid } from '../validation.ts';

const value = z.object({ field_definition_id: uuid, value: z.unknown() });
const values = z.array(value).min(1).max(100);
/** The official schema leaves these two bodies open for further members. */
const bulkBody = z.object({ data: z.object({ file_ids: z.array(frameOrAdobeId).min(1).max(100), values }) });
const oneFileBody = z.object({ data: z.object({ values }) });

type Value = z.output<typeof value>;

const ACCOUNT = '/v4/accounts/:account_id';
const OF_FILE = `${ACCOUNT}/files/:file_id/metadata`;

export function fieldValueOperations(api: Operations): void {
  api.get(OF_FILE, {
    id: 'metadata.show',
    query: query({ show_null: flag }),
    handle({ sandbox, access, accountId, query, id }) {
      return ok({ data: presented(sandbox, access, accountId, id('file_id'), query.show_null) });
    },
  });

  api.patch(`${ACCOUNT}/projects/:project_id/metadata/values`, {
    id: 'metadata.bulk_update',
    body: bulkBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const project = access.project(accountId, id('project_id'), 'edit');
      const files = body.data.file_ids.map((file) => fileIn(access, accountId, project.id, file));
      write(sandbox, accountId, files, body.data.values, person.id);
      return noContent;
    },
  });

  api.patch(OF_FILE, {
    id: 'metadata.update_file',
    experimental: true,
    body: oneFileBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const file = access.file(accountId, id('file_id'), 'edit');
      write(sandbox, accountId, [file], body.data.values, person.id);
      return ok({ data: presented(sandbox, access, accountId, file.id, false) });
    },
  });
}

function presented({ world }: Sandbox, access: Access, accountId: string, fileId: string, showNull: boolean) {
  const file = access.file(accountId, fileId);
  return { file_id: file.id, metadata: presentMetadata(world, access.account(accountId), file, showNull) };
}

function fileIn(access: Access, accountId: string, projectId: string, id: string): FileAsset {
  const file = access.file(accountId, id, 'edit');
  if (file.projectId !== projectId) throw unprocessable(`${id} is not a file of this project`, '/data/file_ids');
  return file;
}

/** All values are checked before the first one is written. */
function write(sandbox: Sandbox, accountId: string, files: FileAsset[], given: Value[], personId: string): void {
  const checked = given.map((entry, index) => ({
    definition: definitionFor(sandbox, accountId, entry, index),
    value: entry.value as MetadataValue,
  }));
  for (const file of files) {
    for (const { definition, value } of checked) file.metadata.set(definition.id, value);
    file.updatedAt = timestamp();
    sandbox.events.emit('metadata.value.updated', { id: file.id, type: 'file' }, file.projectId, personId);
  }
}

function definitionFor({ world }: Sandbox, accountId: string, entry: Value, index: number): FieldDefinition {
  const definition = world.fieldDefinitions.get(entry.field_definition_id);
  if (definition?.accountId !== accountId) throw notFound('Field definition not found');
  const problem = refusedValue(definition, entry.value);
  if (problem) throw unprocessable(problem, `/data/values/${String(index)}/value`);
  return definition;
}
