import { z } from 'zod';

/**
 * What we need of Frame.io's answers. Members we do not need are not looked at,
 * so that a new one, or a changed one, breaks nothing.
 */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const id = z.string().min(1);
const date = z.string().pipe(z.coerce.date());

export const userPayload = z.object({
  id: optional(z.string()),
  name: optional(z.string()),
  email: optional(z.string()),
  adobe_user_id: optional(z.string()),
});
export type UserPayload = z.infer<typeof userPayload>;

export const profilePayload = z.object({ id, name: optional(z.string()), email: optional(z.string()) });
export type ProfilePayload = z.infer<typeof profilePayload>;

export const accountPayload = z.object({
  id,
  display_name: z.string(),
  roles: optional(z.array(z.string())),
  storage_limit: optional(z.number()),
  storage_usage: optional(z.number()),
});
export type AccountPayload = z.infer<typeof accountPayload>;

export const workspacePayload = z.object({ id, name: z.string() });
export type WorkspacePayload = z.infer<typeof workspacePayload>;

export const projectPayload = z.object({
  id,
  name: z.string(),
  workspace_id: id,
  root_folder_id: id,
  status: optional(z.string()),
  view_url: z.string(),
});
export type ProjectPayload = z.infer<typeof projectPayload>;

const optionPayload = z.object({ id: optional(id), display_name: optional(z.string()) });
export type OptionPayload = z.infer<typeof optionPayload>;

export const metadataPayload = z.object({
  field_definition_id: id,
  field_definition_name: z.string(),
  field_type: z.string(),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.array(optionPayload)])
    .nullish()
    .catch(undefined),
});
export type MetadataPayload = z.infer<typeof metadataPayload>;

const assetShape = {
  id,
  name: z.string(),
  parent_id: z.string().nullish(),
  project_id: id,
  view_url: z.string(),
  created_at: date,
  updated_at: date,
  creator: optional(userPayload),
  project: optional(projectPayload),
};

export const folderPayload = z.object({ ...assetShape, type: z.literal('folder').catch('folder') });
export type FolderPayload = z.infer<typeof folderPayload>;

export const filePayload = z.object({
  ...assetShape,
  type: z.literal('file').catch('file'),
  status: z.enum(['created', 'uploaded', 'transcoded']),
  file_size: z.number().int().nonnegative(),
  media_type: z.string(),
  metadata: optional(z.array(metadataPayload)),
});
export type FilePayload = z.infer<typeof filePayload>;

export const stackPayload = z.object({
  ...assetShape,
  type: z.literal('version_stack').catch('version_stack'),
  /** null: a stack that has no file. */
  head_version: filePayload.nullish(),
});
export type StackPayload = z.infer<typeof stackPayload>;

export const childPayload = z.discriminatedUnion('type', [
  z.object({ ...folderPayload.shape, type: z.literal('folder') }),
  z.object({ ...filePayload.shape, type: z.literal('file') }),
  z.object({ ...stackPayload.shape, type: z.literal('version_stack') }),
]);
export type ChildPayload = z.infer<typeof childPayload>;
/** A kind of asset that came later than this connector: a list with one in it stays readable. */
export const unknownChildPayload = z
  .object({ type: z.string().refine((type) => !['folder', 'file', 'version_stack'].includes(type)) })
  .transform(() => undefined);

export const uploadPayload = filePayload.extend({
  upload_urls: z.array(z.object({ size: z.number().int().positive(), url: z.url() })).min(1),
});
export type UploadPayload = z.infer<typeof uploadPayload>;

export const uploadStatusPayload = z.object({ upload_complete: z.boolean(), upload_failed: z.boolean() });

export const originalPayload = z.object({
  status: filePayload.shape.status,
  file_size: filePayload.shape.file_size,
  media_links: z.object({ original: z.object({ download_url: z.url().nullish() }).nullish() }).nullish(),
});
export type OriginalPayload = z.infer<typeof originalPayload>;

const remarkShape = {
  id,
  file_id: id,
  text: z.string(),
  /** A frame, or `HH:MM:SS:FF` when asked for. */
  timestamp: z.union([z.number(), z.string()]).nullish(),
  duration: optional(z.number()),
  page: optional(z.number()),
  annotation: optional(z.string()),
  completed_at: optional(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  /** null for a guest; absent where it is not told, as in replies. */
  owner: userPayload.nullish(),
};
const replyPayload = z.object(remarkShape);
export const commentPayload = z.object({ ...remarkShape, replies: optional(z.array(replyPayload)) });
export type RemarkPayload = z.infer<typeof replyPayload>;
export type CommentPayload = z.infer<typeof commentPayload>;

export const createdCommentPayload = z.object({ id });
export const commentFilePayload = z.object({ file_id: id });

export const fieldDefinitionPayload = z.object({
  id,
  name: z.string(),
  field_type: z.string(),
  field_configuration: optional(z.object({ options: optional(z.array(optionPayload)) })),
});
export type FieldDefinitionPayload = z.infer<typeof fieldDefinitionPayload>;

export const actionPayload = z.object({
  id,
  name: z.string(),
  url: z.string(),
  workspace_id: id,
  creator_id: optional(z.string()),
  /** null for actions of the old API that nobody has updated yet. */
  active: optional(z.boolean()),
});
export type ActionPayload = z.infer<typeof actionPayload>;

export const createdActionPayload = actionPayload.extend({ secret: z.string().min(1) });
export type CreatedActionPayload = z.infer<typeof createdActionPayload>;

export const webhookPayload = z.object({
  id,
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  /** A text in the description's example, null for webhooks of the old API that nobody has updated yet. */
  active: z.union([z.boolean(), z.stringbool()]).nullish().catch(undefined),
});
export type WebhookPayload = z.infer<typeof webhookPayload>;

export const createdWebhookPayload = webhookPayload.extend({ secret: z.string().min(1) });
