import type { Request } from 'express';
import type { StoredDocument } from '../repository/document.ts';
import { RestError } from '../web/rest-error.ts';

/** The NXQL behind a page provider and its parameters. */
export function providerQuery(provider: string, req: Request, scope?: StoredDocument): string {
  const build = PROVIDERS[provider];
  if (!build) throw new RestError(400, `Could not resolve page provider with name '${provider}'`);
  return build(req, scope);
}

type Provider = (req: Request, scope?: StoredDocument) => string;

const PROVIDERS: Record<string, Provider> = {
  advanced_document_content: (req) => {
    const parent = parameter(req, 'ecm_parentId');
    const isTrashed = parameter(req, 'ecm_trashed');
    return select([
      "ecm:mixinType <> 'HiddenInNavigation'",
      'ecm:isVersion = 0',
      'ecm:isProxy = 0',
      parent === undefined ? undefined : `ecm:parentId = ${quoted(parent)}`,
      isTrashed === undefined ? undefined : `ecm:isTrashed = ${isTrashed === 'true' ? 1 : 0}`,
    ]);
  },
  tree_children: (req) =>
    select([
      "ecm:mixinType = 'Folderish'",
      "ecm:mixinType <> 'HiddenInNavigation'",
      'ecm:isVersion = 0',
      'ecm:isTrashed = 0',
      `ecm:parentId = ${quoted(positional(req))}`,
    ]),
  default_search: (req) => {
    const words = parameter(req, 'ecm_fulltext');
    const base = ["ecm:mixinType <> 'HiddenInNavigation'", 'ecm:isVersion = 0', 'ecm:isTrashed = 0'];
    return select([...base, words ? `ecm:fulltext = ${quoted(words)}` : undefined]);
  },
  CURRENT_DOC_CHILDREN: (req, scope) =>
    select([
      "ecm:mixinType <> 'HiddenInNavigation'",
      'ecm:isVersion = 0',
      'ecm:isTrashed = 0',
      `ecm:parentId = ${quoted(scope?.uid ?? positional(req))}`,
    ]),
};

function select(conditions: (string | undefined)[]): string {
  return `SELECT * FROM Document WHERE ${conditions.filter((condition) => condition !== undefined).join(' AND ')}`;
}

function parameter(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' ? value.replace(/^\["(.*)"\]$/, '$1') : undefined;
}

function positional(req: Request): string {
  const [first] = [req.query['queryParams']].flat();
  if (typeof first !== 'string') throw new RestError(400, 'Query parameters are missing');
  return first;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
