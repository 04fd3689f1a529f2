import { beforeAll, describe, expect, it } from 'vitest';
import { DAILIES_PATH, SEEDED, seededUid } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
const post = (who: string, parent: string, json: Json) => server.api(who, 'POST', `/id/${parent}`, { json });
const file = (name: string, properties: Json = {}): Json => ({
  'entity-type': 'document',
  type: 'File',
  name,
  properties,
});

beforeAll(async () => {
  const outsider = { 'entity-type': 'user', id: 'otto', properties: { username: 'otto', password: 'otto' } };
  await server.api('Administrator', 'POST', '/user', { json: outsider });
});

describe('reading a document', () => {
  it('works by id and by path, with and without the repository', async () => {
    const uid = seededUid(`${DAILIES_PATH}/daily-01.txt`);
    for (const path of [`/id/${uid}`, `/repo/default/id/${uid}`, `/path${DAILIES_PATH}/daily-01.txt`]) {
      expect((await server.api('ana', 'GET', path)).json).toMatchObject({ uid, path: `${DAILIES_PATH}/daily-01.txt` });
    }
    expect((await server.api('ana', 'GET', '/path/')).json).toMatchObject({ type: 'Root', path: '/' });
  });

  it('names the entity in the content type', async () => {
    const { headers } = await server.api('ana', 'GET', `/id/${SEEDED.cuts}`);
    expect(headers.get('content-type')).toMatch(/^application\/json.*nuxeo-entity=document/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has no properties at all unless they are asked for', async () => {
    const get = async (headers: Record<string, string>, query = '') =>
      (await server.api('ana', 'GET', `/id/${SEEDED.cuts}${query}`, { headers })).json['properties'];
    expect(await get({})).toBeUndefined();
    expect(Object.keys((await get({ properties: 'common' })) as Json)).toEqual(['common:icon', 'common:icon-expanded']);
    expect(await get({ 'X-NXproperties': 'dublincore' })).toMatchObject({
      'dc:title': 'Cuts',
      'dc:subjects': [],
      'dc:rights': null,
    });
    expect(await get({}, '?properties=dublincore,nonsense')).toMatchObject({ 'dc:title': 'Cuts' });
  });

  it('writes an unset complex value as an object of nulls', async () => {
    const video = await server.create('ana', SEEDED.cuts, 'Video', 'empty.mp4');
    const { json } = await server.get('ana', uidOf(video));
    expect(at(json, 'properties', 'vid:info')).toEqual({
      ...{ duration: null, width: null, height: null, format: null, frameRate: null, streams: [] },
    });
    expect(at(json, 'properties', 'file:content')).toBeNull();
  });

  it('answers 404 with nothing but the reference', async () => {
    const byId = await server.api('ana', 'GET', '/id/wrong');
    expect(byId.json).toEqual({ 'entity-type': 'exception', status: 404, message: 'wrong' });
    expect((await server.api('ana', 'GET', '/path/wrong/path')).json['message']).toBe('/wrong/path');
  });

  it('answers 403, and not 404, where there is something the caller may not see', async () => {
    const answer = await server.api('otto', 'GET', `/id/${SEEDED.cuts}`);
    expect(answer.json).toMatchObject({ status: 403, message: "Privilege 'Read' is not granted to 'otto'" });
  });

  it('knows one repository', async () => {
    expect((await server.api('ana', 'GET', `/repo/other/id/${SEEDED.cuts}`)).status).toBe(404);
    const headers = { 'X-NXRepository': 'other' };
    expect((await server.api('ana', 'GET', `/id/${SEEDED.cuts}`, { headers })).status).toBe(404);
  });

  it('adds lock, version label and people only on request', async () => {
    const created = await server.create('ana', SEEDED.dailies, 'File', 'fetched');
    await server.operation('ana', 'Document.Lock', `doc:${uidOf(created)}`);
    const plain = (await server.get('ana', uidOf(created))).json;
    expect(plain['lockOwner']).toBeUndefined();
    expect(plain['versionLabel']).toBeUndefined();
    const full = (await server.get('ana', uidOf(created), { 'fetch-document': 'lock,versionLabel,dc:creator' })).json;
    expect(full).toMatchObject({ lockOwner: 'ana', versionLabel: '0.0' });
    expect(at(full, 'properties', 'dc:creator', 'properties', 'email')).toBe('ana@northlight.example');
  });

  it('writes links for the address the client came by', async () => {
    const headers = { 'X-Forwarded-Host': 'dam.northlight.example', 'X-Forwarded-Proto': 'https' };
    const { json } = await server.get('ana', seededUid(`${DAILIES_PATH}/daily-01.txt`), headers);
    const link = String(at(json, 'properties', 'file:content', 'data'));
    expect(link).toMatch(
      /^https:\/\/dam\.northlight\.example\/nuxeo\/nxfile\/default\/.+\/file:content\/daily-01\.txt\?changeToken=0-0$/,
    );
    expect(at(json, 'properties', 'file:content', 'blobUrl')).toBe(link);
  });
});

describe('enrichers', () => {
  const enriched = async (names: string, headers: Record<string, string> = {}) =>
    (await server.api('ana', 'GET', `/id/${SEEDED.dailies}`, { headers: { 'enrichers-document': names, ...headers } }))
      .json['contextParameters'] as Json;

  it('appear only when asked for, unknown ones are ignored', async () => {
    expect((await server.api('ana', 'GET', `/id/${SEEDED.dailies}`)).json['contextParameters']).toBeUndefined();
    expect(Object.keys(await enriched('permissions,nonsense,subtypes'))).toEqual(['permissions', 'subtypes']);
  });

  it('tell what may be created inside', async () => {
    const { subtypes } = (await enriched('subtypes')) as { subtypes: { type: string; facets: string[] }[] };
    expect(subtypes.map(({ type }) => type)).toEqual(expect.arrayContaining(['Folder', 'File', 'Video', 'Note']));
    expect(subtypes.find(({ type }) => type === 'Folder')?.facets).toContain('Folderish');
  });

  it('tell where the document is', async () => {
    const parameters = await enriched('breadcrumb,firstAccessibleAncestor,hasFolderishChild,hasContent');
    const titles = (at(parameters, 'breadcrumb', 'entries') as Json[]).map((entry) => entry['title']);
    expect(titles).toEqual(['Domain', 'Workspaces', 'Aurora', 'Dailies']);
    expect(at(parameters, 'firstAccessibleAncestor', 'title')).toBe('Aurora');
    expect(parameters).toMatchObject({ hasFolderishChild: false, hasContent: true });
  });

  it('are taken from the old headers as well', async () => {
    const headers = { 'X-NXContext-Category': 'thumbnail' };
    const { json } = await server.api('ana', 'GET', `/id/${SEEDED.dailies}`, { headers });
    expect(String(at(json, 'contextParameters', 'thumbnail', 'url'))).toContain('/@rendition/thumbnail?changeToken=');
  });
});

describe('creating a document', () => {
  it('answers 201 with what every new document has', async () => {
    const created = await post('ana', SEEDED.dailies, file('new', { 'dc:title': 'New' }));
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      path: `${DAILIES_PATH}/new`,
      isCheckedOut: true,
      changeToken: '0-0',
      state: 'project',
    });
    const { json } = await server.get('ana', uidOf(created.json));
    expect(json['properties']).toMatchObject({
      'dc:creator': 'ana',
      'dc:lastContributor': 'ana',
      'dc:contributors': ['ana'],
    });
  });

  it('never fails for a name that is taken: the second gets a suffix', async () => {
    const first = await post('ana', SEEDED.dailies, file('twice'));
    const second = await post('ana', SEEDED.dailies, file('twice'));
    expect(second.status).toBe(201);
    expect(second.json['path']).toMatch(/\/twice\.\d{13}$/);
    expect(second.json['uid']).not.toBe(first.json['uid']);
  });

  it('cuts names at 24 characters and takes slashes out', async () => {
    const long = await post('ana', SEEDED.dailies, file('a/b\\c and a very long file name.mov'));
    expect(long.json['path']).toBe(`${DAILIES_PATH}/a-b-c and a very long fi`);
    expect((await post('ana', SEEDED.dailies, file('...'))).json['path']).toMatch(/\/\d+$/);
  });

  it.each([{ type: 'File' }, { name: 'x' }, { type: ' ', name: 'x' }])('needs a type and a name: %o', async (wrong) => {
    const answer = await post('ana', SEEDED.dailies, { 'entity-type': 'document', ...wrong });
    expect(answer.json).toMatchObject({ status: 400, message: 'type or name property is missing' });
  });

  it('refuses an unknown type, another entity and a body that is no JSON', async () => {
    expect((await post('ana', SEEDED.dailies, { ...file('x'), type: 'Foo' })).json['message']).toBe(
      'Type: Foo does not exist',
    );
    expect((await post('ana', SEEDED.dailies, { ...file('x'), 'entity-type': 'user' })).status).toBe(400);
    const headers = { 'Content-Type': 'application/json' };
    expect((await server.api('ana', 'POST', `/id/${SEEDED.dailies}`, { headers, body: '{' })).status).toBe(400);
  });

  it('ignores properties that the type does not have', async () => {
    const created = await post('ana', SEEDED.dailies, file('odd', { 'dc:nonsense': 1, 'frameioasset:fileId': 'x' }));
    expect(created.status).toBe(201);
    expect(JSON.stringify((await server.get('ana', uidOf(created.json))).json)).not.toContain('nonsense');
  });

  it('needs AddChildren on the folder', async () => {
    const answer = await post('cleo', SEEDED.dailies, file('x'));
    expect(answer.json).toMatchObject({ status: 403, message: "Privilege 'AddChildren' is not granted to 'cleo'" });
  });

  it('can be rehearsed with an empty document', async () => {
    const empty = (query: string) => server.api('ana', 'GET', `/id/${SEEDED.dailies}/@emptyWithDefault${query}`);
    expect((await empty('?type=File&name=x')).json).toMatchObject({ type: 'File', isCheckedOut: true });
    expect((await empty('')).json).toMatchObject({ status: 400, message: 'Missing type parameter' });
  });
});

