import type { Request, Response } from 'express';
import { blobAdapter } from '../blobs/blob-adapter.ts';
import { blankDocument } from '../repository/create.ts';
import type { StoredDocument } from '../repository/document.ts';
import { search } from '../search/search-routes.ts';
import { cutPage, pageWish } from '../search/page.ts';
import { sendEntity } from '../web/entities.ts';
import { RestError } from '../web/rest-error.ts';
import { sessionOf, type World } from '../world.ts';
import { aclEntity } from './acl-json.ts';
import { auditEntryJson } from './audit-json.ts';
import { documentJson } from './document-json.ts';
import { visibleChildren } from './enrichers.ts';
import { renditionAdapter } from './rendition-adapter.ts';
import { writeContextOf } from './write-context.ts';

type Adapter = (
  world: World,
  document: StoredDocument,
  rest: string[],
  req: Request,
  res: Response,
) => void | Promise<void>;

const ADAPTERS: Record<string, Adapter> = {
  '@children': children,
  '@blob': blobAdapter,
  '@acl': (world, document, _rest, _req, res) => sendEntity(res, 200, aclEntity(world, document)),
  '@audit': audit,
  '@comment': comments,
  '@emptyWithDefault': emptyWithDefault,
  '@rendition': renditionAdapter,
  '@search': (world, document, _rest, req, res) => search(world, req, res, document),
  '@pp': (world, document, [provider], req, res) => search(world, req, res, document, provider),
};

/** What stands behind the document in the URL. */
export async function runAdapter(
  world: World,
  document: StoredDocument,
  [name = '', ...rest]: string[],
  req: Request,
  res: Response,
): Promise<void> {
  const adapter = ADAPTERS[name];
  if (!adapter) throw new RestError(404, `Service not found: ${name.slice(1)}`);
  await adapter(world, document, rest, req, res);
}

/** Counting stops behind the page: a client has to walk by `isNextPageAvailable`. */
function children(world: World, document: StoredDocument, _rest: string[], req: Request, res: Response): void {
  const context = writeContextOf(world, req, res);
  const { types } = world.repository;
  const all = visibleChildren(document, context).filter(
    (child) => !types.facetsOf(child.type, child.instanceFacets).includes('HiddenInNavigation'),
  );
  const { entries, envelope } = cutPage(all, pageWish(req, 50), false);
  sendEntity(res, 200, {
    'entity-type': 'documents',
    ...envelope,
    totalSize: envelope['resultsCount'],
    pageIndex: envelope['currentPageIndex'],
    pageCount: envelope['numberOfPages'],
    entries: entries.map((entry) => documentJson(entry, context)),
  });
}

function audit(world: World, document: StoredDocument, _rest: string[], req: Request, res: Response): void {
  const wanted = [req.query['eventIds']].flat().flatMap((ids) => (typeof ids === 'string' ? ids.split(',') : []));
  const newestFirst = world.repository.audit.of(document.uid).reverse();
  const all = newestFirst.filter((entry) => wanted.length === 0 || wanted.includes(entry.eventId));
  const { entries, envelope } = cutPage(all, pageWish(req, 20));
  sendEntity(res, 200, { 'entity-type': 'logEntries', ...envelope, entries: entries.map(auditEntryJson) });
}

/** Nobody comments here, and nobody can. */
function comments(_world: World, _document: StoredDocument, rest: string[], req: Request, res: Response): void {
  if (req.method !== 'GET' || rest.length > 0) throw new RestError(501, 'Not imitated here: @comment');
  const { envelope } = cutPage([], pageWish(req, 50));
  sendEntity(res, 200, { 'entity-type': 'comments', ...envelope, totalSize: 0, entries: [] });
}

function emptyWithDefault(world: World, parent: StoredDocument, _rest: string[], req: Request, res: Response): void {
  const { type, name } = req.query;
  if (typeof type !== 'string' || !type) throw new RestError(400, 'Missing type parameter');
  if (!world.repository.types.types.has(type)) throw new RestError(400, `Type: ${type} does not exist`);
  const wanted = { uid: '', type, name: typeof name === 'string' ? name : '', properties: {} };
  const blank = blankDocument(sessionOf(world, res), wanted, parent.uid);
  sendEntity(res, 200, { ...documentJson(blank, writeContextOf(world, req, res)), uid: undefined });
}
