import { z } from 'zod';

export const failureAnswer = z.object({
  code: z.string(),
  /** Values for the placeholders of the sentence, in order. */
  params: z.array(z.string()),
});

export const errorAnswer = z.object({
  error: failureAnswer.extend({
    /** A sentence in the reader's language that says what to do next. */
    message: z.string(),
    /** The request's field that caused it. */
    field: z.string().optional(),
    requestId: z.string(),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;
