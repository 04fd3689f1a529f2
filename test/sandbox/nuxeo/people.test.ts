import { describe, expect, it } from 'vitest';
import { generatedId } from '../../../sandbox/nuxeo/people/directory.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, type Json } from './client.ts';

const server = new TestServer();
const admin = (method: string, path: string, json?: Json) =>
  server.api('Administrator', method, path, json === undefined ? {} : { json });
const user = (username: string, more: Json = {}): Json => ({
  'entity-type': 'user',
  id: username,
  properties: { username, ...more },
});

describe('the caller', () => {
  it('is told by /me, without the password', async () => {
    const { json, text } = await server.api('ana', 'GET', '/me');
    expect(json).toEqual({
      'entity-type': 'user',
      id: 'ana',
      properties: {
        ...{ firstName: 'Ana', lastName: 'Silva', tenantId: null, groups: ['members', 'editors'] },
        ...{ company: 'Northlight', email: 'ana@northlight.example', username: 'ana' },
      },
      extendedGroups: [
        { name: 'members', label: 'Members group', url: 'group/members' },
        { name: 'editors', label: 'Editors', url: 'group/editors' },
      ],
      isAdministrator: false,
      isAnonymous: false,
    });
    expect(text).not.toContain('password');
    expect((await admin('GET', '/me')).json).toMatchObject({ isAdministrator: true });
  });

  it('changes the own password with the old one', async () => {
    await admin('POST', '/user', user('pia', { password: 'pia' }));
    const change = (json: Json) => server.api('pia', 'PUT', '/me/changepassword', { json });
    expect((await change({ oldPassword: 'wrong', newPassword: 'new' })).status).toBe(401);
    expect((await change({ oldPassword: 'pia', newPassword: 'new' })).status).toBe(200);
    expect((await server.api('pia', 'GET', '/me')).status).toBe(401);
  });
});

describe('users', () => {
  it('are found by the beginning of a name or address, page by page', async () => {
    const search = async (query: string) => (await server.api('ana', 'GET', `/user/search?${query}`)).json;
    expect((await search('q=be*'))['entries']).toMatchObject([{ id: 'ben' }]);
    expect((await search('q=Mar'))['entries']).toMatchObject([{ id: 'cleo' }]);
    const page = await search('q=*&pageSize=1');
    expect(page).toMatchObject({
      'entity-type': 'users',
      isSortable: false,
      isNextPageAvailable: true,
      isLastPageAvailable: true,
    });
  });

  it('are managed by administrators', async () => {
    expect((await server.api('ana', 'POST', '/user', { json: user('max') })).status).toBe(403);
    expect((await admin('POST', '/user', { 'entity-type': 'user', properties: {} })).status).toBe(400);
    expect((await admin('POST', '/user', user('max', { email: 'max@northlight.example' }))).status).toBe(201);
    expect((await admin('POST', '/user', user('max'))).status).toBe(409);
    expect((await admin('PUT', '/user/max', user('max', { company: 'Elsewhere' }))).json).toMatchObject({
      properties: { company: 'Elsewhere', email: 'max@northlight.example' },
    });
    expect((await admin('DELETE', '/user/max')).status).toBe(204);
    expect((await server.api('ana', 'GET', '/user/max')).status).toBe(404);
  });

  it('have generated ids on later builds, and are found by both', async () => {
    await server.control('PUT', '/switches', { uuidUserIds: true });
    const id = generatedId('user', 'ana');
    const { json } = await server.api('ana', 'GET', '/me');
    expect(json).toMatchObject({ id, properties: { username: 'ana' } });
    for (const name of [id, 'ana'])
      expect((await server.api('ben', 'GET', `/user/${name}`)).json).toMatchObject({ id });
    expect((await server.api('ana', 'POST', '/automation/login')).json).toMatchObject({ id, username: 'ana' });
    const acl = await server.api('Administrator', 'GET', `/id/${SEEDED.cuts}/@acl`);
    expect(JSON.stringify(at(acl.json, 'acl'))).toContain(generatedId('user', 'Administrator'));
    await server.control('PUT', '/switches', { uuidUserIds: false });
  });
});

