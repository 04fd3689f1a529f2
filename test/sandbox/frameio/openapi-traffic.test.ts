import { describe, expect, it } from 'vitest';
import type { RecordedCall } from '../../../sandbox/shared/control.ts';
import { createChecker } from '../../support/openapi-traffic.ts';

const cat = {
  type: 'object',
  properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
  required: ['lives'],
};
const dog = { type: 'object', properties: { kind: { type: 'string' }, owner: { type: 'string', nullable: true } } };
const pet = {
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
  discriminator: {
    propertyName: 'kind',
    mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
  },
};
const list = { type: 'object', properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Pet' } } } };
const named = {
  additionalProperties: false,
  allOf: [
    { type: 'object', properties: { name: { type: 'string', maxLength: 5 } }, required: ['name'] },
    { type: 'object', properties: { age: { type: 'integer' } } },
  ],
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const checker = createChecker({
  components: { schemas: { Cat: cat, Dog: dog, Pet: pet } },
  paths: {
    '/v4/pets': {
      get: {
        operationId: 'pets.index',
        parameters: [
          { in: 'query', name: 'page_size', schema: { type: 'integer', maximum: 10 } },
          { in: 'query', name: 'include', schema: { type: 'string', enum: ['owner', 'vet'] } },
        ],
        responses: { 200: { ...json(list), headers: { 'x-ratelimit-limit': { required: true } } } },
      },
      post: { operationId: 'pets.create', requestBody: json(named), responses: { 204: {}, 422: {} } },
    },
  },
});

function call(change: Partial<RecordedCall>): RecordedCall {
  const defaults = { n: 1, at: '', method: 'GET', path: '/v4/pets', status: 200, bytesIn: 0, requestHeaders: {} };
  return { ...defaults, responseHeaders: { 'x-ratelimit-limit': '10' }, responseBody: { data: [] }, ...change };
}

describe('traffic held against a description', () => {
  it('is fine as described', () => {
    const data = [
      { kind: 'cat', lives: 9 },
      { kind: 'dog', owner: null },
    ];
    expect(checker.check(call({ path: '/v4/pets?page_size=10&include=owner,vet', responseBody: { data } }))).toEqual(
      [],
    );
    expect(checker.check(call({ path: '/ims/token/v3' }))).toEqual([]);
    expect(checker.check(call({ path: '/v4/other', requestHeaders: { 'api-version': 'experimental' } }))).toEqual([]);
  });

  it('is wrong with an answer of another shape, by its discriminator', () => {
    const [problem] = checker.check(call({ responseBody: { data: [{ kind: 'cat' }] } }));
    expect(problem).toContain("GET /v4/pets (pets.index): answer/data/0 must have required property 'lives'");
    expect(checker.check(call({ responseBody: { data: [{ kind: 'fish' }] } }))).not.toEqual([]);
    expect(checker.check(call({ responseBody: undefined }))).not.toEqual([]);
  });

  it.each([
    [{ path: '/v4/nothing' }, 'is not an operation'],
    [{ status: 418 }, 'the status 418 is not declared'],
    [{ responseHeaders: {} }, 'the header x-ratelimit-limit is missing'],
    [{ path: '/v4/pets?foo=1' }, 'the query parameter foo is not declared'],
    [{ path: '/v4/pets?page_size=11' }, 'must be <= 10'],
    [{ path: '/v4/pets?include=owner,food' }, 'must be equal to one of the allowed values'],
  ])('is wrong with %j', (change, problem) => {
    expect(checker.check(call(change)).join()).toContain(problem);
  });

  it('is wrong with a request that should have been refused, not with one that was', () => {
    const create = { method: 'POST', status: 204, requestBody: { name: 'Rex', age: 3 } };
    expect(checker.check(call(create))).toEqual([]);
    const wrong = { ...create, requestBody: { name: 'Rexrexrex', colour: 'red' } };
    expect(checker.check(call(wrong))).toHaveLength(2);
    expect(checker.check(call({ ...wrong, status: 422 }))).toEqual([]);
  });
});
