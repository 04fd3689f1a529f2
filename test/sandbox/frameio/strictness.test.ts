import { describe, expect, it } from 'vitest';
import { FILES, FOLDERS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { A, send, useFrameio } from './harness.ts';

const frameio = useFrameio({}, [/nowhere is not an operation/, /users.show.*the header x-ratelimit/]);

describe('requests that are not as documented', () => {
  it('names every unexpected member with a pointer to it', async () => {
    const answer = await frameio.as('ana').post(`${A}/folders/${FOLDERS.cuts}/folders`, { name: 'x', foo: 1 });
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({
      errors: [{ detail: 'Unexpected field: foo', title: 'Invalid value', source: { pointer: '/data/foo' } }],
    });
  });

  it('refuses members beside data', async () => {
    const ana = { authorization: `Bearer ${await token('ana')}` };
    const body = { data: { name: 'x' }, foo: 1 };
    const answer = await send(frameio.url, 'POST', `${A}/folders/${FOLDERS.cuts}/folders`, body, ana);
    expect(answer.body['errors']).toMatchObject([{ detail: 'Unexpected field: foo', source: { pointer: '/foo' } }]);
  });

  it('answers 400 for unexpected members, when the switch says so', async () => {
    await frameio.switch({ unexpectedFieldStatus: 400 });
    expect((await frameio.as('ana').post(`${A}/folders/${FOLDERS.cuts}/folders`, { foo: 1 })).status).toBe(400);
    await frameio.switch({ unexpectedFieldStatus: 422 });
  });

  it('refuses unknown query parameters, includes and sorts', async () => {
    const ana = frameio.as('ana');
    for (const query of [
      'foo=1',
      'include=owner',
      'include=creator,media_links',
      'include_total_count=1',
      'sort=name_asc',
    ]) {
      expect((await ana.get(`${A}/folders/${FOLDERS.day1}/children?${query}`)).status, query).toBe(422);
    }
    expect((await ana.get(`${A}/folders/${FOLDERS.cuts}?include=media_links.original`)).status).toBe(422);
  });

  it('counts only the last of a repeated parameter', async () => {
    const { body } = await frameio.as('ana').get(`${A}/files/${FILES.a001}?include=metadata&include=creator`);
    expect(body['data']).toHaveProperty('creator');
    expect(body['data']).not.toHaveProperty('metadata');
  });

  it.each([
    [{}, 'Missing field: file_size'],
    [{ name: '', file_size: 1 }, 'String length is smaller than minLength: 1'],
    [{ name: 'x'.repeat(256), file_size: 1 }, 'String length is larger than maxLength: 255'],
    [{ name: 'x', file_size: 0 }, 'Value is smaller than inclusive minimum 1'],
    [{ name: 'x', file_size: 5_000_000_000_001 }, 'Value is larger than inclusive maximum 5000000000000'],
    [{ name: 'x', file_size: '12' }, 'Invalid number. Got: string'],
    [{ name: null, file_size: 12 }, 'Invalid string. Got: null'],
    [{ name: 'x', file_size: 1, media_type: 'video/mp4' }, 'Unexpected field: media_type'],
  ])('refuses the upload %j', async (data, detail) => {
    const answer = await frameio.as('ana').post(`${A}/folders/${FOLDERS.cuts}/files/local_upload`, data);
    expect(answer.status).toBe(422);
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ detail }));
  });

  it('answers 400 for what is no JSON', async () => {
    const headers = { authorization: `Bearer ${await token('ana')}` };
    const answer = await send(frameio.url, 'POST', `${A}/folders/${FOLDERS.cuts}/folders`, '{"data":', headers);
    expect([answer.status, answer.body]).toEqual([400, { errors: [{ detail: 'Bad request' }] }]);
  });

  it('refuses creation without a body', async () => {
    const answer = await frameio.as('ana').post(`${A}/workspaces/${WORKSPACES.features}/projects`);
    expect(answer.body['errors']).toMatchObject([{ detail: 'Missing field: data' }]);
  });
});

describe('routes', () => {
  it('says which route does not exist', async () => {
    const answer = await fetch(`${frameio.url}/v4/nowhere`, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no route found for POST /v4/nowhere');
  });

  it('refuses the clients that the edge filters by their User-Agent', async () => {
    const answer = await frameio.as('ana').get('/v4/me', { 'user-agent': 'Python-urllib/3.12' });
    expect(answer.status).toBe(403);
  });
});

async function token(who: string): Promise<string> {
  const { body } = await frameio.control('POST', '/tokens', { email: `${who}@northlight.example` });
  return String(body['access_token']);
}
