import type { MarkedPage, NuxeoDocument } from '../../ports/nuxeo.ts';
import { hasCode, NuxeoError } from '../../domain/errors.ts';
import { toDocument } from './mappers.ts';
import { isLive, nxqlString } from './nxql.ts';
import { documentPayload, documentsPayload, type DocumentPayload } from './payloads.ts';
import type { NuxeoCall, Wire } from './wire.ts';

const schemas = ['dublincore', 'file', 'video', 'frameiobound', 'frameiosynced', 'frameioasset', 'frameioreview'];

/** Hyphens: header names with a dot are dropped by nginx. Without `properties` the answer has none. */
export const asDocument: Readonly<Record<string, string>> = {
  properties: schemas.join(','),
  'fetch-document': 'lock,versionLabel',
  'enrichers-document': 'permissions',
};

/** For walks over many: records of reviews are large, and nobody needs them there. */
const asMarked: Readonly<Record<string, string>> = {
  properties: 'dublincore,frameiobound,frameiosynced,frameioasset',
  'fetch-document': 'lock',
};
const MARKED_PAGE_SIZE = 50;

const PAGE_SIZE = 100;
/** A list this long has no reader; Nuxeo would go on for ever. */
const MAX_PAGES = 100;
const READS_AT_ONCE = 6;

export function idPath(uid: string): string {
  return `/api/v1/id/${encodeURIComponent(uid)}`;
}

export function readPayload(
  wire: Wire,
  uid: string,
  operation: string,
  headers: Readonly<Record<string, string>>,
): Promise<DocumentPayload> {
  return wire.read({ method: 'GET', path: idPath(uid), operation, headers }, documentPayload);
}

export function createDocumentReads(wire: Wire) {
  const get = async (uid: string) => toDocument(await readPayload(wire, uid, 'documents.get', asDocument));

  return {
    get,
    getMany: (uids: readonly string[]) => readSome(uids, get),

    async ancestors(uid: string) {
      const payload = await readPayload(wire, uid, 'documents.ancestors', { 'enrichers-document': 'breadcrumb' });
      const entries = payload.contextParameters?.breadcrumb?.entries ?? [];
      const above = entries.filter((entry) => entry.uid !== uid).reverse();
      return above.map((entry) => ({ uid: entry.uid, path: entry.path, title: entry.title ?? '' }));
    },

    async withFacetBelow(path: string, facet: string) {
      const below = `ecm:path STARTSWITH ${nxqlString(path)} AND ecm:mixinType = ${nxqlString(facet)}`;
      const found = await query(wire, `${below} AND ${isLive} ORDER BY ecm:uuid`, 'documents.withFacetBelow');
      return found.map((payload) => payload.uid);
    },

    async withFacet(facet: string, { page, below }: { page: number; below?: string }): Promise<MarkedPage> {
      const place = below === undefined ? '' : ` AND ecm:path STARTSWITH ${nxqlString(below)}`;
      const where = `ecm:mixinType = ${nxqlString(facet)} AND ${isLive}${place} ORDER BY ecm:uuid`;
      const call = queryCall(where, { page, size: MARKED_PAGE_SIZE }, 'documents.withFacet', asMarked);
      const { entries, isNextPageAvailable } = await wire.read(call, documentsPayload);
      return { documents: entries.map(toDocument), hasMore: isNextPageAvailable };
    },

    async below(path: string, page: number) {
      const where = `ecm:path STARTSWITH ${nxqlString(path)} AND ${isLive} ORDER BY ecm:uuid`;
      const call = queryCall(where, { page, size: PAGE_SIZE }, 'documents.below', asDocument);
      const answer = await wire.read(call, documentsPayload);
      return { documents: answer.entries.map(toDocument), next: answer.isNextPageAvailable ? page + 1 : undefined };
    },

    async creatableTypes(folderUid: string) {
      const headers = { 'enrichers-document': 'subtypes' };
      const payload = await readPayload(wire, folderUid, 'documents.creatableTypes', headers);
      return (payload.contextParameters?.subtypes ?? []).map(({ type }) => type);
    },

    async childrenFrom(folderUid: string, sources: readonly string[]) {
      const from = `dc:source IN (${sources.map(nxqlString).join(', ')})`;
      const where = `ecm:parentId = ${nxqlString(folderUid)} AND ${from} AND ${isLive} ORDER BY ecm:uuid`;
      return (await query(wire, where, 'documents.childrenFrom', asDocument)).map(toDocument);
    },
  };
}

/** One by one and not by a query: a search index may be behind, and 16 MiB of answer are soon full of comments. */
async function readSome(
  uids: readonly string[],
  get: (uid: string) => Promise<NuxeoDocument>,
): Promise<NuxeoDocument[]> {
  const documents: (NuxeoDocument | undefined)[] = [];
  const waiting = [...uids.entries()];
  const readOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      documents[next[0]] = await get(next[1]).catch(undefinedWhenNotReadable);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, readOn));
  return documents.filter((document) => document !== undefined);
}

function undefinedWhenNotReadable(error: unknown): undefined {
  if (!hasCode(error, 'nuxeo-not-found', 'nuxeo-forbidden')) throw error;
  return undefined;
}

/** Pages are walked by `isNextPageAvailable`: the counts of a large result are -2. */
async function query(
  wire: Wire,
  where: string,
  operation: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<DocumentPayload[]> {
  const entries: DocumentPayload[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await wire.read(queryCall(where, { page, size: PAGE_SIZE }, operation, headers), documentsPayload);
    entries.push(...answer.entries);
    if (!answer.isNextPageAvailable) return entries;
  }
  throw new NuxeoError('nuxeo-refused', { context: { operation, message: `more than ${entries.length} results` } });
}

function queryCall(
  where: string,
  { page, size }: { readonly page: number; readonly size: number },
  operation: string,
  headers: Readonly<Record<string, string>>,
): NuxeoCall {
  const query = `SELECT * FROM Document WHERE ${where}`;
  const search = new URLSearchParams({ query, pageSize: String(size), currentPageIndex: String(page) });
  return { method: 'GET', path: `/api/v1/search/execute?${search}`, operation, headers };
}

export type DocumentReads = ReturnType<typeof createDocumentReads>;
