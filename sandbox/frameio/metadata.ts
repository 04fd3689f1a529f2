import type {
  Account,
  Asset,
  FieldDefinition,
  FieldOption,
  FieldType,
  FileAsset,
  MetadataValue,
  UserValue,
} from './model.ts';
import type { World } from './store.ts';

/**
 * Fields every account has from the start. `Status` is the review status: no attribute of a file.
 * The others are what the media says, under the names seen in practice.
 */
export const BUILT_IN_FIELDS = [
  { name: 'Status', fieldType: 'select', mutable: true },
  { name: 'Rating', fieldType: 'rating', mutable: true },
  { name: 'Notes', fieldType: 'long_text', mutable: true },
  { name: 'Frame Rate', fieldType: 'number', mutable: false },
  { name: 'Duration', fieldType: 'number', mutable: false },
  { name: 'Resolution', fieldType: 'text', mutable: false },
  { name: 'Video Codec', fieldType: 'text', mutable: false },
  { name: 'File Size', fieldType: 'number', mutable: false },
  { name: 'Comment Count', fieldType: 'number', mutable: false },
] as const satisfies { name: string; fieldType: FieldType; mutable: boolean }[];

export type BuiltInField = (typeof BUILT_IN_FIELDS)[number]['name'];

export const STATUS_OPTIONS = ['Needs Review', 'In Progress', 'Approved'] as const;
export type StatusOption = (typeof STATUS_OPTIONS)[number];

/** Seconds, bytes, frames per second: what a derived field says about a file. */
function derived(world: World, file: FileAsset, name: string): MetadataValue {
  const { frameRate, durationSeconds, width, height, codec } = file.media;
  const values: Partial<Record<string, MetadataValue>> = {
    'Frame Rate': frameRate ?? null,
    Duration: durationSeconds ?? null,
    Resolution: width && height ? `${String(width)} x ${String(height)}` : null,
    'Video Codec': codec ?? null,
    'File Size': file.size,
    'Comment Count': world.commentsOf(file.id).length,
  };
  return values[name] ?? null;
}

export function definitionsOf(world: World, accountId: string): FieldDefinition[] {
  return [...world.fieldDefinitions.values()].filter((definition) => definition.accountId === accountId);
}

/** What `include=metadata` shows: of a stack what its head has, of a folder nothing. */
export function presentMetadata(world: World, account: Account, asset: Asset, showNull = false): unknown[] {
  const file = asset.type === 'version_stack' ? world.versions(asset).at(-1) : asset;
  if (file?.type !== 'file') return [];
  return definitionsOf(world, account.id).flatMap((definition) => {
    const value = valueOf(world, file, definition);
    return isEmpty(value) && !showNull ? [] : [presentField(definition, value)];
  });
}

export function valueOf(world: World, file: FileAsset, definition: FieldDefinition): MetadataValue {
  if (definition.mutable) return file.metadata.get(definition.id) ?? null;
  return derived(world, file, definition.name);
}

const isEmpty = (value: MetadataValue) => value === null || (Array.isArray(value) && value.length === 0);

function presentField(definition: FieldDefinition, value: MetadataValue): unknown {
  const { options } = definition.configuration;
  return {
    field_definition_id: definition.id,
    field_definition_name: definition.name,
    field_type: definition.fieldType,
    mutable: definition.mutable,
    value: presentValue(definition, value),
    ...(options ? { field_options: options.map(presentOption) } : {}),
  };
}

/** Lists are never null; options come with their names. */
function presentValue({ fieldType, configuration }: FieldDefinition, value: MetadataValue): unknown {
  if (fieldType === 'user_single' || fieldType === 'user_multi') return value ?? [];
  if (fieldType !== 'select' && fieldType !== 'select_multi') return value;
  const chosen = (value ?? []) as string[];
  return (configuration.options ?? []).filter(({ id }) => chosen.includes(id)).map(presentOption);
}

const presentOption = ({ id, display_name }: FieldOption) => ({ id, display_name });

/** Why a value cannot be written to a field; `undefined` when it can. */
export function refusedValue(definition: FieldDefinition, value: unknown): string | undefined {
  if (!definition.mutable) return `The field ${definition.name} cannot be updated`;
  return VALUE_CHECKS[definition.fieldType](value, definition.configuration.options ?? []);
}

type ValueCheck = (value: unknown, options: FieldOption[]) => string | undefined;

const text: ValueCheck = (value) =>
  value === null || typeof value === 'string' ? undefined : 'A String is expected for text field type';
const number: ValueCheck = (value) =>
  value === null || typeof value === 'number' ? undefined : 'A Number is expected for number field type';

const options =
  (max: number): ValueCheck =>
  (value, known) => {
    const ids = known.map(({ id }) => id as unknown);
    const fits = Array.isArray(value) && value.length <= max && value.every((id) => ids.includes(id));
    return fits ? undefined : 'A List of UUID is expected for select field type';
  };

const users =
  (max: number): ValueCheck =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(isUserValue)
      ? undefined
      : 'A List of users is expected for user field type';

function isUserValue(value: unknown): value is UserValue {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('type' in value)) return false;
  return typeof value.id === 'string' && (value.type === 'user' || value.type === 'account_user_group');
}

const VALUE_CHECKS: Record<FieldType, ValueCheck> = {
  text,
  long_text: text,
  date: text,
  number,
  rating: number,
  toggle: (value) =>
    value === null || typeof value === 'boolean' ? undefined : 'A Boolean is expected for toggle field type',
  select: options(1),
  select_multi: options(50),
  user_single: users(1),
  user_multi: users(100),
};