describe('deleting a document', () => {
  it('is for good, with everything below it and every version', async () => {
    const folder = await server.create('ana', SEEDED.dailies, 'Folder', 'doomed');
    const child = await server.create('ana', uidOf(folder), 'File', 'child');
    const version = await server.update('ana', uidOf(child), { 'dc:title': 'v' }, { 'X-Versioning-Option': 'minor' });
    expect((await server.api('ana', 'DELETE', `/id/${uidOf(folder)}`)).status).toBe(204);
    for (const uid of [uidOf(folder), uidOf(child), uidOf(version.json)]) {
      expect((await server.get('ana', uid)).status).toBe(404);
    }
  });

  it('needs Remove', async () => {
    const child = await server.create('ana', SEEDED.dailies, 'File', 'kept');
    expect((await server.api('cleo', 'DELETE', `/id/${uidOf(child)}`)).status).toBe(403);
  });
});

describe('children', () => {
  it('come by page, and are not counted beyond it', async () => {
    const folder = await server.create('ana', SEEDED.dailies, 'Folder', 'many');
    for (let n = 0; n < 5; n += 1) await server.create('ana', uidOf(folder), 'File', `f${n}`);
    const page = async (query: string) =>
      (await server.api('ana', 'GET', `/id/${uidOf(folder)}/@children${query}`)).json;
    const first = await page('?pageSize=2');
    expect(first).toMatchObject({
      resultsCount: -2,
      totalSize: -2,
      numberOfPages: 0,
      currentPageSize: 2,
      isNextPageAvailable: true,
    });
    const last = await page('?pageSize=2&currentPageIndex=2');
    expect(last).toMatchObject({
      currentPageSize: 1,
      currentPageIndex: 2,
      isNextPageAvailable: false,
      isPreviousPageAvailable: true,
    });
    expect(await page('')).toMatchObject({ resultsCount: 5, pageSize: 50, isNextPageAvailable: false });
  });

  it('do not include what is in the trash', async () => {
    const folder = await server.create('ana', SEEDED.dailies, 'Folder', 'partly');
    const child = await server.create('ana', uidOf(folder), 'File', 'gone');
    await server.operation('ana', 'Document.Trash', uidOf(child));
    expect((await server.api('ana', 'GET', `/id/${uidOf(folder)}/@children`)).json['entries']).toEqual([]);
  });
});

describe('an unknown endpoint', () => {
  it.each(['/nonsense', `/id/${SEEDED.cuts}/@nonsense`, `/id/${SEEDED.cuts}/nonsense`])(
    '%s is 404 in JSON',
    async (path) => {
      const answer = await server.api('ana', 'GET', path);
      expect(answer.status).toBe(404);
      expect(answer.json['entity-type']).toBe('exception');
    },
  );
});
