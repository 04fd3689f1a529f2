import { Router, type Response } from 'express';
import type { Json } from '../web/entities.ts';
import { sendEntity } from '../web/entities.ts';
import type { World } from '../world.ts';
import type { DocumentType, Facet, Field, Fields, Schema } from './model.ts';

/** What types, facets and schemas there are. An unknown name is 204, not 404. */
export function configRoutes(world: World): Router {
  const router = Router();
  const { types, facets, schemas } = world.repository.types;
  router.get('/config/types', (_req, res) => {
    const doctypes = Object.fromEntries([...types.values()].map((type) => [type.name, typeSummary(type)]));
    const all = Object.fromEntries([...schemas.values()].map((schema) => [schema.name, schemaFields(schema)]));
    res.json({ doctypes, schemas: all });
  });
  router.get('/config/types/:name', (req, res) => {
    const type = types.get(req.params.name);
    sendOrNothing(res, type && { ...typeJson(world, type) });
  });
  router.get(
    '/config/facets',
    (_req, res) => void res.json([...facets.values()].map((facet) => facetJson(world, facet))),
  );
  router.get('/config/facets/:name', (req, res) => {
    const facet = facets.get(req.params.name);
    sendOrNothing(res, facet && facetJson(world, facet));
  });
  router.get('/config/schemas', (_req, res) => void res.json([...schemas.values()].map(schemaJson)));
  router.get('/config/schemas/:name', (req, res) => {
    const schema = schemas.get(req.params.name);
    sendOrNothing(res, schema && schemaJson(schema));
  });
  return router;
}

function sendOrNothing(res: Response, json: Json | undefined): void {
  if (json) sendEntity(res, 200, json);
  else res.status(204).end();
}

function typeSummary({ parent, facets, schemas }: DocumentType): Json {
  return { parent, facets, schemas };
}

function typeJson(world: World, type: DocumentType): Json {
  const { name, parent, facets } = type;
  const schemas = world.repository.types.schemasOf(name, []).map(schemaJson);
  return { 'entity-type': 'docType', name, parent, facets, schemas };
}

function facetJson(world: World, { name, schemas }: Facet): Json {
  const resolved = schemas.flatMap((schema) => world.repository.types.schemas.get(schema) ?? []);
  return { 'entity-type': 'facet', name, ...(resolved.length > 0 ? { schemas: resolved.map(schemaJson) } : {}) };
}

function schemaJson(schema: Schema): Json {
  const { name, prefix, fields } = schema;
  return { 'entity-type': 'schema', name, prefix, '@prefix': prefix, fields: fieldsJson(fields) };
}

function schemaFields({ prefix, fields }: Schema): Json {
  return { '@prefix': prefix, ...fieldsJson(fields) };
}

function fieldsJson(fields: Fields): Json {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldJson(field)]));
}

function fieldJson(field: Field): unknown {
  if (field.kind === 'scalar') return field.type;
  if (field.kind === 'blob') return 'blob';
  if (field.kind === 'complex') return { type: 'complex', fields: fieldsJson(field.fields) };
  const item = fieldJson(field.item);
  return typeof item === 'string' ? `${item}[]` : { ...(item as Json), type: 'complex[]' };
}
