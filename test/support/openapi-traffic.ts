import { Ajv2019, type ErrorObject } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RecordedCall } from '../../sandbox/shared/control.ts';
import { DOCUMENT_ID, isObject, toJsonSchema, type Json, type JsonObject } from './openapi-schemas.ts';

/** Holds recorded traffic against the official description of the API. */
export interface OpenApiChecker {
  /** One sentence for each violation in the request or the answer; calls outside `/v4/` have none. */
  check(call: RecordedCall): string[];
}

interface Operation {
  id: string;
  method: string;
  path: RegExp;
  /** Literal path segments: of two templates that fit, the more literal one is meant. */
  literals: number;
  parameters: JsonObject[];
  body: Json | undefined;
  responses: JsonObject;
}

const DOCUMENT = fileURLToPath(new URL('../../../shared/reference/frameio-v4-openapi.json', import.meta.url));

/** `undefined`, said in one line, where the official description is not at hand. */
export function loadFrameioOpenApi(): OpenApiChecker | undefined {
  if (!existsSync(DOCUMENT)) {
    process.stdout.write('Frame.io traffic is not held against the OpenAPI description: the file is not here.\n');
    return undefined;
  }
  return createChecker(JSON.parse(readFileSync(DOCUMENT, 'utf8')) as object);
}

export function createChecker(description: object): OpenApiChecker {
  const document = description as JsonObject;
  const validate = validator(document);
  const operations = operationsOf(document);
  return {
    check(call) {
      const url = new URL(call.path, 'http://api');
      if (!url.pathname.startsWith('/v4/') || call.requestHeaders['api-version'] === 'experimental') return [];
      const operation = operations.find(({ method, path }) => method === call.method && path.test(url.pathname));
      if (!operation) return [`${call.method} ${url.pathname} is not an operation of the API`];
      const problems = [...answerProblems(operation, call, validate)];
      // A request that was refused is a test of the refusal.
      if (call.status < 400) problems.push(...requestProblems(operation, call, url, validate));
      return problems.map((problem) => `${call.method} ${url.pathname} (${operation.id}): ${problem}`);
    },
  };
}

type Validate = (schema: Json, value: unknown, what: string) => string[];

function validator(document: JsonObject): Validate {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  formats.default(ajv, ['uuid', 'date-time', 'date', 'int32', 'float']);
  ajv.addFormat('datetime', true);
  ajv.addFormat('HH:MM:SS:FF', /^\d\d:[0-5]\d:[0-5]\d[:;]\d\d$/);
  const components = isObject(document['components']) ? document['components'] : {};
  const schemas = Object.entries(isObject(components['schemas']) ? components['schemas'] : {});
  const converted = Object.fromEntries(schemas.map(([name, schema]) => [name, toJsonSchema(schema)]));
  ajv.addSchema({ $id: DOCUMENT_ID, components: { schemas: converted } });
  const compiled = new Map<Json, ReturnType<typeof ajv.compile>>();
  return (schema, value, what) => {
    const check = compiled.get(schema) ?? ajv.compile(toJsonSchema(schema) as JsonObject);
    compiled.set(schema, check);
    return check(value) ? [] : (check.errors ?? []).map((error) => `${what}${sentence(error)}`);
  };
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['allowedValues'];
  return `${instancePath} ${message ?? 'is wrong'}${extra === undefined ? '' : ` (${JSON.stringify(extra)})`}`;
}

function operationsOf(document: JsonObject): Operation[] {
  const operations = Object.entries(document['paths'] as Record<string, Record<string, JsonObject>>).flatMap(
    ([template, methods]) => Object.entries(methods).map(([method, entry]) => operationOf(template, method, entry)),
  );
  return operations.sort((a, b) => b.literals - a.literals);
}

function operationOf(template: string, method: string, entry: JsonObject): Operation {
  return {
    id: String(entry['operationId']),
    method: method.toUpperCase(),
    path: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    literals: template.split('/').filter((segment) => !segment.startsWith('{')).length,
    parameters: (entry['parameters'] ?? []) as JsonObject[],
    body: jsonContent(entry['requestBody']),
    responses: entry['responses'] as JsonObject,
  };
}

function jsonContent(holder: Json | undefined): Json | undefined {
  const content = isObject(holder) ? holder['content'] : undefined;
  const media = isObject(content) ? content['application/json'] : undefined;
  return isObject(media) ? media['schema'] : undefined;
}

function* answerProblems(operation: Operation, call: RecordedCall, validate: Validate): Generator<string> {
  const response = operation.responses[String(call.status)];
  if (!isObject(response)) {
    yield `the status ${String(call.status)} is not declared`;
    return;
  }
  const schema = jsonContent(response);
  if (schema !== undefined) yield* validate(schema, call.responseBody, 'answer');
  const headers = isObject(response['headers']) ? response['headers'] : {};
  for (const [name, header] of Object.entries(headers)) {
    if (isObject(header) && header['required'] === true && !/^\d+$/.test(String(call.responseHeaders[name]))) {
      yield `the header ${name} is missing`;
    }
  }
}

function* requestProblems(operation: Operation, call: RecordedCall, url: URL, validate: Validate): Generator<string> {
  for (const [name, text] of url.searchParams) {
    const [, base = name, key] = /^([^[]+)(?:\[(.+)\])?$/.exec(name) ?? [];
    const parameter = operation.parameters.find((known) => known['in'] === 'query' && known['name'] === base);
    if (!parameter?.['schema']) yield `the query parameter ${name} is not declared`;
    else yield* queryProblems(base, key, text, parameter['schema'], validate);
  }
  if (operation.body !== undefined && call.requestBody !== undefined) {
    yield* validate(operation.body, call.requestBody, 'request');
  }
}

/** One member of `filters`, or any other value; `include` is a list, which its schema does not say. */
function queryProblems(
  name: string,
  key: string | undefined,
  text: string,
  schema: Json,
  validate: Validate,
): string[] {
  const what = `query ${name}`;
  if (key !== undefined) return validate(schema, { [key]: typed(text) }, what);
  if (name !== 'include') {
    return validate(schema, text, what).length > 0 ? validate(schema, typed(text), what) : [];
  }
  // In the document's own example, though not in its list.
  const items = text.split(',').filter((item) => item !== 'project.owner');
  return items.flatMap((item) => validate(schema, item, what));
}

function typed(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
