import { z } from 'zod';
import { driftChoices, driftKinds, syncModes, syncRunStates, syncTriggers } from '../domain/sync.ts';
import { operation } from './operation.ts';
import { changesAnswer, dateTime, failure, id } from './shared.ts';

export const syncBody = z.strictObject({
  target: z.strictObject({ accountId: id, workspaceId: id, projectId: id, folderId: id }),
  documentType: z.string().min(1).max(100),
});

export const syncRunAnswer = z.object({
  id: z.string(),
  trigger: z.enum(syncTriggers),
  mode: z.enum(syncModes),
  state: z.enum(syncRunStates),
  failure: failure.extend({ message: z.string() }).nullable(),
  isWalked: z.boolean(),
  foldersSeen: z.int(),
  assetsSeen: z.int(),
  /**
   * Changes that the run found, one for each file, stack and folder: `done` of `total` are brought, and with `failed` and
   * `left` they never come to more. Grows until `isWalked`.
   */
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  /** Left for a reason that is nobody's failure: locked here, changed in both, still uploading. */
  left: z.int(),
  bytesTotal: z.int(),
  bytesDone: z.int(),
  startedAt: dateTime,
  endedAt: dateTime.nullable(),
});
export type SyncRunAnswer = z.infer<typeof syncRunAnswer>;

export const syncAnswer = z.object({
  id: z.string(),
  folderUid: z.string(),
  folderPath: z.string(),
  accountId: z.string(),
  workspaceId: z.string(),
  workspaceName: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  folderId: z.string(),
  /** Names from the project's root down; empty: the whole project. */
  sourcePath: z.array(z.string()),
  viewUrl: z.string(),
  owner: z.string(),
  /** The owner cannot be used any more: somebody has to take over. */
  needsOwner: failure.extend({ message: z.string() }).nullable(),
  documentType: z.string(),
  createdAt: dateTime,
  /** The end of the last complete run, N116. */
  lastRunAt: dateTime.nullable(),
  /** The run that brings changes now, else the last one that did. */
  run: syncRunAnswer.nullable(),
  /** The comparison that goes on now, else the last one: it says nothing of what was brought. */
  comparison: syncRunAnswer.nullable(),
  changes: changesAnswer,
  mayRemove: z.boolean(),
  mayTakeOver: z.boolean(),
});
export type SyncAnswer = z.infer<typeof syncAnswer>;

/** What the dialog needs before it is filled in; an error says why the folder cannot be synchronized. */
export const syncOptionsAnswer = z.object({
  documentTypes: z.array(z.string()),
  defaultDocumentType: z.string(),
  commentsBecomeVisible: z.boolean(),
  workspaces: z.array(
    z.object({ accountId: z.string(), accountName: z.string(), workspaceId: z.string(), name: z.string() }),
  ),
});

/** One asset of a run that was not brought, or one that was. */
export const syncItemAnswer = z.object({
  assetId: z.string(),
  title: z.string(),
  state: z.enum(['open', 'done', 'failed', 'left']),
  /** What the run found: new, a new version, a rename … */
  change: z.enum(['new', 'version', 'record', 'renamed', 'moved', 'gone', 'back', 'linked']),
  failure: failure.extend({ message: z.string() }).nullable(),
  documentUid: z.string().nullable(),
});
export const syncItemsAnswer = z.object({ items: z.array(syncItemAnswer), next: z.string().nullable() });
export const syncItemsQuery = z.object({
  state: z.enum(['open', 'done', 'failed', 'left']).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

export const driftLineAnswer = z.object({
  id: z.string(),
  kind: z.enum(driftKinds),
  title: z.string(),
  /** Folders from the synchronized one down, for people. */
  path: z.array(z.string()),
  documentUid: z.string().nullable(),
  assetId: z.string().nullable(),
  viewUrl: z.string().nullable(),
  /** Why it is so, where there is more to say. */
  failure: failure.extend({ message: z.string() }).nullable(),
  choices: z.array(z.enum(driftChoices)),
});
export const driftAnswer = z.object({
  /** undefined: never compared. */
  run: syncRunAnswer.nullable(),
  counts: z.record(z.enum(driftKinds), z.int()),
  lines: z.array(driftLineAnswer),
  next: z.string().nullable(),
});
export type DriftAnswer = z.infer<typeof driftAnswer>;
export const driftQuery = z.object({
  kind: z.enum(driftKinds).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export const driftChoiceBody = z.strictObject({ choice: z.enum(driftChoices) });

export const syncsAnswer = z.object({ syncs: z.array(syncAnswer), next: dateTime.nullable() });
export const syncsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  before: z.iso.datetime().optional(),
});

const ONE = '/api/folders/:uid/sync';
export const syncOperations = [
  operation({ method: 'get', path: ONE, summary: 'The synchronization of a folder', answer: syncAnswer }),
  operation({
    method: 'get',
    path: `${ONE}/options`,
    summary: 'What may be chosen when the folder is synchronized; an error says why it cannot be',
    answer: syncOptionsAnswer,
  }),
  operation({
    method: 'post',
    path: ONE,
    summary: 'Keep a folder of Frame.io in this one; the first run starts',
    body: syncBody,
    status: 201,
    answer: syncAnswer,
  }),
  operation({ method: 'delete', path: ONE, summary: 'Remove the synchronization; documents stay' }),
  operation({
    method: 'post',
    path: `${ONE}/runs`,
    summary: 'Refresh now; joins the run that goes on',
    status: 202,
    answer: syncRunAnswer,
  }),
  operation({
    method: 'get',
    path: `${ONE}/runs/:run/items`,
    summary: 'What a run found, and what became of it',
    query: syncItemsQuery,
    answer: syncItemsAnswer,
  }),
  operation({ method: 'post', path: `${ONE}/owner`, summary: 'Take the synchronization over', answer: syncAnswer }),
  operation({
    method: 'post',
    path: `${ONE}/drift`,
    summary: 'Compare both sides anew; writes nothing',
    status: 202,
    answer: syncRunAnswer,
  }),
  operation({
    method: 'get',
    path: `${ONE}/drift`,
    summary: 'Where the two sides differ',
    query: driftQuery,
    answer: driftAnswer,
  }),
  operation({
    method: 'post',
    path: `${ONE}/drift/:line`,
    summary: 'Decide about one difference; nothing is deleted',
    body: driftChoiceBody,
  }),
  operation({
    method: 'get',
    path: '/api/syncs',
    summary: 'All synchronized folders',
    admin: true,
    query: syncsQuery,
    answer: syncsAnswer,
  }),
] as const;
