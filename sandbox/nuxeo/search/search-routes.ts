import { Router, type Request, type Response } from 'express';
import { documentJson } from '../documents/document-json.ts';
import { writeContextOf } from '../documents/write-context.ts';
import type { StoredDocument } from '../repository/document.ts';
import { sendEntity } from '../web/entities.ts';
import { RestError } from '../web/rest-error.ts';
import { sessionOf, type World } from '../world.ts';
import { cutPage, pageWish } from './page.ts';
import { providerQuery } from './providers.ts';
import { query } from './query.ts';

export function searchRoutes(world: World): Router {
  const router = Router();
  router.get(['/search/execute', '/search/lang/NXQL/execute'], (req, res) => search(world, req, res));
  router.get('/search/pp/:provider/execute', (req, res) => search(world, req, res, undefined, req.params.provider));
  router.get('/query', (req, res) => search(world, req, res));
  return router;
}

/**
 * Answers with a page of documents.
 *
 * @param scope - The document whose URL the search hangs on.
 * @param provider - Name of a page provider; without one the query is in the URL.
 */
export function search(world: World, req: Request, res: Response, scope?: StoredDocument, provider?: string): void {
  const nxql = provider === undefined ? text(req, 'query') : providerQuery(provider, req, scope);
  if (nxql === undefined) throw new RestError(400, 'Query is missing');
  const all = query(
    sessionOf(world, res),
    withSort(scoped(world, nxql, provider === undefined ? scope : undefined), req),
  );
  const { entries, envelope } = cutPage(all, pageWish(req, 50));
  const context = writeContextOf(world, req, res);
  sendEntity(res, 200, {
    'entity-type': 'documents',
    ...envelope,
    totalSize: envelope['resultsCount'],
    pageIndex: envelope['currentPageIndex'],
    pageCount: envelope['numberOfPages'],
    entries: entries.map((entry) => documentJson(entry, context)),
  });
}

function scoped(world: World, nxql: string, scope: StoredDocument | undefined): string {
  if (!scope) return nxql;
  const path = world.repository.documents.pathOf(scope).replaceAll("'", "\\'");
  const [, head = nxql, order = ''] = /^([\s\S]*?)(\sORDER\s+BY\s[\s\S]*)?$/i.exec(nxql) ?? [];
  const [, select = head, where] = /^([\s\S]*?)\sWHERE\s([\s\S]*)$/i.exec(head) ?? [];
  return `${select} WHERE ecm:path STARTSWITH '${path}'${where ? ` AND (${where})` : ''}${order}`;
}

/** Anything but `asc` sorts downwards. */
function withSort(nxql: string, req: Request): string {
  const fields = text(req, 'sortBy')?.split(',').filter(Boolean) ?? [];
  if (fields.length === 0) return nxql;
  const orders = text(req, 'sortOrder')?.split(',') ?? [];
  const order = fields.map(
    (field, index) => `${field} ${(orders[index] ?? 'asc').toLowerCase() === 'asc' ? 'ASC' : 'DESC'}`,
  );
  return `${nxql.replace(/\sORDER\s+BY\s[\s\S]*$/i, '')} ORDER BY ${order.join(', ')}`;
}

function text(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' ? value : undefined;
}
