import { z } from 'zod';
import { jobKinds, jobNoteCodes, jobStages, jobStates } from '../domain/job.ts';
import { operation } from './operation.ts';
import { dateTime, failure, id } from './shared.ts';

export const jobAnswer = z.object({
  id: z.string(),
  kind: z.enum(jobKinds),
  person: z.string(),
  batchId: z.string().nullable(),
  documentUid: z.string().nullable(),
  bindingId: z.string().nullable(),
  title: z.string(),
  state: z.enum(jobStates),
  stage: z.enum(jobStages).nullable(),
  bytesDone: z.int(),
  bytesTotal: z.int().nullable(),
  attempt: z.int(),
  failure: failure.extend({ message: z.string() }).nullable(),
  /** Set while it waits for a person. */
  waitingSince: dateTime.nullable(),
  notes: z.array(z.object({ code: z.enum(jobNoteCodes), params: z.array(z.string()), message: z.string() })),
  createdAt: dateTime,
  updatedAt: dateTime,
  endedAt: dateTime.nullable(),
});
export type JobAnswer = z.infer<typeof jobAnswer>;

export const jobsAnswer = z.object({ jobs: z.array(jobAnswer) });
export const startedAnswer = z.object({ batchId: z.string(), jobs: z.array(jobAnswer) });
export const jobsQuery = z.object({
  document: id.optional(),
  batch: id.optional(),
  open: z.stringbool().optional(),
  /** Administrators: everybody's. */
  everybody: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  before: z.iso.datetime().optional(),
});

export const jobOperations = [
  operation({
    method: 'get',
    path: '/api/jobs',
    summary: 'A person’s transfers, newest first',
    query: jobsQuery,
    answer: jobsAnswer,
  }),
  operation({ method: 'get', path: '/api/jobs/:id', summary: 'One transfer', answer: jobAnswer }),
  operation({
    method: 'post',
    path: '/api/jobs/:id/cancel',
    summary: 'Cancel it; what is half done is taken back',
    answer: jobAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/jobs/:id/retry',
    summary: 'Start it again where it stopped',
    answer: jobAnswer,
  }),
] as const;

/** Server-sent events: `job` events, each with a job as its data. */
export const jobEventsPath = '/api/jobs/events';
