import { describe, expect, it } from 'vitest';
import { FILES, FOLDERS, PEOPLE, PROJECTS } from '../../../sandbox/frameio/seed.ts';
import { A, send, useFrameio, type Answer } from './harness.ts';

const frameio = useFrameio({}, [/the status 501 is not declared/]);
const SHARES = `${A}/projects/${PROJECTS.aurora}/shares`;
const idOf = (answer: Answer) => String(answer.body['data']?.['id']);

describe('shares', () => {
  const share = (change: Record<string, unknown> = {}) =>
    frameio.as('ana').post(SHARES, { type: 'asset', access: 'secure', name: 'Cut 1', ...change });

  it('are made, listed, changed and deleted', async () => {
    const ana = frameio.as('ana');
    const made = await share({ asset_ids: [FILES.trailer], passphrase: 'x' });
    expect(made.status).toBe(201);
    expect(made.body['data']).toMatchObject({ name: 'Cut 1', access: 'secure', passphrase: 'x', enabled: true });
    const path = `${A}/shares/${idOf(made)}`;
    const changed = await ana.patch(path, { downloading_enabled: false, passphrase: null });
    expect(changed.body['data']).toMatchObject({ downloading_enabled: false, passphrase: null });
    expect((await ana.get(`${SHARES}?sort=name_asc`)).body['data']).toMatchObject([{ name: 'Cut 1' }]);
    expect((await ana.delete(path)).status).toBe(204);
    expect((await ana.get(path)).status).toBe(404);
  });

  it('are refused without a change, with line breaks in the name, and with assets of elsewhere', async () => {
    const made = await share();
    expect((await frameio.as('ana').patch(`${A}/shares/${idOf(made)}`, {})).status).toBe(422);
    expect((await share({ name: 'a\nb' })).status).toBe(422);
    expect((await share({ asset_ids: [FOLDERS.springSpotRoot] })).status).toBe(422);
    expect((await frameio.as('cleo').post(SHARES, { type: 'asset', access: 'public', name: 'x' })).status).toBe(403);
  });

  it('say which asset came or went, and never which are in it', async () => {
    const ana = frameio.as('ana');
    const path = `${A}/shares/${idOf(await share())}`;
    const added = await ana.post(`${path}/assets`, { asset_id: FILES.a001 });
    expect(added.body['data']).toMatchObject({ asset_added: FILES.a001 });
    expect((await ana.delete(`${path}/assets/${FILES.a001}`)).body['data']).toMatchObject({
      asset_removed: FILES.a001,
    });
    expect((await ana.delete(`${path}/assets/${FILES.a001}`)).status).toBe(404);
  });

  it('have reviewers by one kind of identifier, also people without an account', async () => {
    const ana = frameio.as('ana');
    const path = `${A}/shares/${idOf(await share())}/reviewers`;
    const guest = { emails: ['Guest@client.example'] };
    expect((await ana.post(path, { message: 'Hello', reviewers: guest })).status).toBe(204);
    expect((await ana.post(path, { message: 'Hello', reviewers: { user_ids: [PEOPLE.cleo.id] } })).status).toBe(204);
    const both = { emails: ['a@b.example'], user_ids: [PEOPLE.cleo.id] };
    for (const reviewers of [{}, both]) expect((await ana.post(path, { message: '', reviewers })).status).toBe(422);
    expect((await ana.get(path)).body).toMatchObject({
      data: [
        { email: 'guest@client.example', id: null, name: null },
        { email: PEOPLE.cleo.email, id: PEOPLE.cleo.id },
      ],
    });
  });

  it('that are public have no reviewers', async () => {
    const path = `${A}/shares/${idOf(await share({ access: 'public' }))}/reviewers`;
    const body = { message: 'x', reviewers: { emails: ['a@b.example'] } };
    expect((await frameio.as('ana').post(path, body)).status).toBe(422);
  });
});

describe('groups', () => {
  it('are made and renamed by administrators, and listed for everybody', async () => {
    const made = await frameio.as('ana').post(`${A}/groups`, { name: 'Editors', emoji: '🎬' });
    expect(made.status).toBe(201);
    const path = `${A}/groups/${idOf(made)}`;
    expect((await frameio.as('ana').patch(path, { name: 'Cutters' })).body['data']).toMatchObject({ name: 'Cutters' });
    expect((await frameio.as('cleo').get(`${path}?include=creator`)).body['data']).toMatchObject({ source: 'frame' });
    expect((await frameio.as('cleo').get(`${A}/groups?sort=name_asc`)).body['data']).toHaveLength(1);
    expect((await frameio.as('cleo').post(`${A}/groups`, { name: 'x', emoji: 'x' })).status).toBe(403);
  });
});

describe('search', () => {
  const search = async (who: string, body: unknown) => {
    const { body: token } = await frameio.control('POST', '/tokens', { email: `${who}@northlight.example` });
    const headers = { authorization: `Bearer ${String(token['access_token'])}` };
    return send(frameio.url, 'POST', `${A}/search`, body, headers);
  };

  it('finds what the person may see by name, its body not wrapped', async () => {
    const found = await search('ana', { query: 'aurora', engine: 'lexical' });
    expect(found.body['data']).toMatchObject([
      { type: 'file_result', result: { name: 'Aurora trailer.mp4' } },
      { type: 'project_result', result: { name: 'Aurora' } },
    ]);
    const filters = { projects: false };
    expect((await search('ana', { query: 'aurora', engine: 'nlp', filters })).body['data']).toHaveLength(1);
    expect((await search('dan', { query: 'aurora', engine: 'lexical' })).body['data']).toEqual([]);
    expect((await search('ana', { data: { query: 'aurora', engine: 'lexical' } })).status).toBe(422);
  });
});

it('says what it does not imitate', async () => {
  const answer = await frameio.as('ana').get(`${A}/audit_logs`, { 'api-version': '4.0' });
  expect([answer.status, String(answer.body['errors']?.[0]?.['detail'])]).toEqual([
    501,
    'The stand-in does not imitate auditlog.index',
  ]);
});
