import { z } from 'zod';
import { operation } from './operation.ts';

const reference = z.object({ id: z.string().min(1).max(200) });
const resource = reference.extend({ type: z.enum(['file', 'folder', 'version_stack']) });

/** What Frame.io sends: tolerant of members that come and go, strict about what is used. */
export const actionCall = z.object({
  account_id: z.string().max(200).optional(),
  account: reference.optional(),
  action_id: z.string().max(200).optional(),
  interaction_id: z.string().min(1).max(200),
  resource: resource.nullish(),
  resources: z.array(resource).max(100).nullish(),
  user: reference.nullish(),
  workspace: reference.nullish(),
  data: z.record(z.string().max(100), z.unknown()).nullish(),
});
export type ActionCallPayload = z.infer<typeof actionCall>;

export const actionAnswer = z.object({
  title: z.string(),
  description: z.string(),
  fields: z.array(z.looseObject({ type: z.string(), name: z.string(), label: z.string() })).optional(),
});

export const actionOperations = [
  operation({
    method: 'post',
    path: '/actions/:binding',
    summary: 'Called by Frame.io when somebody runs the custom action; trusts the signature alone',
    anonymous: true,
    body: actionCall,
    answer: actionAnswer,
  }),
] as const;
