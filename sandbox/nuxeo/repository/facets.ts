import { RestError } from '../web/rest-error.ts';
import { requireWritable } from './access.ts';
import type { StoredDocument } from './document.ts';
import type { Session } from './repository.ts';

/** A facet alone is not a change of properties: the document is neither checked out nor stamped. */
export function addFacet(session: Session, document: StoredDocument, facet: string): void {
  const { types } = session.repository;
  if (!types.facets.has(facet)) throw new RestError(500, `No such facet: ${facet}`);
  requireWritable(session, document);
  if (types.facetsOf(document.type, document.instanceFacets).includes(facet)) return;
  document.instanceFacets = [...document.instanceFacets, facet];
  document.systemToken += 1;
}

/** Facets of the type stay. What was in the schemas of a removed one is gone. */
export function removeFacet(session: Session, document: StoredDocument, facet: string): void {
  requireWritable(session, document);
  if (!document.instanceFacets.includes(facet)) return;
  document.instanceFacets = document.instanceFacets.filter((name) => name !== facet);
  const { types } = session.repository;
  const kept = types.schemasOf(document.type, document.instanceFacets);
  const entries = Object.entries(document.properties).filter(([name]) => types.fieldOf(kept, name) !== undefined);
  document.properties = Object.fromEntries(entries);
  document.systemToken += 1;
}
