import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { Access } from './access.ts';
import { ApiError, forbidden, notFound, unauthorized } from './errors.ts';
import type { Person } from './model.ts';
import type { RateState } from './rate-limits.ts';
import type { Sandbox } from './sandbox.ts';
import { checkedId, parse } from './validation.ts';

export interface Call<Q, B> {
  readonly sandbox: Sandbox;
  readonly person: Person;
  readonly access: Access;
  /** Of the account in the path; refused before if the person is not in it. */
  readonly accountId: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Q;
  readonly body: B;
  /** The id in the path at this place, its form checked. */
  id(parameter: string): string;
}

export interface Reply {
  status: number;
  body?: unknown;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const accepted = (body: unknown): Reply => ({ status: 202, body });
export const noContent: Reply = { status: 204 };

type Method = 'get' | 'post' | 'patch' | 'delete';

interface Definition<Q extends z.ZodType, B extends z.ZodType> {
  /** The official operation id: the key of its rate limit. */
  id: string;
  /** Only answered with `api-version: experimental`. */
  experimental?: boolean;
  query?: Q;
  body?: B;
  handle(call: Call<z.output<Q>, z.output<B>>): Reply | Promise<Reply>;
}

const nothing = z.strictObject({});

/** The operations of one resource; each is authenticated, counted, cast, then handled. */
export class Operations {
  readonly router = Router();
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  get<Q extends z.ZodType = typeof nothing>(path: string, definition: Definition<Q, typeof nothing>): void {
    this.#mount('get', path, definition);
  }

  post<Q extends z.ZodType = typeof nothing, B extends z.ZodType = typeof nothing>(
    path: string,
    definition: Definition<Q, B>,
  ): void {
    this.#mount('post', path, definition);
  }

  patch<Q extends z.ZodType = typeof nothing, B extends z.ZodType = typeof nothing>(
    path: string,
    definition: Definition<Q, B>,
  ): void {
    this.#mount('patch', path, definition);
  }

  delete<B extends z.ZodType = typeof nothing>(path: string, definition: Definition<typeof nothing, B>): void {
    this.#mount('delete', path, definition);
  }

  #mount<Q extends z.ZodType, B extends z.ZodType>(method: Method, path: string, definition: Definition<Q, B>): void {
    const sandbox = this.#sandbox;
    const handler: RequestHandler = async (req, res, next) => {
      if (definition.experimental && req.get('api-version') !== 'experimental') {
        next();
        return;
      }
      showLimit(res, sandbox.rateLimiter.untouched(definition.id, sandbox.switches));
      const person = authenticated(sandbox, req);
      countCall(sandbox, definition.id, person, res);
      await parseJson(req, res);
      const reply = await definition.handle(castCall(sandbox, definition, person, req));
      answer(res, reply);
    };
    this.router[method](path, handler);
  }
}

/** Refused at the edge, whatever the token: what the default clients of some languages send. */
const REFUSED_USER_AGENTS = /python-urllib|powershell/i;

/** What every request of the API passes before its operation. */
export function edge(sandbox: Sandbox): RequestHandler[] {
  const delay: RequestHandler = (_req, _res, next) => {
    const { requestDelayMs } = sandbox.switches.throttle;
    if (requestDelayMs > 0) setTimeout(next, requestDelayMs);
    else next();
  };
  const userAgent: RequestHandler = (req, _res, next) => {
    if (REFUSED_USER_AGENTS.test(req.get('user-agent') ?? '')) throw forbidden();
    next();
  };
  return [delay, userAgent];
}

export const unknownRoute: RequestHandler = (req) => {
  throw notFound(`no route found for ${req.method} ${req.baseUrl}${req.path} (DeveloperApiWeb.Router)`);
};

function authenticated(sandbox: Sandbox, req: Request): Person {
  const token = /^Bearer (.+)$/i.exec(req.get('authorization') ?? '')?.[1];
  const found = token === undefined ? 'unknown' : sandbox.ims.personOf(token, isLegacyAllowed(req));
  if (found === 'without-roles') throw unauthorized('Unauthorized');
  if (found === 'unknown') throw unauthorized('Invalid or missing authorization token');
  return found;
}

const isLegacyAllowed = (req: Request): boolean => req.get('x-frameio-legacy-token-auth') === 'true';

function countCall(sandbox: Sandbox, operation: string, person: Person, res: Response): void {
  const state = sandbox.rateLimiter.take(operation, person.id, sandbox.switches);
  showLimit(res, state);
  if (!state.allowed) throw new ApiError(429, { detail: 'Too many requests' });
}

function showLimit(res: Response, { requests, remaining, windowMs }: RateState): void {
  res.set('x-ratelimit-limit', String(requests));
  res.set('x-ratelimit-remaining', String(remaining));
  res.set('x-ratelimit-window', String(windowMs));
}

const jsonParser = json({ limit: '2mb' });

/** Only for those who may ask: a refused caller's body is not read. */
function parseJson(req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    jsonParser(req, res, (error?: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}

function castCall<Q extends z.ZodType, B extends z.ZodType>(
  sandbox: Sandbox,
  definition: Definition<Q, B>,
  person: Person,
  req: Request,
): Call<z.output<Q>, z.output<B>> {
  const { unexpectedFieldStatus } = sandbox.switches;
  const id = (parameter: string) => checkedId(asText(req.params[parameter]), parameter);
  const accountId = req.params['account_id'] === undefined ? '' : id('account_id');
  const access = new Access(sandbox, person);
  const query = parse(definition.query ?? nothing, lastOfEach(req.query), unexpectedFieldStatus);
  const body = parse(definition.body ?? nothing, req.body ?? {}, unexpectedFieldStatus);
  if (accountId) access.account(accountId);
  return {
    sandbox,
    person,
    access,
    accountId,
    path: req.path,
    query: query as z.output<Q>,
    body: body as z.output<B>,
    id,
  };
}

const asText = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join('/') : value);

/** A repeated query parameter counts once: the last one. */
function lastOfEach(query: Request['query']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, Array.isArray(value) ? value.at(-1) : value]),
  );
}

function answer(res: Response, { status, body }: Reply): void {
  res.status(status);
  if (body === undefined) res.end();
  else res.json(body);
}
