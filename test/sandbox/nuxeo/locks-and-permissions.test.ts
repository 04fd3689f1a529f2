import { beforeEach, describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
let uid: string;
let n = 0;
const lock = (who: string) => server.operation(who, 'Document.Lock', `doc:${uid}`);
const unlock = (who: string) => server.operation(who, 'Document.Unlock', `doc:${uid}`);
const owner = async () => (await server.get('ana', uid, { 'fetch-document': 'lock' })).json['lockOwner'];
const prefix = (id: string) => `Failed to invoke operation: ${id}, Failed to invoke operation ${id}, `;
const permissions = async (who: string, on = uid) =>
  at(
    (await server.get(who, on, { 'enrichers-document': 'permissions' })).json,
    'contextParameters',
    'permissions',
  ) as string[];

beforeEach(async () => {
  uid = uidOf(await server.create('ana', SEEDED.dailies, 'File', `locked-${(n += 1)}`));
});

describe('a lock', () => {
  it('is taken by who may write, and taking it again changes nothing', async () => {
    expect((await lock('ana')).status).toBe(200);
    const { json } = await server.get('ana', uid, { 'fetch-document': 'lock' });
    expect((await lock('ana')).status).toBe(200);
    expect((await server.get('ana', uid, { 'fetch-document': 'lock' })).json['lockCreated']).toBe(json['lockCreated']);
    expect((await lock('cleo')).status).toBe(403);
  });

  it('of somebody else is a 409 that names the owner, also for administrators', async () => {
    await lock('ana');
    for (const who of ['ben', 'Administrator']) {
      const answer = await lock(who);
      expect(answer.json).toMatchObject({
        status: 409,
        message: `${prefix('Document.Lock')}Document already locked by ana: ${uid}`,
      });
    }
    expect((await lock('cleo')).status).toBe(403);
  });

  it('is undone by its owner and by who may unlock; others get a 409', async () => {
    await lock('ana');
    expect((await unlock('ben')).status).toBe(409);
    expect(await owner()).toBe('ana');
    expect((await unlock('ana')).status).toBe(200);
    await lock('ana');
    expect((await unlock('Administrator')).status).toBe(200);
    expect(await owner()).toBeUndefined();
    expect((await unlock('ben')).status).toBe(200);
  });

  it('stops every other writer, but no administrator', async () => {
    await lock('ana');
    const answer = await server.update('ben', uid, { 'dc:title': 'x' });
    expect(answer.json).toMatchObject({ status: 403, message: "Privilege 'WriteProperties' is not granted to 'ben'" });
    expect((await server.operation('ben', 'Document.AddFacet', uid, { facet: 'FrameioAsset' })).status).toBe(403);
    expect((await server.operation('ben', 'Document.CreateVersion', uid, { increment: 'Minor' })).status).toBe(403);
    expect((await server.update('ana', uid, { 'dc:title': 'mine' })).status).toBe(200);
    expect((await server.update('Administrator', uid, { 'dc:title': 'boss' })).status).toBe(200);
  });

  it('shows in the permissions of others', async () => {
    expect(await permissions('ben')).toContain('WriteProperties');
    await lock('ana');
    const left = await permissions('ben');
    for (const gone of ['WriteProperties', 'Write', 'ReadWrite', 'Everything']) expect(left).not.toContain(gone);
    expect(left).toEqual(expect.arrayContaining(['Read', 'Remove', 'AddChildren']));
    expect(await permissions('ana')).toContain('WriteProperties');
    expect(await permissions('Administrator')).toContain('Everything');
  });

  it('is not copied, neither to a version nor to a copy', async () => {
    await lock('ana');
    const version = await server.update('ana', uid, { 'dc:title': 'v' }, { 'X-Versioning-Option': 'minor' });
    const copy = await server.operation('ana', 'Document.Copy', uid, { target: SEEDED.archive });
    for (const { json } of [version, copy]) {
      const read = await server.get('ana', uidOf(json), { 'fetch-document': 'lock' });
      expect(read.json['lockOwner']).toBeUndefined();
    }
  });

  it('does not check the document out', async () => {
    await server.operation('ana', 'Document.CheckIn', uid, { version: 'minor' });
    expect((await lock('ana')).json['isCheckedOut']).toBe(false);
  });
});

describe('permissions', () => {
  const grant = (who: string, params: Json) => server.operation(who, 'Document.AddPermission', uid, params);
  const acl = async () =>
    (await server.api('Administrator', 'GET', `/id/${uid}/@acl`)).json['acl'] as { name: string; ace: Json[] }[];

  it('come from the groups of a person, through the folders above', async () => {
    expect(await permissions('ana')).toEqual(
      expect.arrayContaining(['Read', 'ReadWrite', 'AddChildren', 'WriteVersion']),
    );
    expect(await permissions('ana')).not.toContain('WriteSecurity');
    const reader = await permissions('cleo');
    expect(reader).toEqual(expect.arrayContaining(['Read', 'Browse', 'ReadVersion', 'ReviewParticipant']));
    expect(reader).not.toContain('Write');
  });

  it('are changed by who has WriteSecurity only', async () => {
    expect((await grant('ana', { users: ['cleo'], permission: 'ReadWrite' })).status).toBe(403);
    expect((await grant('Administrator', { users: ['cleo'], permission: 'ReadWrite' })).status).toBe(200);
    expect((await server.update('cleo', uid, { 'dc:title': 'x' })).status).toBe(200);
  });

  it('are listed with their ids: `ace` on the adapter, `aces` by the enricher', async () => {
    await grant('Administrator', { users: ['cleo'], permission: 'Write' });
    const [local, inherited] = await acl();
    expect(local).toMatchObject({
      name: 'local',
      ace: [{ id: 'cleo:Write:true:Administrator::', username: 'cleo', status: 'effective' }],
    });
    expect(inherited?.name).toBe('inherited');
    const { json } = await server.get('ana', uid, { 'enrichers-document': 'acls' });
    const [first] = at(json, 'contextParameters', 'acls') as { aces: Json[] }[];
    expect(first?.aces[0]).toMatchObject({ username: 'cleo', externalUser: false });
  });

  it('are removed by person or by id', async () => {
    await grant('Administrator', { users: ['cleo', 'readers'], permission: 'Write' });
    await server.operation('Administrator', 'Document.RemovePermission', uid, { user: 'cleo' });
    expect((await acl())[0]?.ace).toHaveLength(1);
    await server.operation('Administrator', 'Document.RemovePermission', uid, {
      id: 'readers:Write:true:Administrator::',
    });
    expect((await acl())[0]?.ace).toEqual([]);
  });

  it('begin and end', async () => {
    await grant('Administrator', { username: 'cleo', permission: 'ReadWrite', begin: '2099-01-01T00:00:00Z' });
    expect((await acl())[0]?.ace[0]).toMatchObject({ status: 'pending' });
    expect((await server.update('cleo', uid, { 'dc:title': 'x' })).status).toBe(403);
  });

  it('are not given to unknown names', async () => {
    const answer = await grant('Administrator', { users: ['ghost'], permission: 'Read' });
    const message = 'The following set of User or Group names do not exist: [ghost]. Please provide valid ones.';
    expect(answer.json).toMatchObject({ status: 400, message: `${prefix('Document.AddPermission')}${message}` });
  });

  it('from above can be blocked, and unblocked', async () => {
    await server.operation('Administrator', 'Document.BlockPermissionInheritance', uid);
    expect((await server.get('ana', uid)).status).toBe(403);
    expect((await server.get('Administrator', uid)).status).toBe(200);
    await server.operation('Administrator', 'Document.UnblockPermissionInheritance', uid);
    expect((await server.get('ana', uid)).status).toBe(200);
  });
});
