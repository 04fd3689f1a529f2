import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { settledBatch } from '../../sandbox/demo/watching.ts';
import { ACCOUNTS, FILES, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { refusal, type Refusal } from './support/refusal.ts';
import { makeDocument, operation, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld, type World } from './support/world.ts';

/** What somebody may find out about a folder with ana's documents in it, who may not read any of it. */
const world = useWorld();
let folder: string;
let inReview: { uid: string; title: string };
let untouched: { uid: string; title: string };

beforeAll(async () => {
  const { administrator, ana, standIns } = world();
  folder = (await makeDocument(standIns, { parent: SEEDED.workspace, type: 'Folder', size: 0 })).uid;
  [inReview, untouched] = [
    await makeDocument(standIns, { parent: folder }),
    await makeDocument(standIns, { parent: folder }),
  ];
  await operation(administrator, 'Document.AddPermission', folder, { users: ['ana'], permission: 'Everything' });
  await operation(administrator, 'Document.BlockPermissionInheritance', folder);
  const started = await push(ana, [inReview.uid]);
  await settledBatch(ana, started.batchId);
});

function benIsRefused(method: string, path: string, body?: unknown): Promise<Refusal> {
  const { ben, environment } = world();
  return refusal(environment, ben, method, path, body);
}

const resource = { accountId: ACCOUNTS.northlight, type: 'file', id: FILES.trailer };
const bindBody = {
  actionName: 'Another action',
  workspaces: [{ accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features }],
  documentType: 'File',
};

describe('a document that somebody may not read', () => {
  it.each([
    ['where it is in its review', 'GET', (uid: string) => `/documents/${uid}/review`, undefined],
    ['what could be sent', 'GET', (uid: string) => `/documents/${uid}/blobs`, undefined],
    ['what happened to it', 'GET', (uid: string) => `/activity?document=${uid}`, undefined],
    ['whether it can be recalled', 'POST', (uid: string) => `/documents/${uid}/recall`, undefined],
    ['whether it can be brought back', 'POST', (uid: string) => `/documents/${uid}/bring-back`, {}],
  ])('does not tell them %s', async (_what, method, path, body) => {
    const [about, aboutAnother] = [
      await benIsRefused(method, path(inReview.uid), body),
      await benIsRefused(method, path(untouched.uid), body),
    ];
    expect(about).toMatchObject({ status: 403, code: 'nuxeo-forbidden' });
    expect(aboutAnother).toEqual(about);
    expect(JSON.stringify(about)).not.toContain(inReview.title);
  });

  it('is not planned, pushed or listed for them', async () => {
    const { ben } = world();
    const plan = await ben.api<{ documents: object[] }>('POST', '/push/plan', { documents: [inReview.uid] });
    expect(plan.documents).toMatchObject([
      { uid: inReview.uid, title: inReview.uid, outcome: 'skipped', length: 0, bindingId: null, earlier: null },
    ]);
    expect(JSON.stringify(plan)).not.toContain(inReview.title);
    expect(await benIsRefused('POST', '/push', { documents: [inReview.uid], target: TARGET })).toMatchObject({
      status: 403,
      code: 'nuxeo-forbidden',
    });
    expect(await ben.api('GET', `/jobs?document=${inReview.uid}`)).toEqual({ jobs: [] });
    expect(await ben.api('GET', `/attention?document=${inReview.uid}`)).toEqual({ items: [] });
    expect(JSON.stringify(await ben.api('GET', '/activity?limit=200'))).not.toContain(inReview.title);
  });
});

describe('a folder that somebody may not read', () => {
  it.each([
    ['how it is bound', 'GET', '/binding', undefined],
    ['how it could be bound', 'GET', '/binding/options', undefined],
    ['whether it can be bound', 'POST', '/binding', bindBody],
    ['whether its binding can be changed', 'PATCH', '/binding', { anyMember: false }],
    ['whether it can be unbound', 'DELETE', '/binding', { reviews: 'keep' }],
    ['whether something can be imported', 'POST', '/import', { resources: [resource] }],
  ])('does not tell them %s', async (_what, method, path, body) => {
    const unbound = await benIsRefused(method, `/folders/${folder}${path}`, body);
    expect(unbound).toMatchObject({ status: 403, code: 'nuxeo-forbidden' });

    const bound = await withPrivateWorkspace(world(), () =>
      benIsRefused(method, `/folders/${SEEDED.workspace}${path}`, body),
    );
    expect(bound).toEqual(unbound);
  });

  it('keeps its timeline to itself, before and after it is unbound', async () => {
    const { ana, ben, environment } = world();
    const { id } = await ana.api<{ id: string }>('GET', `/folders/${SEEDED.workspace}/binding`);
    await withPrivateWorkspace(world(), async () => {
      expect(await benIsRefused('GET', `/activity?binding=${id}`)).toMatchObject({ code: 'nuxeo-forbidden' });
    });
    const unknown = await refusal(environment, ben, 'GET', `/activity?binding=${randomUUID()}`);
    expect(unknown).toMatchObject({ status: 404, code: 'binding-unknown' });
  });
});

/** Nobody but ana and administrators may read the bound workspace meanwhile. */
async function withPrivateWorkspace<T>({ administrator }: World, work: () => Promise<T>): Promise<T> {
  const on = SEEDED.workspace;
  await operation(administrator, 'Document.AddPermission', on, { users: ['ana'], permission: 'Everything' });
  await operation(administrator, 'Document.BlockPermissionInheritance', on);
  await operation(administrator, 'Document.RemovePermission', on, { user: 'editors' });
  try {
    return await work();
  } finally {
    await operation(administrator, 'Document.UnblockPermissionInheritance', on);
    await operation(administrator, 'Document.AddPermission', on, { users: ['editors'], permission: 'ReadWrite' });
    await operation(administrator, 'Document.RemovePermission', on, { user: 'ana' });
  }
}

afterAll(async () => {
  await world().ana.api('POST', `/documents/${inReview.uid}/recall`);
});

lookAtTheWholeRun(world);
