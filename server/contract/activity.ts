import { z } from 'zod';
import { remedies } from '../domain/remedy.ts';
import { operation } from './operation.ts';
import { dateTime, failure, id } from './shared.ts';

const failureWithWords = failure.extend({ message: z.string() });
export const activityQuery = z.object({
  document: id.optional(),
  binding: id.optional(),
  before: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export const activityAnswer = z.object({
  activities: z.array(
    z.object({
      id: z.string(),
      at: dateTime,
      kind: z.string(),
      person: z.string().nullable(),
      actor: z.string().nullable(),
      documentUid: z.string().nullable(),
      bindingId: z.string().nullable(),
      title: z.string(),
      failure: failureWithWords.nullable(),
      details: z.record(z.string(), z.json()),
    }),
  ),
});
export const attentionQuery = z.object({ document: id.optional(), binding: id.optional() });
export const attentionAnswer = z.object({
  items: z.array(
    failureWithWords.extend({
      id: z.string(),
      person: z.string(),
      documentUid: z.string().nullable(),
      bindingId: z.string().nullable(),
      jobId: z.string().nullable(),
      title: z.string(),
      since: dateTime,
      remedies: z.array(z.enum(remedies)),
    }),
  ),
});
export type ActivityAnswer = z.infer<typeof activityAnswer>;
export type AttentionAnswer = z.infer<typeof attentionAnswer>;
export const remedyBody = z.strictObject({ remedy: z.enum(remedies) });

export const activityOperations = [
  operation({
    method: 'get',
    path: '/api/activity',
    summary: 'The timeline of a document, a binding or everything',
    query: activityQuery,
    answer: activityAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/attention',
    summary: 'What has waited longest for a person, at most 200',
    query: attentionQuery,
    answer: attentionAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/attention/:id',
    summary: 'Apply one of the remedies that an item offers',
    body: remedyBody,
  }),
] as const;
