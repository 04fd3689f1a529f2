import { z } from 'zod';
import { rebuildFindings } from '../domain/rebuild.ts';
import { jobAnswer } from './jobs.ts';
import { operation } from './operation.ts';

export const rebuildBody = z.strictObject({
  /** Only looks: nobody is asked, nothing is written. */
  dryRun: z.boolean().default(true),
});

const counts = z.object(
  Object.fromEntries(rebuildFindings.map((finding) => [finding, z.int()])) as Record<
    (typeof rebuildFindings)[number],
    z.ZodInt
  >,
);

export const rebuildAnswer = z.object({
  job: jobAnswer,
  dryRun: z.boolean(),
  counts,
  /** The first of those that did not match. */
  unmatched: z.array(z.object({ uid: z.string(), path: z.string(), finding: z.enum(rebuildFindings) })),
});
export type RebuildAnswer = z.infer<typeof rebuildAnswer>;

/** Null: nobody has asked for it yet. */
export const lastRebuildAnswer = z.object({ rebuild: rebuildAnswer.nullable() });
export type LastRebuildAnswer = z.infer<typeof lastRebuildAnswer>;

export const rebuildOperations = [
  operation({
    method: 'get',
    path: '/api/admin/rebuild',
    summary: 'The last rebuild of a lost database, and what it has found so far',
    admin: true,
    answer: lastRebuildAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/admin/rebuild',
    summary: 'Finds what documents say of bindings and reviews, and asks the people concerned to confirm it',
    admin: true,
    body: rebuildBody,
    status: 202,
    answer: lastRebuildAnswer,
  }),
] as const;
