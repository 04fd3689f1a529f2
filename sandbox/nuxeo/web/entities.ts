import type { Response } from 'express';
import type { Principal } from '../people/directory.ts';
import { RestError } from './rest-error.ts';

export type Json = Record<string, unknown>;

/** The content type names the entity, as Nuxeo's does. */
export function sendEntity(res: Response, status: number, body: Json): void {
  const type = body['entity-type'];
  res.status(status).set('Cache-Control', 'no-cache');
  res.set('Content-Type', typeof type === 'string' ? `application/json; nuxeo-entity=${type}` : 'application/json');
  res.json(body);
}

/** A list that was not asked for by page. */
export function sendList(res: Response, entityType: string, entries: unknown[]): void {
  sendEntity(res, 200, { 'entity-type': entityType, entries });
}

/** @throws RestError 400 for a body that is not an object, or is another entity than expected. */
export function entity(body: unknown, type: string): Json {
  const json = objectOf(body);
  const actual = json['entity-type'];
  if (actual !== type)
    throw new RestError(400, `Json object entity-type is wrong. Expected is ${type} but was ${String(actual ?? null)}`);
  return json;
}

export function objectOf(body: unknown): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RestError(400, 'Json object expected');
  return body as Json;
}

export function requireAdministrator(principal: Principal): void {
  if (!principal.isAdministrator) throw new RestError(403, 'You do not have permissions to perform this operation.');
}
