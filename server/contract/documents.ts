import { z } from 'zod';
import { operation } from './operation.ts';
import { jobAnswer, startedAnswer } from './jobs.ts';
import { dateTime, failure, id, publishOptions, uids } from './shared.ts';

const failureWithWords = failure.extend({ message: z.string() });

export const planBody = z.strictObject({ documents: uids, rendition: z.string().min(1).max(255).optional() });
export const pushBody = z.strictObject({
  documents: uids,
  target: z.strictObject({ accountId: id, workspaceId: id, projectId: id, folderId: id }),
  rendition: z.string().min(1).max(255).optional(),
});
export const bringBackBody = publishOptions;

const plannedDocument = z.object({
  uid: z.string(),
  title: z.string(),
  outcome: z.enum(['new', 'version', 'unchanged', 'skipped']),
  failure: failureWithWords.nullable(),
  length: z.int(),
  changedUnknown: z.boolean(),
  bindingId: z.string().nullable(),
  earlier: z
    .object({ accountId: z.string(), workspaceId: z.string(), projectId: z.string(), folderId: z.string() })
    .nullable(),
});
export const planAnswer = z.object({
  documents: z.array(plannedDocument),
  /** More than one: the selection is from differently bound folders. */
  bindings: z.array(
    z.object({
      id: z.string(),
      folderPath: z.string(),
      rendition: z.string().nullable(),
      workspaces: z.array(z.object({ accountId: z.string(), workspaceId: z.string(), workspaceName: z.string() })),
    }),
  ),
  bytesTotal: z.int(),
});
export type PlannedDocumentAnswer = z.infer<typeof plannedDocument>;
export type PlanAnswer = z.infer<typeof planAnswer>;
export const pushAnswer = startedAnswer.extend({ skipped: z.array(plannedDocument) });
export type PushAnswer = z.infer<typeof pushAnswer>;

export const blobsAnswer = z.object({
  blobs: z.array(
    z.object({ rendition: z.string().nullable(), name: z.string(), mimeType: z.string(), length: z.int() }),
  ),
});
export type BlobsAnswer = z.infer<typeof blobsAnswer>;
export const reviewAnswer = z.object({
  documentUid: z.string(),
  state: z.enum(['pushing', 'in-review', 'returned', 'recalled', 'failed']),
  person: z.string(),
  accountId: z.string(),
  workspaceId: z.string(),
  projectId: z.string(),
  fileId: z.string().nullable(),
  stackId: z.string().nullable(),
  sent: z.object({ name: z.string(), rendition: z.string().nullable(), length: z.int() }).nullable(),
  lockedBy: z.string().nullable(),
  /** A version was made already; the lock stays until approval. */
  waitsForApproval: z.boolean(),
  startedAt: dateTime,
  updatedAt: dateTime,
});
export const reviewStateAnswer = reviewAnswer.extend({
  /** How many items of the document wait for the caller. */
  attention: z.int(),
  /** In Nuxeo, at this moment. */
  lockOwner: z.string().nullable(),
});
export type ReviewStateAnswer = z.infer<typeof reviewStateAnswer>;
export type ReviewAnswer = z.infer<typeof reviewAnswer>;

/** Null: nothing was pushed before, or it is not in Frame.io any more; what is pushed is a new file then. */
export const earlierAnswer = z.object({
  earlier: z
    .object({
      target: z.object({ accountId: z.string(), workspaceId: z.string(), projectId: z.string(), folderId: z.string() }),
      fileName: z.string(),
      /** The project's name first, then folders down to the file's. */
      path: z.array(z.string()),
      viewUrl: z.string(),
    })
    .nullable(),
});
export type EarlierAnswer = z.infer<typeof earlierAnswer>;

export const documentOperations = [
  operation({
    method: 'post',
    path: '/api/push/plan',
    summary: 'What a push of these documents would do',
    body: planBody,
    answer: planAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/push',
    summary: 'Push one or many documents to a folder of Frame.io',
    body: pushBody,
    status: 202,
    answer: pushAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/documents/:uid/blobs',
    summary: 'What can be sent: the main file and its renditions',
    answer: blobsAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/documents/:uid/earlier',
    summary: 'Where the file of the earlier push is now',
    answer: earlierAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/documents/:uid/review',
    summary: 'Where the document is in its review',
    answer: reviewStateAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/documents/:uid/recall',
    summary: 'Take the document out of review and unlock it',
    answer: reviewAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/documents/:uid/bring-back',
    summary: 'Bring the document back from Frame.io',
    body: bringBackBody,
    status: 202,
    answer: jobAnswer,
  }),
] as const;
