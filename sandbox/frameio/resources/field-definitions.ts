import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { forbidden, notFound, unprocessable } from '../errors.ts';
import { definitionsOf } from '../metadata.ts';
import type { FieldDefinition, FieldOption } from '../model.ts';
import { created, noContent, ok, type Call, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import { presentUser } from '../shapes.ts';
import type { World } from '../store.ts';
import { born } from '../store.ts';
import { listOf, oneOf, pagedQuery, query, wrapped } from '../validation.ts';

const SORTS = ['name_asc', 'created_at_asc', 'name_desc', 'created_at_desc'] as const;
const filter = z.enum(['true', 'false']).optional();
const includes = listOf(['creator']);

const color = z.string().optional();
const option = z.strictObject({ display_name: z.string(), color });
const member = z.strictObject({ id: z.string(), type: z.enum(['user', 'account_user_group']) });
const CONFIGURATIONS = {
  none: z.never().optional(),
  number: z.strictObject({
    number_format: z.enum(['bitrate', 'bits', 'duration', 'framerate', 'frequency', 'storage', 'timecode']).optional(),
    scale: z.number().int().min(0).max(3),
  }),
  rating: z.strictObject({
    color,
    max_value: z.number().int().min(0).max(5),
    style: z.enum(['star', 'heart', 'thumbs_up']).optional(),
  }),
  toggle: z.strictObject({ color }).optional(),
  date: z.strictObject({
    display_format: z.enum(['local', 'friendly', 'usa', 'euro', 'iso']),
    display_timezone: z.boolean().default(false),
    include_time: z.boolean().default(false),
    time_format: z.enum(['twelve_hour', 'twenty_four_hour']).optional(),
  }),
  select: z.strictObject({ enable_add_new: z.boolean().default(true), options: z.array(option).min(1).max(50) }),
  users: z.strictObject({
    custom_members: z.array(member).min(1).optional(),
    member_options_type: z.enum(['all_project_members', 'custom']),
    notify_members: z.boolean(),
  }),
};

const label = z.string().min(1).max(250);
const createBody = wrapped(
  z.discriminatedUnion('field_type', [
    z.strictObject({ field_type: z.enum(['text', 'long_text']), name: label }),
    z.strictObject({ field_type: z.literal('number'), name: label, field_configuration: CONFIGURATIONS.number }),
    z.strictObject({ field_type: z.literal('rating'), name: label, field_configuration: CONFIGURATIONS.rating }),
    z.strictObject({ field_type: z.literal('toggle'), name: label, field_configuration: CONFIGURATIONS.toggle }),
    z.strictObject({ field_type: z.literal('date'), name: label, field_configuration: CONFIGURATIONS.date }),
    z.strictObject({
      field_type: z.enum(['select', 'select_multi']),
      name: label,
      field_configuration: CONFIGURATIONS.select,
    }),
    z.strictObject({
      field_type: z.enum(['user_single', 'user_multi']),
      name: label,
      field_configuration: CONFIGURATIONS.users,
    }),
  ]),
);
const name = label.optional();
const updateBody = wrapped(
  z.discriminatedUnion('field_type', [
    z.strictObject({ field_type: z.enum(['text', 'long_text']), name }),
    z.strictObject({
      field_type: z.literal('number'),
      name,
      field_configuration: CONFIGURATIONS.number.partial().optional(),
    }),
    z.strictObject({
      field_type: z.literal('rating'),
      name,
      field_configuration: CONFIGURATIONS.rating.partial().optional(),
    }),
    z.strictObject({ field_type: z.literal('toggle'), name, field_configuration: CONFIGURATIONS.toggle }),
    z.strictObject({
      field_type: z.literal('date'),
      name,
      field_configuration: CONFIGURATIONS.date.partial().optional(),
    }),
    z.strictObject({
      field_type: z.enum(['select', 'select_multi']),
      name,
      field_configuration: CONFIGURATIONS.select.partial().optional(),
    }),
    z.strictObject({
      field_type: z.enum(['user_single', 'user_multi']),
      name,
      field_configuration: CONFIGURATIONS.users.optional(),
    }),
  ]),
);

const LIST = '/v4/accounts/:account_id/metadata/field_definitions';
const ONE = `${LIST}/:field_definition_id`;

export function fieldDefinitionOperations(api: Operations): void {
  api.get(LIST, {
    id: 'metadata.field_definitions.index',
    query: pagedQuery({
      include: includes,
      sort: oneOf(SORTS),
      'filters[exclude_immutable]': filter,
      'filters[exclude_inactive]': filter,
    }),
    handle({ sandbox, accountId, query, path }) {
      const mutableOnly = query['filters[exclude_immutable]'] === 'true';
      const found = definitionsOf(sandbox.world, accountId).filter(({ mutable }) => mutable || !mutableOnly);
      const ordered = sorted(found, query.sort, { name: (d) => d.name, created_at: (d) => d.createdAt });
      return ok(pageOf(ordered, path, query, (definition) => present(sandbox.world, definition, query.include)));
    },
  });

  api.get(ONE, {
    id: 'metadata.field_definitions.show',
    experimental: true,
    query: query({ include: includes }),
    handle: (call) => ok({ data: present(call.sandbox.world, definitionIn(call), call.query.include) }),
  });

  api.post(LIST, {
    id: 'metadata.field_definitions.create',
    body: createBody,
    handle({ sandbox, access, accountId, person, body }) {
      access.requireAdmin(accountId);
      const { data } = body;
      const definition: FieldDefinition = {
        ...{ ...born(), accountId, name: data.name, fieldType: data.field_type, mutable: true, creatorId: person.id },
        configuration: configured('field_configuration' in data ? data.field_configuration : undefined),
      };
      sandbox.world.fieldDefinitions.set(definition.id, definition);
      return created({ data: present(sandbox.world, definition) });
    },
  });

  fieldDefinitionChanges(api);
}

function fieldDefinitionChanges(api: Operations): void {
  api.patch(ONE, {
    id: 'metadata.field_definitions.update',
    body: updateBody,
    handle(call) {
      call.access.requireAdmin(call.accountId);
      const { data } = call.body;
      const definition = definitionIn(call);
      if (data.field_type !== definition.fieldType)
        throw unprocessable('The type of a field cannot be changed', '/data/field_type');
      if ('field_configuration' in data && data.field_configuration) {
        const change = configured(data.field_configuration, definition.configuration.options);
        definition.configuration = { ...definition.configuration, ...change };
      }
      Object.assign(definition, { name: data.name ?? definition.name, updatedAt: timestamp() });
      return ok({ data: present(call.sandbox.world, definition) });
    },
  });

  api.delete(ONE, {
    id: 'metadata.field_definitions.delete',
    handle(call) {
      call.access.requireAdmin(call.accountId);
      const definition = definitionIn(call);
      if (!definition.mutable) throw forbidden('A system field cannot be deleted');
      call.sandbox.world.fieldDefinitions.delete(definition.id);
      return noContent;
    },
  });
}

function definitionIn({ sandbox, accountId, id }: Call<unknown, unknown>): FieldDefinition {
  const definition = sandbox.world.fieldDefinitions.get(id('field_definition_id'));
  if (definition?.accountId !== accountId) throw notFound();
  return definition;
}

/** Options get ids; one that keeps its name keeps its id. */
function configured(given: object | undefined, known: FieldOption[] = []): FieldDefinition['configuration'] {
  if (!given || !('options' in given)) return { ...given };
  const options = (given.options as Omit<FieldOption, 'id'>[]).map((entry) => ({
    ...entry,
    id: known.find(({ display_name }) => display_name === entry.display_name)?.id ?? randomUUID(),
  }));
  return { ...given, options };
}

/** What a definition shows even where nobody said it. */
const SHOWN: Partial<Record<FieldDefinition['fieldType'], object>> = {
  toggle: { color: null },
  user_single: { custom_members: [] },
  user_multi: { custom_members: [] },
};

function present(world: World, definition: FieldDefinition, include: ReadonlySet<string> = new Set()) {
  const { id, name, fieldType, mutable, configuration, creatorId, createdAt, updatedAt } = definition;
  return {
    ...{ id, name, mutable, field_type: fieldType, creator_id: creatorId },
    field_configuration: { ...SHOWN[fieldType], ...configuration },
    ...{ created_at: createdAt, updated_at: updatedAt },
    ...(include.has('creator') ? { creator: presentUser(world.people.get(creatorId)) } : {}),
  };
}
