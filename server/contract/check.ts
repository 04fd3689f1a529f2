import { z } from 'zod';

/** How the connector recognises itself behind a public address. */
export const checkQuery = z.object({ check: z.string().regex(/^[\w-]{1,100}$/) });
export const checkedAnswer = z.object({ check: z.string() });
