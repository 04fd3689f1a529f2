import type { Request, Response } from 'express';
import type { Session } from '../repository/repository.ts';
import { baseUrlOf, sessionOf, type World } from '../world.ts';

/** What the client asked to see of each document, and for whom it is written. */
export interface WriteContext {
  readonly world: World;
  readonly session: Session;
  readonly baseUrl: string;
  /** Schema names; `*` for all. Empty: the answer has no properties. */
  readonly schemas: string[];
  readonly enrichers: string[];
  readonly fetch: string[];
}

export function writeContextOf(world: World, req: Request, res: Response): WriteContext {
  return {
    world,
    session: sessionOf(world, res),
    baseUrl: baseUrlOf(world, req),
    schemas: wish(req, ['properties', 'X-NXproperties', 'X-NXDocumentProperties']),
    enrichers: wish(req, [
      'enrichers-document',
      'enrichers.document',
      'X-NXenrichers.document',
      'X-NXenrichers-document',
      'X-NXContext-Category',
    ]),
    fetch: wish(req, ['fetch-document', 'fetch.document', 'X-NXfetch.document']),
  };
}

/** Every one of these can be a header or a parameter, and may come several times. */
export function wish(req: Request, names: string[]): string[] {
  const values = names.flatMap((name) => [req.get(name), ...[req.query[name]].flat()]);
  return values.flatMap((value) => (typeof value === 'string' ? value.split(',') : [])).map((name) => name.trim());
}
