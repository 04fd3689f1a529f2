import { z } from 'zod';
import { errorAnswer } from './error.ts';
import type { Operation } from './operation.ts';

/** An OpenAPI 3.1 document from the schemas that validate the requests. */
export function openApiDocument(operations: readonly Operation[], server: string, version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of operations) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method]: describe(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Nuxeo–Frame.io connector', version },
    servers: [{ url: server }],
    security: [{ session: [] }, { basic: [] }, { bearer: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'JSESSIONID' },
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
        token: { type: 'apiKey', in: 'header', name: 'X-Authentication-Token' },
      },
      schemas: { Error: z.toJSONSchema(errorAnswer) },
    },
  };
}

function describe(one: Operation): object {
  const status = String(one.status ?? (one.answer ? 200 : 204));
  return {
    summary: one.summary,
    ...(one.admin ? { tags: ['administration'] } : {}),
    ...(one.anonymous ? { security: [] } : {}),
    parameters: [...pathParameters(one.path), ...queryParameters(one.query)],
    ...(one.body ? { requestBody: { required: true, content: jsonContent(one.body, 'input') } } : {}),
    responses: {
      [status]: { description: 'Done', ...(one.answer ? { content: jsonContent(one.answer, 'output') } : {}) },
      default: {
        description: 'Refused or failed, with a code',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined): object[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
  }));
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output'): object {
  return { 'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) } };
}
