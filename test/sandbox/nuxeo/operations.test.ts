import { describe, expect, it } from 'vitest';
import { SEEDED, WORKSPACE_PATH } from '../../../sandbox/nuxeo/seed.ts';
import { TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
let n = 0;
const newFile = async () => uidOf(await server.create('ana', SEEDED.dailies, 'File', `op-${(n += 1)}`));
const titles = (json: Json) => (json['entries'] as Json[]).map((entry) => entry['title']);

describe('calling an operation', () => {
  it('takes an id, a path, or either with `doc:`', async () => {
    for (const input of [SEEDED.cuts, `doc:${SEEDED.cuts}`, `${WORKSPACE_PATH}/Cuts`, `doc:${WORKSPACE_PATH}/Cuts`]) {
      expect(titles((await server.operation('ana', 'Document.GetChildren', input)).json)).toContain('first-cut');
    }
  });

  it('works at both addresses, and with the old content type', async () => {
    const body = JSON.stringify({ input: SEEDED.cuts });
    const headers = { 'Content-Type': 'application/json+nxrequest' };
    for (const path of ['/api/v1/automation/Document.GetParent', '/site/automation/Document.GetParent']) {
      expect((await server.call('ana', 'POST', path, { headers, body })).json).toMatchObject({ title: 'Aurora' });
    }
  });

  it('answers many for many', async () => {
    const [a, b] = [await newFile(), await newFile()];
    const { json } = await server.operation('ana', 'Document.Lock', `docs:${a},${b}`);
    expect(json).toMatchObject({ 'entity-type': 'documents', entries: [{ uid: a }, { uid: b }] });
  });

  it('answers 204 when nobody wants the result, or there is none', async () => {
    const uid = await newFile();
    expect((await server.operation('ana', 'Document.Lock', uid, {}, { 'X-NXVoidOperation': 'true' })).status).toBe(204);
    expect((await server.operation('ana', 'Document.Delete', uid)).status).toBe(204);
    expect((await server.operation('ana', 'Document.Lock', uid)).status).toBe(404);
  });

  it('names itself twice in the message of a failure', async () => {
    const { json } = await server.operation('cleo', 'Document.Update', await newFile(), {
      properties: { 'dc:title': 'x' },
    });
    const prefix = 'Failed to invoke operation: Document.Update, Failed to invoke operation Document.Update, ';
    expect(json).toMatchObject({
      status: 403,
      message: `${prefix}Privilege 'WriteProperties' is not granted to 'cleo'`,
    });
  });

  it('is 404 in JSON for an unknown one, and an empty 404 for one that only administrators have', async () => {
    const unknown = await server.operation('ana', 'No.Such', undefined);
    expect(unknown.json).toMatchObject({ 'entity-type': 'exception', status: 404 });
    const restricted = await server.operation('ana', 'Document.Mail', SEEDED.cuts);
    expect([restricted.status, restricted.text]).toEqual([404, '']);
  });

  it('gives everybody a workspace of their own, the same each time, that others do not see', async () => {
    const { json: mine } = await server.operation('ana', 'User.GetUserWorkspace', undefined);
    expect(mine).toMatchObject({ type: 'Workspace', path: '/default-domain/UserWorkspaces/ana' });
    const again = await server.operation('ana', 'User.GetUserWorkspace', undefined);
    expect(again.json['uid']).toBe(mine['uid']);
    expect((await server.api('ben', 'GET', `/id/${String(mine['uid'])}`)).status).toBe(403);
    const { json } = await server.operation('ben', 'User.GetUserWorkspace', undefined);
    expect(json['path']).toBe('/default-domain/UserWorkspaces/ben');
  });

  it('with a body that is no JSON is 400', async () => {
    const headers = { 'Content-Type': 'application/json' };
    expect((await server.api('ana', 'POST', '/automation/Document.Lock', { headers, body: '{' })).status).toBe(400);
  });

  it('without a body passes on earlier versions and is 400 on later ones', async () => {
    expect((await server.api('ana', 'POST', '/automation/Document.Lock')).status).toBe(200);
    await server.control('PUT', '/switches', { version: '2025' });
    expect((await server.api('ana', 'POST', '/automation/Document.Lock')).status).toBe(400);
    await server.control('PUT', '/switches', { version: '2023' });
  });

  it('can be looked up', async () => {
    const { json } = await server.api('ana', 'GET', '/automation');
    expect((json['operations'] as Json[]).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['Document.Lock', 'Document.AddFacet']),
    );
  });
});

