import { z } from 'zod';

// Read leniently: only what is needed must be there, so that another server version does not break us.

const text = z.string().nullish();
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** `length` is a string on the wire. */
const byteCount = z.union([z.string().regex(/^\d+$/).transform(Number), z.number().int().nonnegative()]);

export const blobPayload = z.object({
  name: text,
  'mime-type': text,
  digest: text,
  length: byteCount,
  data: text,
  blobUrl: text,
});
export type BlobPayload = z.infer<typeof blobPayload>;

export const renditionPayload = z.object({ name: z.string(), content: blobPayload });

/** An entry of `files:files`; a batch that was lost leaves an empty one. */
export const attachmentPayload = z.object({ file: blobPayload.nullish() }).nullable();

const breadcrumbPayload = z.object({
  entries: z.array(z.object({ uid: z.string(), path: z.string(), title: text })),
});

export const documentPayload = z.object({
  uid: z.string(),
  path: z.string(),
  type: z.string(),
  title: text,
  parentRef: text,
  facets: z.array(z.string()).nullish(),
  isVersion: flag,
  isProxy: flag,
  isTrashed: flag,
  isCheckedOut: flag,
  isRecord: flag,
  hasLegalHold: flag,
  isUnderRetentionOrLegalHold: flag,
  versionLabel: text,
  lockOwner: text,
  lockCreated: text,
  lastModified: text,
  properties: z.record(z.string(), z.unknown()).nullish(),
  contextParameters: z
    .object({
      permissions: z.array(z.string()).nullish(),
      breadcrumb: breadcrumbPayload.nullish(),
      subtypes: z.array(z.object({ type: z.string() })).nullish(),
    })
    .nullish(),
});
export type DocumentPayload = z.infer<typeof documentPayload>;

export const documentsPayload = z.object({
  entries: z.array(documentPayload),
  isNextPageAvailable: flag,
});

export const userPayload = z.object({
  isAdministrator: flag,
  properties: z.object({ username: z.string().min(1), firstName: text, lastName: text, email: text }),
});
export type UserPayload = z.infer<typeof userPayload>;

export const newBatchPayload = z.object({ batchId: z.string().min(1) });

/** One file of a batch; in normal mode there are no chunks. */
export const batchFilePayload = z.object({
  /** -1 when a normal upload did not say. */
  size: z.coerce.number(),
  uploadedChunkIds: z.array(z.coerce.number()).nullish(),
  chunkCount: z.coerce.number().nullish(),
});
export type BatchFilePayload = z.infer<typeof batchFilePayload>;
export const batchFilesPayload = z.array(batchFilePayload);

export const oauthClientPayload = z.object({
  id: z.string(),
  name: text,
  redirectURIs: z.array(z.string()).nullish(),
  isAutoGrant: flag,
  isEnabled: flag,
});
export type OAuthClientPayload = z.infer<typeof oauthClientPayload>;

export const exceptionPayload = z.object({ 'entity-type': z.literal('exception'), message: text });
