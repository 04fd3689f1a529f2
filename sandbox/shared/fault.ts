import { z } from 'zod';

/** What a fault does to the request it hits. */
export type FaultAction =
  | { type: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { type: 'delay'; milliseconds: number }
  /** The connection is cut before an answer. */
  | { type: 'reset' }
  /** The handler does its work, and the connection is cut instead of the answer: a lost answer. */
  | { type: 'lose-answer' }
  /** The connection is cut after this many bytes of the answer's body; a shorter one arrives whole. */
  | { type: 'truncate'; afterBytes: number };

export interface Fault {
  method?: string;
  /** Regular expression on the path with its query. */
  path: string;
  /** The fault hits the n-th matching call (from 1, default 1) … */
  nth?: number;
  /** … and this many from there on (default 1). */
  times?: number;
  action: FaultAction;
}

const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('status'),
    status: z.int().min(200).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ type: z.literal('delay'), milliseconds: z.number().nonnegative() }),
  z.strictObject({ type: z.literal('reset') }),
  z.strictObject({ type: z.literal('lose-answer') }),
  z.strictObject({ type: z.literal('truncate'), afterBytes: z.int().nonnegative() }),
]);

/** Strict: a misspelt fault that never hits would make a test pass for nothing. */
export const faultSchema = z.strictObject({
  method: z.string().toUpperCase().optional(),
  path: z.string().refine(isRegExp, 'is not a regular expression'),
  nth: z.int().positive().optional(),
  times: z.int().positive().optional(),
  action: actionSchema,
});

function isRegExp(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