describe('operations on documents', () => {
  it('update by an object or by lines', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.Update', uid, { properties: { 'dc:title': 'object' } });
    expect((await server.get('ana', uid)).json['title']).toBe('object');
    await server.operation('ana', 'Document.Update', uid, { properties: 'dc:title=lines\ndc:source=x' });
    expect((await server.get('ana', uid)).json['title']).toBe('lines');
    await server.operation('ana', 'Document.SetProperty', uid, { xpath: 'dc:title', value: 'single' });
    expect((await server.get('ana', uid)).json['title']).toBe('single');
  });

  it('create, fetch and find', async () => {
    const params = { type: 'File', name: 'made', properties: { 'dc:title': 'Made' } };
    const { json } = await server.operation('ana', 'Document.Create', SEEDED.archive, params);
    expect(json).toMatchObject({ type: 'File', title: 'Made' });
    expect((await server.operation('ana', 'Document.Fetch', undefined, { value: json['path'] })).json).toMatchObject({
      uid: json['uid'],
    });
    const query = `SELECT * FROM Document WHERE ecm:uuid = '${uidOf(json)}'`;
    expect(titles((await server.operation('ana', 'Document.Query', undefined, { query })).json)).toEqual(['Made']);
    expect((await server.operation('ana', 'Document.GetChild', SEEDED.archive, { name: 'made' })).json['uid']).toBe(
      json['uid'],
    );
  });

  it('move by id: the document stays the same', async () => {
    const uid = await newFile();
    const { json } = await server.operation('ana', 'Document.Move', uid, { target: SEEDED.archive, name: 'moved' });
    expect(json).toMatchObject({ uid, path: `${WORKSPACE_PATH}/Archive/moved`, parentRef: SEEDED.archive });
    expect((await server.operation('cleo', 'Document.Move', uid, { target: SEEDED.cuts })).status).toBe(403);
  });

  it('do not move a folder into itself', async () => {
    const outer = uidOf(await server.create('ana', SEEDED.archive, 'Folder', 'outer'));
    const inner = uidOf(await server.create('ana', outer, 'Folder', 'inner'));
    expect((await server.operation('ana', 'Document.Move', outer, { target: inner })).status).toBe(500);
  });

  it('leave a version where it is', async () => {
    const uid = await newFile();
    const version = await server.update('ana', uid, { 'dc:title': 'v' }, { 'X-Versioning-Option': 'minor' });
    expect(
      (await server.operation('ana', 'Document.Move', uidOf(version.json), { target: SEEDED.archive })).status,
    ).toBe(500);
    expect((await server.operation('ana', 'Document.Trash', uidOf(version.json))).status).toBe(500);
    expect((await server.api('ana', 'GET', `/path${String(version.json['path'])}`)).json['uid']).toBe(uid);
  });

  it('copy with everything below, as documents without history', async () => {
    const folder = uidOf(await server.create('ana', SEEDED.archive, 'Folder', 'original'));
    const child = uidOf(await server.create('ana', folder, 'File', 'child'));
    await server.operation('ana', 'Document.CreateVersion', child, { increment: 'Major' });
    const copy = await server.operation('ana', 'Document.Copy', folder, { target: SEEDED.archive, name: 'copy' });
    const { json } = await server.operation(
      'ana',
      'Document.GetChildren',
      uidOf(copy.json),
      {},
      { 'fetch-document': 'versionLabel' },
    );
    expect(json['entries']).toMatchObject([{ title: 'child', versionLabel: '0.0', isCheckedOut: true }]);
    expect(JSON.stringify(json)).not.toContain(child);
  });

  it('put things into the trash under another name, readable by id, and take them out again', async () => {
    const uid = await newFile();
    const before = (await server.get('ana', uid)).json['path'];
    const trashed = await server.operation('ana', 'Document.Trash', uid);
    expect(trashed.json).toMatchObject({
      isTrashed: true,
      path: expect.stringMatching(/\._\d+_\.trashed$/) as unknown,
    });
    expect((await server.get('ana', uid)).status).toBe(200);
    expect((await server.operation('cleo', 'Document.Untrash', uid)).json).toMatchObject({ status: 403 });
    const back = await server.operation('ana', 'Document.Untrash', uid);
    expect(back.json).toMatchObject({ isTrashed: false, path: before });
  });

  it('follow a transition, and fail for one that does not start here', async () => {
    const uid = await newFile();
    const follow = (value: string) => server.operation('ana', 'Document.FollowLifecycleTransition', uid, { value });
    expect((await follow('approve')).json).toMatchObject({ state: 'approved' });
    expect((await follow('approve')).status).toBe(500);
    expect((await follow('backToProject')).json).toMatchObject({ state: 'project' });
  });

  it('hand out the main file', async () => {
    const answer = await server.operation('ana', 'Document.GetBlob', SEEDED.firstCut);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect((await server.operation('ana', 'Document.GetBlob', await newFile())).status).toBe(204);
  });
});
