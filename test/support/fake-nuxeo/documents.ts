import { randomUUID } from 'node:crypto';
import type { NewDocument, Nuxeo } from '../../../server/ports/nuxeo.ts';
import { refuse } from './rights.ts';
import type { Session } from './session.ts';
import type { StoredDocument } from './state.ts';
import { hasProperty, isKnownFacet, isKnownType, subtypesOf, typeFacets } from './types.ts';
import { applyUpdate } from './update.ts';
import { blankDocument } from './world.ts';

export function fakeDocuments(session: Session): Synchronous<Nuxeo['documents']> {
  const { world } = session;
  return {
    get: (uid) => session.show(session.readable(uid)),
    getMany: (uids) => uids.flatMap((uid) => (isReadable(session, uid) ? session.show(world.stored(uid)) : [])),
    ancestors: (uid) =>
      world
        .lineage(session.readable(uid))
        .filter((ancestor) => ancestor.uid !== uid && session.may(ancestor, 'Read'))
        .map((ancestor) => session.show(ancestor))
        .map(({ uid: ancestorUid, path, title }) => ({ uid: ancestorUid, path, title })),
    withFacetBelow: (path, facet) =>
      live(session)
        .filter((document) => [...typeFacets(document.type), ...document.facets].includes(facet))
        .filter((document) => world.pathOf(document).startsWith(`${path.replace(/\/$/, '')}/`))
        .map(({ uid }) => uid)
        .sort(),
    withFacet(facet, { page, below = '/' }) {
      const marked = live(session)
        .filter((document) => [...typeFacets(document.type), ...document.facets].includes(facet))
        .filter((document) => world.pathOf(document).startsWith(`${below.replace(/\/$/, '')}/`))
        .sort((one, other) => one.uid.localeCompare(other.uid));
      const { markedPageSize: size } = world;
      const documents = marked.slice(page * size, (page + 1) * size).map((document) => session.show(document));
      return { documents, hasMore: marked.length > (page + 1) * size };
    },
    below(path, page) {
      const found = live(session)
        .filter((document) => world.pathOf(document).startsWith(`${path}/`))
        .sort((one, other) => one.uid.localeCompare(other.uid));
      const documents = found.slice(page * 100, (page + 1) * 100).map((document) => session.show(document));
      return { documents, next: found.length > (page + 1) * 100 ? page + 1 : undefined };
    },
    creatableTypes: (uid) => subtypesOf(session.readable(uid).type),
    childrenFrom: (uid, sources) =>
      live(session)
        .filter((child) => child.parentUid === uid && sources.includes(String(child.properties['dc:source'])))
        .map((child) => session.show(child)),
    create: (parentUid, document) => session.show(create(session, parentUid, document)),
    update: (uid, change) => session.show(applyUpdate(session, uid, change)),
    addFacet(uid, facet, properties) {
      if (!isKnownFacet(facet)) throw refuse('nuxeo-refused');
      const document = session.writable(uid);
      if (!document.facets.includes(facet)) document.facets = [...document.facets, facet];
      if (properties) applyUpdate(session, uid, { properties });
    },
    move(uid, parentUid) {
      if (!session.may(session.readable(parentUid), 'AddChildren')) throw refuse('nuxeo-forbidden');
      const document = session.writable(uid);
      Object.assign(document, { name: freeName(session, parentUid, document.name), parentUid });
    },
    trash(uid) {
      session.writable(uid);
      world.trash(uid);
    },
    removeFacet(uid, facet) {
      const document = session.writable(uid);
      document.facets = document.facets.filter((name) => name !== facet);
      const kept = Object.entries(document.properties).filter(([name]) =>
        hasProperty(document.type, document.facets, name),
      );
      document.properties = Object.fromEntries(kept);
    },
  };
}

/** The port's methods without their promises: those are put around them in one place. */
export type Synchronous<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
};

function isReadable({ world, may }: Session, uid: string): boolean {
  const document = world.documents.get(uid);
  return document !== undefined && may(document, 'Read');
}

function live({ world, may }: Session): StoredDocument[] {
  return [...world.documents.values()].filter(
    (document) => !document.versionOf && !document.isProxy && !document.isTrashed && may(document, 'Read'),
  );
}

function create(session: Session, parentUid: string, wanted: NewDocument): StoredDocument {
  const { world, person } = session;
  if (!session.may(session.readable(parentUid), 'AddChildren')) throw refuse('nuxeo-forbidden');
  if (!isKnownType(wanted.type)) throw refuse('nuxeo-refused');
  const uid = randomUUID();
  const properties = { ...wanted.properties, 'dc:title': wanted.title };
  const document: StoredDocument = {
    ...blankDocument(uid, wanted.type, world.now()),
    parentUid,
    name: freeName(session, parentUid, wanted.name),
    properties: Object.fromEntries(
      Object.entries(JSON.parse(JSON.stringify(properties)) as Record<string, unknown>).filter(([name]) =>
        hasProperty(wanted.type, [], name),
      ),
    ),
    lastContributor: person.username,
  };
  world.documents.set(uid, document);
  return document;
}

/** Never a conflict: a name that is taken gets a suffix. */
function freeName({ world }: Session, parentUid: string, name: string): string {
  const isTaken = [...world.documents.values()].some((child) => child.parentUid === parentUid && child.name === name);
  return isTaken ? `${name}.${world.now().getTime()}` : name;
}