describe('groups', () => {
  it('are made, read, filled and deleted', async () => {
    const json = { 'entity-type': 'group', groupname: 'colour', grouplabel: 'Colour', memberUsers: ['ben'] };
    expect((await server.api('ana', 'POST', '/group', { json })).status).toBe(403);
    expect((await admin('POST', '/group', json)).json).toMatchObject({
      groupname: 'colour',
      grouplabel: 'Colour',
      id: 'colour',
    });
    expect((await admin('POST', '/group', json)).status).toBe(409);
    expect((await admin('POST', '/group', { 'entity-type': 'group' })).status).toBe(400);
    await admin('POST', '/user/cleo/group/colour');
    const headers = { 'fetch-group': 'memberUsers,memberGroups,parentGroups' };
    const read = async () => (await server.api('ana', 'GET', '/group/colour', { headers })).json;
    expect(await read()).toMatchObject({ memberUsers: ['ben', 'cleo'], memberGroups: [], parentGroups: [] });
    await admin('DELETE', '/group/colour/user/ben');
    expect(await read()).toMatchObject({ memberUsers: ['cleo'] });
    expect((await server.api('ana', 'GET', '/group/colour/@users')).json['entries']).toMatchObject([{ id: 'cleo' }]);
    expect((await admin('DELETE', '/group/colour')).status).toBe(204);
    expect((await server.api('ana', 'GET', '/group/colour')).status).toBe(404);
  });

  it('take their name from the field, then the id, then the property', async () => {
    const properties = { groupname: 'third' };
    expect(
      (await admin('POST', '/group', { 'entity-type': 'group', groupname: 'first', id: 'second', properties })).json[
        'id'
      ],
    ).toBe('first');
    expect((await admin('POST', '/group', { 'entity-type': 'group', id: 'second', properties })).json['id']).toBe(
      'second',
    );
    expect((await admin('POST', '/group', { 'entity-type': 'group', properties })).json['id']).toBe('third');
  });

  it('inside groups give their rights on', async () => {
    await admin('POST', '/group', { 'entity-type': 'group', groupname: 'studio' });
    await admin('PUT', '/group/editors', { 'entity-type': 'group', memberGroups: ['studio'] });
    await admin('POST', '/user', user('sam', { password: 'sam', groups: ['studio'] }));
    expect((await server.create('sam', SEEDED.archive, 'File', 'by sam'))['type']).toBe('File');
    expect((await server.api('sam', 'GET', '/me')).json['extendedGroups']).toMatchObject([
      { name: 'studio' },
      { name: 'editors' },
    ]);
  });

  it('are searched, and unknown ones are 404 everywhere', async () => {
    expect((await server.api('ana', 'GET', '/group/search?q=edit')).json['entries']).toMatchObject([
      { groupname: 'editors' },
    ]);
    expect((await admin('POST', '/user/ana/group/ghosts')).status).toBe(404);
    expect((await admin('DELETE', '/group/ghosts')).status).toBe(404);
  });
});

describe('a chooser of people', () => {
  const suggest = async (params: Json) =>
    JSON.parse((await server.operation('ana', 'UserGroup.Suggestion', undefined, params)).text) as Json[];

  it('is served people and groups, or one of the two', async () => {
    expect(await suggest({ searchTerm: 'cle' })).toMatchObject([
      { id: 'cleo', displayLabel: 'Cleo Martin', prefixed_id: 'user:cleo' },
    ]);
    expect((await suggest({ searchTerm: 'edit', searchType: 'GROUP_TYPE' })).map(({ id }) => id)).toEqual(['editors']);
    expect(await suggest({ searchTerm: 'edit', searchType: 'USER_TYPE' })).toEqual([]);
  });
});
