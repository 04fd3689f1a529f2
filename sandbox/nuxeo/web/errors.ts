import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { World } from '../world.ts';
import { sendEntity } from './entities.ts';
import { errorPage } from './html.ts';
import { EmptyError, HtmlError, RestError, TextError } from './rest-error.ts';

export const unknownEndpoint: RequestHandler = (req) => {
  throw new RestError(404, `Type not found: ${req.path.split('/').filter(Boolean)[0] ?? ''}`);
};

/** Turns what was thrown into the answer Nuxeo gives. */
export function errorHandler(world: World): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      req.socket.destroy();
      return;
    }
    req.resume();
    const failure = asRestError(error);
    if (failure instanceof HtmlError) {
      res.status(failure.status).set(failure.headers).type('html').send(errorPage(failure.status, failure.message));
    } else if (failure instanceof EmptyError) {
      res.status(failure.status).end();
    } else if (failure instanceof TextError) {
      res.status(failure.status).type('text/plain').send(failure.message);
    } else {
      sendException(world, failure, res);
    }
  };
}

function sendException(world: World, failure: RestError, res: Parameters<RequestHandler>[1]): void {
  const { stackTraces } = world.switches;
  const { status, stack } = failure;
  const message = status >= 500 && !stackTraces ? 'Internal Server Error' : failure.message;
  const details = stackTraces
    ? { stacktrace: stack, exception: { className: failure.name, message: failure.message } }
    : {};
  sendEntity(res, status, { 'entity-type': 'exception', status, message, ...details });
}

function asRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  const { status, message, stack, code } = error as Partial<Error> & { status?: unknown; code?: unknown };
  const wentAway = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
  if (status === undefined && !wentAway) console.error(error);
  const failure = new RestError(typeof status === 'number' ? status : 500, String(message));
  if (stack !== undefined) failure.stack = stack;
  return failure;
}
