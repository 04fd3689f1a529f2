import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { id } from '../contract/shared.ts';
import { NuxeoError, RequestError } from '../domain/errors.ts';
import type { CallerCredentials, CallerIdentities, Nuxeo, NuxeoPerson, NuxeoSessions } from '../ports/nuxeo.ts';

/** Who is asking, as Nuxeo says, and Nuxeo in that person's name. */
export interface Caller {
  readonly person: NuxeoPerson;
  readonly nuxeo: Nuxeo;
  readonly credentials: CallerCredentials;
}

export interface GuardDeps {
  readonly identities: CallerIdentities;
  readonly sessions: Pick<NuxeoSessions, 'withCredentials'>;
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Gives every request an id that also stands in its error answers and in the log. */
export const requestId: RequestHandler = (_req, res, next) => {
  res.set('X-Request-Id', randomUUID());
  next();
};

/**
 * A cookie alone must not be enough to change anything: unsafe methods that carry one need
 * the `Origin` of this very site. Explicit credentials without a cookie need none.
 */
export function sameOrigin(allowedOrigins: readonly string[]): RequestHandler {
  return (req, _res, next) => {
    const origin = req.get('origin');
    const foreign = origin !== undefined && !allowedOrigins.includes(origin);
    const ambient = req.get('cookie') !== undefined && origin === undefined;
    if (!safeMethods.includes(req.method) && (foreign || ambient)) throw new RequestError('origin-refused');
    next();
  };
}

/** Bodies are JSON or nothing. */
export const jsonOnly: RequestHandler = (req, _res, next) => {
  const hasBody = Number(req.get('content-length') ?? 0) > 0 || req.get('transfer-encoding') !== undefined;
  if (hasBody && !req.is('json')) throw new RequestError('body-not-json');
  next();
};

/** Answers who is asking; cookies together with `Authorization` are refused, a live session would win silently. */
export function authenticated(deps: GuardDeps): RequestHandler {
  return async (req, res, next) => {
    res.locals['caller'] = await callerFrom(req, deps, { fresh: false });
    next();
  };
}

/** Administrators' routes ask Nuxeo every time. */
export function administrator(deps: GuardDeps): RequestHandler {
  return async (req, res, next) => {
    const caller = await callerFrom(req, deps, { fresh: true });
    if (!caller.person.isAdministrator) throw new RequestError('administrators-only');
    res.locals['caller'] = caller;
    next();
  };
}

export function callerOf(res: Response): Caller {
  return res.locals['caller'] as Caller;
}

/** @throws RequestError `body-invalid` naming the first field that is wrong. */
export function parsed<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = fieldOf(issue);
  throw new RequestError('body-invalid', {
    params: [field || '(body)', issue?.message ?? ''],
    ...(field === '' ? {} : { field }),
  });
}

/** A field that nobody knows is the one to name, not the object that it is in. */
function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...(issue?.path ?? []), ...unknown].join('.');
}

/** A path parameter, bounded: ids are never longer. @throws RequestError `body-invalid`. */
export function param(req: Request, name: string): string {
  const { success, data } = id.safeParse(req.params[name]);
  if (!success) throw new RequestError('body-invalid', { params: [name, ''], field: name });
  return data;
}

async function callerFrom(req: Request, deps: GuardDeps, options: { fresh: boolean }): Promise<Caller> {
  const credentials = credentialsOf(req);
  const person = await deps.identities.identify(credentials, options);
  return { person, credentials, nuxeo: deps.sessions.withCredentials(credentials) };
}

function credentialsOf(req: Request): CallerCredentials {
  const cookie = nuxeoCookies(req.get('cookie'));
  const authorization = req.get('authorization');
  const authenticationToken = req.get('x-authentication-token');
  if (cookie && (authorization || authenticationToken)) throw new RequestError('credentials-mixed');
  if (!cookie && !authorization && !authenticationToken) throw new NuxeoError('not-signed-in');
  return {
    ...(cookie ? { cookie } : {}),
    ...(authorization ? { authorization } : {}),
    ...(authenticationToken ? { authenticationToken } : {}),
  };
}

/** Our own cookies stay with us. */
function nuxeoCookies(header: string | undefined): string | undefined {
  const kept = (header ?? '').split(';').filter((one) => one.trim() && !one.trim().startsWith('frameio_'));
  return kept.length ? kept.join(';').trim() : undefined;
}
