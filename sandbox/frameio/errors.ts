import type { ErrorRequestHandler } from 'express';

export interface ErrorItem {
  detail: string;
  title?: string;
  source?: { pointer: string };
}

/** An answer of the API that is not a success, in the one shape it has for all of them. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: ErrorItem[];

  constructor(status: number, ...errors: ErrorItem[]) {
    super(errors[0]?.detail ?? String(status));
    this.status = status;
    this.errors = errors;
  }
}

export const badRequest = (detail = 'Bad request') => new ApiError(400, { detail });
export const unauthorized = (detail: string) => new ApiError(401, { title: 'Unauthorized', detail });
export const forbidden = (detail = 'Forbidden') => new ApiError(403, { title: 'Forbidden', detail });
export const notFound = (detail = 'Not found') => new ApiError(404, { title: 'Not found', detail });
export const conflict = (detail = 'Conflict') => new ApiError(409, { title: 'Conflict', detail });
export const unprocessable = (detail: string, pointer?: string) =>
  new ApiError(422, { title: 'Invalid value', detail, ...(pointer ? { source: { pointer } } : {}) });

export const answerError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const known = toApiError(error);
  if (known.status === 500) console.error(error);
  res.status(known.status).json({ errors: known.errors });
};

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Error && 'type' in error && error.type === 'entity.parse.failed') return badRequest();
  if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
    return new ApiError(413, { detail: 'Request entity too large' });
  }
  return new ApiError(500, { detail: 'Internal server error' });
}
