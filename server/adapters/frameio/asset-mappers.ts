import type { AccountRef } from '../../domain/refs.ts';
import type {
  FrameioAsset,
  FrameioFile,
  FrameioFolder,
  FrameioStack,
  FrameioUser,
  MetadataValue,
} from '../../ports/frameio.ts';
import type {
  ChildPayload,
  FilePayload,
  FolderPayload,
  MetadataPayload,
  OptionPayload,
  ProjectPayload,
  StackPayload,
  UserPayload,
} from './payloads.ts';

export function toFolder({ accountId }: AccountRef, payload: FolderPayload): FrameioFolder {
  return { ...common(accountId, payload), type: 'folder' };
}

export function toFile({ accountId }: AccountRef, payload: FilePayload): FrameioFile {
  return {
    ...common(accountId, payload),
    type: 'file',
    status: payload.status,
    length: payload.file_size,
    mediaType: payload.media_type,
    metadata: payload.metadata?.map(toMetadataValue),
  };
}

/** undefined for a stack without a file: there is nothing in it that could be reviewed. */
export function toStack(account: AccountRef, payload: StackPayload): FrameioStack | undefined {
  const { head_version: head } = payload;
  if (!head) return undefined;
  return { ...common(account.accountId, payload), type: 'version_stack', head: toFile(account, head) };
}

export function toAsset(account: AccountRef, payload: ChildPayload): FrameioAsset | undefined {
  if (payload.type === 'folder') return toFolder(account, payload);
  return payload.type === 'file' ? toFile(account, payload) : toStack(account, payload);
}

export function toUser(payload: UserPayload): FrameioUser {
  return {
    id: payload.id ?? undefined,
    adobeUserId: payload.adobe_user_id ?? undefined,
    name: payload.name || undefined,
    email: payload.email || undefined,
  };
}

export const isActive = ({ status }: ProjectPayload): boolean => status !== 'inactive';

/** Only what can be chosen: an option without an id cannot be compared with anything. */
export function toOptions(payloads: readonly OptionPayload[] | null | undefined): { id: string; label: string }[] {
  return (payloads ?? []).flatMap(({ id, display_name }) => (id ? [{ id, label: display_name ?? id }] : []));
}

function toMetadataValue(payload: MetadataPayload): MetadataValue {
  const { value } = payload;
  return {
    fieldId: payload.field_definition_id,
    name: payload.field_definition_name,
    type: payload.field_type,
    value: Array.isArray(value) ? undefined : (value ?? undefined),
    options: Array.isArray(value) ? toOptions(value) : [],
  };
}

function common(accountId: string, payload: Omit<FolderPayload, 'type'>) {
  return {
    accountId,
    id: payload.id,
    name: payload.name,
    parentId: payload.parent_id ?? undefined,
    projectId: payload.project_id,
    viewUrl: payload.view_url,
    createdAt: payload.created_at,
    updatedAt: payload.updated_at,
    creator: payload.creator ? toUser(payload.creator) : undefined,
    ...(payload.project ? { project: { name: payload.project.name, active: isActive(payload.project) } } : {}),
  };
}
