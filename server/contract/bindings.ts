import { z } from 'zod';
import { operation } from './operation.ts';
import { changesAnswer, dateTime, id, publishOptions, resourceRef, workspaceRef } from './shared.ts';
import { startedAnswer } from './jobs.ts';

const rules = z.strictObject({
  version: z.enum(['minor', 'major', 'policy']),
  /** Left out: the administration's default. */
  approvalGate: z.enum(['off', 'warn', 'require']).nullable(),
  anyMember: z.boolean(),
  returnedFilesAreMasters: z.boolean(),
  bringBackWhenApproved: z.boolean(),
  askOnPublish: z.boolean(),
});

export const bindBody = z.strictObject({
  /** N43: the action's name in Frame.io. */
  actionName: z.string().trim().min(1).max(255),
  workspaces: z.array(workspaceRef).min(1).max(50),
  documentType: z.string().min(1).max(100),
  rules: rules.partial().optional(),
});
export const editBindingBody = rules.partial();
export const unbindBody = z.strictObject({
  /** Documents in review stay so (and come back by *Bring back*), or are recalled now. */
  reviews: z.enum(['keep', 'recall']).default('keep'),
});
export const importBody = z.strictObject({
  resources: z.array(resourceRef).min(1).max(100),
  options: publishOptions.optional(),
});
export const actionNameQuery = z.object({ name: z.string().trim().min(1).max(255), accountId: id, workspaceId: id });

export const bindingAnswer = z.object({
  id: z.string(),
  folderUid: z.string(),
  folderPath: z.string(),
  actionName: z.string(),
  actionDescription: z.string(),
  documentType: z.string(),
  creator: z.string(),
  createdAt: dateTime,
  workspaces: z.array(
    z.object({
      accountId: z.string(),
      workspaceId: z.string(),
      workspaceName: z.string(),
      actionId: z.string().nullable(),
      state: z.enum(['creating', 'active', 'removing', 'removed']),
    }),
  ),
  rules: rules.extend({ rendition: z.string().nullable() }),
  /** Documents of this binding that are on their way to a review, or in one. */
  inReview: z.int(),
  /** `everySeconds`: how often documents in review are looked at, `othersEverySeconds`: those that are not. */
  changes: changesAnswer.extend({ othersEverySeconds: z.int() }),
  mayUnbind: z.boolean(),
});
export type BindingAnswer = z.infer<typeof bindingAnswer>;

/** What the dialog needs before it is filled in; an error says why the folder cannot be bound. */
export const bindOptionsAnswer = z.object({
  suggestedActionName: z.string(),
  documentTypes: z.array(z.string()),
  defaultDocumentType: z.string(),
  commentsBecomeVisible: z.boolean(),
  workspaces: z.array(
    z.object({
      accountId: z.string(),
      accountName: z.string(),
      workspaceId: z.string(),
      name: z.string(),
      /** Only content admins and account owners may create actions there. */
      mayCreateActions: z.boolean(),
    }),
  ),
});
export const nameCheckAnswer = z.object({ free: z.boolean() });

export const bindingOperations = [
  operation({
    method: 'get',
    path: '/api/folders/:uid/binding',
    summary: 'The binding of a folder',
    answer: bindingAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/folders/:uid/binding/options',
    summary: 'What may be chosen when the folder is bound; an error says why it cannot be',
    answer: bindOptionsAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/folders/:uid/binding/name',
    summary: 'Whether an action name is free in a workspace',
    query: actionNameQuery,
    answer: nameCheckAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/folders/:uid/binding',
    summary: 'Bind the folder to workspaces of Frame.io',
    body: bindBody,
    status: 201,
    answer: bindingAnswer,
  }),
  operation({
    method: 'patch',
    path: '/api/folders/:uid/binding',
    summary: 'Change how the binding behaves',
    body: editBindingBody,
    answer: bindingAnswer,
  }),
  operation({
    method: 'delete',
    path: '/api/folders/:uid/binding',
    summary: 'Unbind the folder, at once',
    body: unbindBody,
  }),
  operation({
    method: 'post',
    path: '/api/folders/:uid/import',
    summary: 'Bring files, stacks or folders of Frame.io into the bound folder',
    body: importBody,
    status: 202,
    answer: startedAnswer,
  }),
] as const;
