import type { z } from 'zod';

/** One route as the wire sees it: what validates the request is also what `/openapi.json` is made from. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express form, below the sidecar's own path: `/api/jobs/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Administrators only. */
  readonly admin?: boolean;
  /** Answered without a Nuxeo person. */
  readonly anonymous?: boolean;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Default 200; 202 for what goes on as a job. */
  readonly status?: number;
  /** undefined: 204 without a body. */
  readonly answer?: z.ZodType;
}

export function operation<const T extends Operation>(definition: T): T {
  return definition;
}
