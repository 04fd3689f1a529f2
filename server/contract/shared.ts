import { z } from 'zod';
import { failureAnswer } from './error.ts';

/** Ids of either system, bounded; never parsed. As part of a path, one dot or two would name something else. */
export const id = z.string().regex(/^(?!\.{1,2}$)[\w:|.@-]{1,200}$/, 'is not an id');
export const uids = z.array(id).min(1).max(1000);
export const dateTime = z.iso.datetime();
export const failure = failureAnswer;
/** What brings changes: `webhook`, or only a look every so many seconds, with the reason why. */
export const changesAnswer = z.object({
  by: z.enum(['webhook', 'walk']),
  everySeconds: z.int(),
  reason: failure.extend({ message: z.string() }).nullable(),
});

export const workspaceRef = z.strictObject({ accountId: id, workspaceId: id });
export const resourceRef = z.strictObject({
  accountId: id,
  type: z.enum(['file', 'folder', 'version_stack']),
  id,
});
export const publishOptions = z.strictObject({
  documentType: z.string().min(1).max(100).optional(),
  version: z.enum(['minor', 'major']).optional(),
  note: z.string().max(1000).optional(),
});
