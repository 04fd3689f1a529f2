import { may } from '../repository/access.ts';
import { listOf, type StoredDocument } from '../repository/document.ts';
import { PERMISSIONS, USER_VISIBLE_PERMISSIONS } from '../repository/permissions.ts';
import type { Json } from '../web/entities.ts';
import { enricherAcls } from './acl-json.ts';
import { auditEntryJson } from './audit-json.ts';
import { documentJson } from './document-json.ts';
import type { WriteContext } from './write-context.ts';
import { changeTokenOf } from '../repository/document.ts';

type Enricher = (document: StoredDocument, context: WriteContext) => unknown;

/**
 * `contextParameters`, for the enrichers that were asked for. Unknown names are ignored. Documents in them have no
 * properties: for these Nuxeo wants the header `depth`, which Web UI does not send.
 */
export function enrich(document: StoredDocument, context: WriteContext): Json {
  if (context.enrichers.length === 0) return {};
  const inner = { ...context, schemas: [], enrichers: [], fetch: [] };
  const known = context.enrichers.filter((name) => ENRICHERS[name]);
  const parameters = known.map((name) => [name, ENRICHERS[name]?.(document, inner)]);
  return { contextParameters: Object.fromEntries(parameters) };
}

const none: Enricher = () => [];

const ENRICHERS: Record<string, Enricher> = {
  permissions: (document, { session }) => PERMISSIONS.filter((permission) => may(session, document, permission)),
  userVisiblePermissions: () => USER_VISIBLE_PERMISSIONS,
  acls: (document, { world }) => enricherAcls(world, document),
  subtypes: (document, context) => subtypes(document, context),
  breadcrumb: (document, context) => breadcrumb(document, context),
  firstAccessibleAncestor: (document, context) => firstAccessibleAncestor(document, context),
  children: (document, context) => documentsJson(visibleChildren(document, context), context),
  hasContent: (document, context) => visibleChildren(document, context).length > 0,
  hasFolderishChild: (document, context) =>
    visibleChildren(document, context).some((child) => context.session.repository.types.isFolderish(child.type)),
  thumbnail: (document, context) => ({ url: thumbnailUrl(document, context) }),
  preview: (document, context) => ({ url: `${restUrl(document, context)}/@preview/` }),
  renditions: (document, context) => renditions(document, context),
  documentURL: (document, context) => `${context.baseUrl}/ui/#!/doc/${document.uid}`,
  tags: (document) => listOf(document, 'nxtag:tags').map((tag) => (tag as { label?: string }).label),
  favorites: () => ({ isFavorite: false }),
  subscribedNotifications: none,
  collections: none,
  publications: () => ({ resultsCount: 0 }),
  pendingTasks: none,
  runnableWorkflows: none,
  runningWorkflows: none,
  audit: (document, { session }) => session.repository.audit.of(document.uid).map(auditEntryJson),
};

export function visibleChildren(document: StoredDocument, { session }: WriteContext): StoredDocument[] {
  const children = session.repository.documents.children(document.uid);
  return children.filter((child) => !child.isTrashed && may(session, child, 'Browse'));
}

function documentsJson(entries: StoredDocument[], context: WriteContext): Json {
  return { 'entity-type': 'documents', entries: entries.map((entry) => documentJson(entry, context)) };
}

function subtypes(document: StoredDocument, { session }: WriteContext): Json[] {
  const { types } = session.repository;
  const names = types.types.get(document.type)?.subtypes ?? [];
  const creatable = names.filter((name) => !types.types.get(name)?.facets.includes('HiddenInCreation'));
  return creatable.map((type) => ({ type, facets: types.facetsOf(type, []) }));
}

function breadcrumb(document: StoredDocument, context: WriteContext): Json {
  const { documents } = context.session.repository;
  const lineage = documents.lineage(documents.liveOf(document) ?? document).reverse();
  const visible = lineage.filter((ancestor) => ancestor.parentUid !== null && may(context.session, ancestor, 'Read'));
  return documentsJson(visible, context);
}

function firstAccessibleAncestor(document: StoredDocument, context: WriteContext): Json | null {
  const { documents } = context.session.repository;
  const [, ...ancestors] = documents.lineage(documents.liveOf(document) ?? document);
  const ancestor = ancestors.find((candidate) => may(context.session, candidate, 'Read'));
  return ancestor ? documentJson(ancestor, context) : null;
}

function restUrl(document: StoredDocument, { baseUrl }: WriteContext): string {
  return `${baseUrl}/api/v1/repo/default/id/${document.uid}`;
}

function thumbnailUrl(document: StoredDocument, context: WriteContext): string {
  return `${restUrl(document, context)}/@rendition/thumbnail?changeToken=${changeTokenOf(document)}&sync=true`;
}

const RENDITIONS = { thumbnail: 'image', xmlExport: 'text', zipTreeExport: 'archive' };

function renditions(document: StoredDocument, context: WriteContext): Json[] {
  return Object.entries(RENDITIONS).map(([name, kind]) => ({
    name,
    kind,
    icon: `${context.baseUrl}/icons/${kind}.png`,
    url: `${restUrl(document, context)}/@rendition/${name}`,
  }));
}
