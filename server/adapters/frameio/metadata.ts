import type { AccountRef } from '../../domain/refs.ts';
import type { Frameio, StatusField } from '../../ports/frameio.ts';
import { path, type Api, type ApiRequest } from './api.ts';
import { toOptions } from './asset-mappers.ts';
import type { FrameioMemory } from './memory.ts';
import { pages } from './paging.ts';
import { fieldDefinitionPayload, type FieldDefinitionPayload } from './payloads.ts';

export function metadataResource(api: Api, { statusFields }: FrameioMemory): Frameio['metadata'] {
  return {
    async statusField(account) {
      const known = statusFields.get(account.accountId);
      if (known) return known.value;
      const field = await findStatusField(api, account);
      statusFields.set(account.accountId, field);
      return field;
    },
  };
}

/** Oldest first: the account came with its own; one of the same name that somebody added is younger. */
async function findStatusField(api: Api, { accountId }: AccountRef): Promise<StatusField | undefined> {
  const request: ApiRequest = {
    operation: 'metadata.field_definitions.index',
    method: 'GET',
    path: path`/v4/accounts/${accountId}/metadata/field_definitions`,
    query: { sort: 'created_at_asc' },
  };
  for await (const definitions of pages(api, request, fieldDefinitionPayload)) {
    const status = definitions.find(({ name, field_type }) => name === 'Status' && field_type === 'select');
    if (status) return toStatusField(status);
  }
  return undefined;
}

function toStatusField(payload: FieldDefinitionPayload): StatusField {
  return { fieldId: payload.id, options: toOptions(payload.field_configuration?.options) };
}
