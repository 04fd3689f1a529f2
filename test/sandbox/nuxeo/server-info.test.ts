import { describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer } from './client.ts';

const server = new TestServer();

describe('the configuration', () => {
  it('describes a type with its facets and schemas', async () => {
    const { json } = await server.api('ana', 'GET', '/config/types/File');
    expect(json).toMatchObject({ 'entity-type': 'docType', name: 'File', parent: 'Document' });
    expect(json['facets']).toEqual(expect.arrayContaining(['Downloadable', 'Versionable']));
    expect(JSON.stringify(json['schemas'])).toContain('"name":"dublincore"');
  });

  it('describes schemas in Nuxeo’s words', async () => {
    const fields = async (name: string) => (await server.api('ana', 'GET', `/config/schemas/${name}`)).json['fields'];
    expect((await server.api('ana', 'GET', '/config/schemas/file')).json).toEqual({
      ...{ 'entity-type': 'schema', name: 'file', prefix: 'file', '@prefix': 'file', fields: { content: 'blob' } },
    });
    expect(await fields('dublincore')).toMatchObject({ title: 'string', subjects: 'string[]', modified: 'date' });
    expect(at(await fields('frameioreview'), 'comments')).toMatchObject({
      type: 'complex[]',
      fields: { frame: 'long', completed: 'boolean' },
    });
    expect(at(await fields('video'), 'info')).toMatchObject({ type: 'complex', fields: { frameRate: 'double' } });
  });

  it('knows the facets of the package', async () => {
    const { json } = await server.api('ana', 'GET', '/config/facets/FrameioBound');
    expect(json).toMatchObject({ 'entity-type': 'facet', name: 'FrameioBound', schemas: [{ name: 'frameiobound' }] });
  });

  it('says 204 for what it does not know', async () => {
    for (const path of ['types/Ghost', 'facets/Ghost', 'schemas/ghost']) {
      expect((await server.api('ana', 'GET', `/config/${path}`)).status).toBe(204);
    }
  });

  it('lists everything', async () => {
    const types = (await server.api('ana', 'GET', '/config/types')).json;
    expect(at(types, 'doctypes', 'Video', 'schemas')).toContain('file');
    expect(at(types, 'schemas', 'uid')).toMatchObject({ '@prefix': 'uid', major_version: 'long' });
    expect((await server.api('ana', 'GET', '/config/facets')).text).toContain('FrameioAsset');
    expect((await server.api('ana', 'GET', '/config/schemas')).text).toContain('frameioasset');
  });
});

describe('the server', () => {
  it('tells its version to who is signed in', async () => {
    expect((await server.api('ana', 'GET', '/capabilities')).json).toMatchObject({
      server: { distributionName: 'lts', distributionVersion: '2023.6' },
    });
    expect((await server.api(null, 'GET', '/capabilities')).status).toBe(401);
    expect(at((await server.call('ana', 'GET', '/json/cmis')).json, 'default', 'productVersion')).toBe('2023.6');
  });

  it('tells its health to anybody', async () => {
    expect((await server.call(null, 'GET', '/runningstatus?info=started')).text).toBe('true');
    expect((await server.call(null, 'GET', '/runningstatus')).json).toMatchObject({ repositoryStatus: 'ok' });
  });

  it('hides what went wrong inside, unless told otherwise', async () => {
    const fail = () => server.operation('ana', 'Document.AddFacet', SEEDED.cuts, { facet: 'Ghost' });
    expect((await fail()).json).toEqual({ 'entity-type': 'exception', status: 500, message: 'Internal Server Error' });
    await server.control('PUT', '/switches', { stackTraces: true });
    const { json } = await fail();
    expect(json['message']).toContain('No such facet: Ghost');
    expect(json['stacktrace']).toContain('at ');
    await server.control('PUT', '/switches', { stackTraces: false });
  });

  it('draws thumbnails, and knows no other rendition', async () => {
    const rendition = (name: string) => server.api('ana', 'GET', `/id/${SEEDED.firstCut}/@rendition/${name}`);
    expect((await rendition('thumbnail')).headers.get('content-type')).toContain('image/svg+xml');
    expect((await rendition('ghost')).status).toBe(500);
    await server.control('PUT', '/switches', { version: '2025' });
    expect((await rendition('ghost')).status).toBe(400);
  });
});

it('has neither tasks nor comments, and takes none', async () => {
  const page = { isPaginable: true, resultsCount: 0, entries: [] };
  const comments = `/id/${SEEDED.cuts}/@comment`;
  expect((await server.api('ana', 'GET', '/task?userId=ana')).json).toMatchObject({ 'entity-type': 'tasks', ...page });
  expect((await server.api('ana', 'GET', `${comments}/?pageSize=10`)).json).toMatchObject(page);
  expect((await server.api('ana', 'POST', comments, { json: { text: 'Darker' } })).status).toBe(501);
});
