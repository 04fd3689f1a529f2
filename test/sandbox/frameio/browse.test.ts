import { describe, expect, it } from 'vitest';
import { ACCOUNTS, FILES, FOLDERS, PEOPLE, PROJECTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { A, useFrameio, type Body } from './harness.ts';

const frameio = useFrameio();
const names = (list: Body | undefined) => (list as unknown as { name: string }[]).map(({ name }) => name);

describe('who and where', () => {
  it('says who the token belongs to, without accounts', async () => {
    const { body } = await frameio.as('ana').get('/v4/me');
    expect(body).toEqual({
      data: { id: PEOPLE.ana.id, name: 'Ana Duarte', email: PEOPLE.ana.email, avatar_url: null },
    });
  });

  it('lists the accounts of a person with her role', async () => {
    const { body } = await frameio.as('ben').get('/v4/accounts?sort=display_name_asc');
    expect(body['data']).toMatchObject([
      { display_name: 'Harbour Post', roles: ['owner'] },
      { display_name: 'Northlight Studio', roles: ['admin'] },
    ]);
  });

  it('shows workspaces and projects only to people with a role there', async () => {
    expect((await frameio.as('dan').get(`${A}/workspaces`)).body['data']).toEqual([]);
    expect((await frameio.as('dan').get(`${A}/projects`)).body['data']).toEqual([]);
    expect((await frameio.as('dan').get(`${A}/projects/${PROJECTS.aurora}`)).status).toBe(403);
    expect((await frameio.as('ana').get(`/v4/accounts/${ACCOUNTS.harbour}/workspaces`)).status).toBe(403);
  });

  it('hides what a person may not see, when the switch says so', async () => {
    await frameio.switch({ noAccessStatus: 404 });
    expect((await frameio.as('dan').get(`${A}/projects/${PROJECTS.aurora}`)).status).toBe(404);
    await frameio.switch({ noAccessStatus: 403 });
  });

  it('lists projects of a workspace, of the account, and those invited to', async () => {
    const ana = frameio.as('ana');
    const path = `${A}/workspaces/${WORKSPACES.features}/projects?include=owner`;
    expect((await ana.get(path)).body['data']).toMatchObject([{ name: 'Aurora', owner: { email: PEOPLE.ana.email } }]);
    expect(names((await ana.get(`${A}/projects?sort=name_desc`)).body['data'])).toEqual(['Spring spot', 'Aurora']);
    await ana.patch(`${A}/projects/${PROJECTS.aurora}/users/${PEOPLE.dan.id}`, { role: 'commenter' });
    expect(names((await frameio.as('dan').get(`${A}/invited_projects`)).body['data'])).toEqual(['Aurora']);
    await ana.delete(`${A}/projects/${PROJECTS.aurora}/users/${PEOPLE.dan.id}`);
  });

  it('keeps a restricted project from everybody who is not invited', async () => {
    const ana = frameio.as('ana');
    const { body } = await ana.post(`${A}/workspaces/${WORKSPACES.features}/projects`, {
      name: 'Secret',
      restricted: true,
    });
    const id = String(body['data']?.['id']);
    expect((await frameio.as('cleo').get(`${A}/projects/${id}`)).status).toBe(403);
    expect((await ana.patch(`${A}/projects/${id}`, { restricted: false, status: 'inactive' })).status).toBe(200);
    expect((await frameio.as('cleo').get(`${A}/projects/${id}`)).body['data']).toMatchObject({ status: 'inactive' });
    expect((await ana.delete(`${A}/projects/${id}`)).status).toBe(204);
  });
});

describe('folders', () => {
  it('lists children of the wanted types, with what was asked for and nothing else', async () => {
    const ana = frameio.as('ana');
    const { body } = await ana.get(`${A}/folders/${FOLDERS.day1}/children?type=file&include=metadata,creator,project`);
    expect(names(body['data'])).toEqual(['A001_C001.mov', 'A001_C002.mov']);
    expect(body['data']?.[0]).toMatchObject({ creator: { email: PEOPLE.cleo.email }, project: { name: 'Aurora' } });
    const plain = (await ana.get(`${A}/folders/${FOLDERS.day1}/children`)).body['data']?.[0];
    for (const member of ['creator', 'project', 'metadata', 'media_links']) expect(plain).not.toHaveProperty(member);
  });

  it('turns the order of children around, when the switch says so', async () => {
    await frameio.switch({ childrenOrder: 'newest-first' });
    const { body } = await frameio.as('ana').get(`${A}/folders/${FOLDERS.day1}/children`);
    expect(names(body['data'])).toEqual(['A001_C002.mov', 'A001_C001.mov']);
    await frameio.switch({ childrenOrder: 'oldest-first' });
  });

  it('links the next page relatively, with the cursor alone', async () => {
    const ana = frameio.as('ana');
    const path = `${A}/folders/${FOLDERS.day1}/files`;
    const first = (await ana.get(`${path}?page_size=1&sort=name_desc&include_total_count=true`)).body;
    expect(first).toMatchObject({ total_count: 2, data: [{ name: 'A001_C002.mov' }] });
    const next = new URL(String(first['links']?.['next']), 'http://api');
    expect(String(first['links']?.['next'])).toMatch(/^\/v4\/accounts\//);
    expect([...next.searchParams.keys()]).toEqual(['after']);
    const second = (await ana.get(`${next.pathname}${next.search}&page_size=1&sort=name_desc`)).body;
    expect(second).toMatchObject({ links: { next: null }, data: [{ name: 'A001_C001.mov' }] });
    expect(second).not.toHaveProperty('total_count');
  });

  it('takes up to 500 a page for assets, up to 100 for everything else', async () => {
    const ana = frameio.as('ana');
    expect((await ana.get(`${A}/folders/${FOLDERS.day1}/children?page_size=500`)).status).toBe(200);
    expect((await ana.get(`${A}/folders/${FOLDERS.day1}/children?page_size=501`)).status).toBe(422);
    expect((await ana.get(`${A}/projects?page_size=101`)).status).toBe(422);
    expect((await ana.get(`${A}/projects?page_size=0`)).status).toBe(422);
    expect((await ana.get(`${A}/projects?after=nonsense`)).status).toBe(422);
  });

  it('creates, renames, moves, copies and deletes a folder', async () => {
    const ana = frameio.as('ana');
    const made = await ana.post(`${A}/folders/${FOLDERS.cuts}/folders`, { name: 'Rough' });
    expect(made.status).toBe(201);
    const id = String(made.body['data']?.['id']);
    expect((await ana.patch(`${A}/folders/${id}`, { name: 'Fine' })).body['data']).toMatchObject({ name: 'Fine' });
    const moved = await ana.patch(`${A}/folders/${id}/move`, { parent_id: FOLDERS.springSpotRoot });
    expect(moved.body['data']).toMatchObject({ parent_id: FOLDERS.springSpotRoot, project_id: PROJECTS.springSpot });
    const copy = await ana.post(`${A}/folders/${FOLDERS.day1}/copy`, { parent_id: id });
    const copied = await ana.get(`${A}/folders/${String(copy.body['data']?.['id'])}/children`);
    expect(names(copied.body['data'])).toEqual(['A001_C001.mov', 'A001_C002.mov']);
    expect((await ana.delete(`${A}/folders/${id}`)).status).toBe(204);
    expect((await ana.get(`${A}/folders/${id}`)).status).toBe(404);
    expect((await ana.get(`${A}/folders/${String(copy.body['data']?.['id'])}`)).status).toBe(404);
  });

  it('answers 202 for the copy of a large folder', async () => {
    await frameio.switch({ largeCopyThreshold: 1 });
    const copy = await frameio.as('ana').post(`${A}/folders/${FOLDERS.day1}/copy?copy_metadata=true`, {});
    expect([copy.status, copy.body]).toEqual([202, {}]);
  });

  it('does not move a folder into itself, nor delete the root folder', async () => {
    const ana = frameio.as('ana');
    expect((await ana.patch(`${A}/folders/${FOLDERS.dailies}/move`, { parent_id: FOLDERS.day1 })).status).toBe(422);
    expect((await ana.delete(`${A}/folders/${FOLDERS.auroraRoot}`)).status).toBe(400);
  });

  it('refuses a second asset of the same name, when the switch says so', async () => {
    await frameio.switch({ duplicateNames: 'conflict' });
    const again = await frameio.as('ana').post(`${A}/folders/${FOLDERS.dailies}/folders`, { name: 'Day 1' });
    expect(again.status).toBe(409);
    await frameio.switch({ duplicateNames: 'allowed' });
  });
});

describe('the wrong kind of asset', () => {
  it('is unprocessable, with the reason', async () => {
    const ana = frameio.as('ana');
    const asFolder = await ana.get(`${A}/folders/${FILES.a001}/children`);
    expect(asFolder.status).toBe(422);
    expect(String(asFolder.body['errors']?.[0]?.['detail'])).toContain('not a folder');
    expect((await ana.get(`${A}/files/${FOLDERS.cuts}`)).status).toBe(422);
    expect((await ana.get(`${A}/version_stacks/${FOLDERS.cuts}/children`)).status).toBe(422);
  });

  it('is not found when it does not exist, and unprocessable when it is no id', async () => {
    const ana = frameio.as('ana');
    expect((await ana.get(`${A}/files/${PEOPLE.ana.id}`)).status).toBe(404);
    expect((await ana.get(`${A}/files/not-an-id`)).status).toBe(422);
    expect((await ana.get(`${A}/files/adobe:urn:aaid:1`)).status).toBe(404);
  });
});

describe('members', () => {
  it('lists the people of an account, a workspace, a project and a folder with their roles', async () => {
    const ana = frameio.as('ana');
    const roles = async (path: string) => {
      const list = (await ana.get(path)).body['data'] as unknown as { role: string; user: { email: string } }[];
      return Object.fromEntries(list.map(({ role, user }) => [user.email.split('@')[0], role]));
    };
    expect(await roles(`${A}/users?sort=email_asc`)).toMatchObject({ ana: 'owner', ben: 'admin', dan: 'member' });
    expect(await roles(`${A}/workspaces/${WORKSPACES.features}/users`)).toMatchObject({ ben: 'admin', cleo: 'editor' });
    expect(await roles(`${A}/projects/${PROJECTS.aurora}/users?sort=role_asc`)).toMatchObject({ cleo: 'editor' });
    expect(await roles(`${A}/folders/${FOLDERS.cuts}/users`)).toMatchObject({ ana: 'owner' });
  });

  it('adds somebody of the account to one folder, who then sees nothing else', async () => {
    const ana = frameio.as('ana');
    const path = `${A}/folders/${FOLDERS.cuts}/users/${PEOPLE.dan.id}`;
    expect((await ana.patch(path, { role: 'viewer' })).body).toEqual({ data: { role: 'viewer' } });
    expect((await frameio.as('dan').get(`${A}/folders/${FOLDERS.cuts}`)).status).toBe(200);
    expect((await frameio.as('dan').get(`${A}/folders/${FOLDERS.day1}`)).status).toBe(403);
    expect((await frameio.as('dan').post(`${A}/folders/${FOLDERS.cuts}/folders`, { name: 'x' })).status).toBe(403);
    expect((await ana.delete(path)).status).toBe(204);
    expect((await ana.delete(path)).status).toBe(404);
  });

  it('does not add people from outside the account', async () => {
    const path = `${A}/workspaces/${WORKSPACES.features}/users/${FILES.a001}`;
    expect((await frameio.as('ana').patch(path, { role: 'workspace_admin' })).status).toBe(404);
    expect((await frameio.as('cleo').patch(path, { role: 'viewer' })).status).toBe(403);
  });
});

describe('workspaces', () => {
  it('are created, renamed and deleted by administrators', async () => {
    const ana = frameio.as('ana');
    const made = await ana.post(`${A}/workspaces`, { name: 'Series' });
    expect(made.status).toBe(201);
    const path = `${A}/workspaces/${String(made.body['data']?.['id'])}`;
    expect((await ana.patch(path, { name: 'Shows' })).body['data']).toMatchObject({ name: 'Shows' });
    expect((await ana.get(`${path}?include=creator`)).body['data']).toMatchObject({ creator: { name: 'Ana Duarte' } });
    expect((await ana.delete(path)).status).toBe(204);
    expect((await ana.get(path)).status).toBe(404);
    expect((await frameio.as('cleo').post(`${A}/workspaces`, { name: 'Mine' })).status).toBe(403);
  });
});
