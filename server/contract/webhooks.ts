import { z } from 'zod';
import { operation } from './operation.ts';
import { id } from './shared.ts';

const reference = z.object({ id });

/** What Frame.io sends: ids only. Tolerant of members that come and go, strict about what is used. */
export const webhookEvent = z.object({
  type: z.string().min(1).max(100),
  project: reference.nullish(),
  resource: reference.extend({ type: z.string().min(1).max(100) }).nullish(),
});

export const webhookOperations = [
  operation({
    method: 'post',
    path: '/webhooks/:id',
    summary: 'Called by Frame.io when something happened in a workspace; trusts the signature alone',
    anonymous: true,
    body: webhookEvent,
    answer: z.object({}),
  }),
] as const;
