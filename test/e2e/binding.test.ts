import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch } from '../../sandbox/demo/watching.ts';
import type { ApiFailure, Person } from '../../sandbox/environment/person.ts';
import { until } from '../../sandbox/environment/until.ts';
import { ACCOUNTS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import type { FaultAction } from '../../sandbox/shared/control.ts';
import { attentionOf } from './support/jobs.ts';
import { refusal, requireSentences } from './support/refusal.ts';
import { makeDocument, makeFile, operation, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const features = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features };
const commercials = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.commercials };
/** A folder of its own for each test, beside the bound workspace; ana may do everything with it. */
let folder: string;

beforeEach(async () => {
  const { administrator, standIns } = world();
  folder = await makeFolder(SEEDED.workspaces);
  await operation(administrator, 'Document.AddPermission', folder, { users: ['ana'], permission: 'Everything' });
  await operation(administrator, 'Document.AddPermission', folder, { users: ['ben'], permission: 'ReadWrite' });
  await standIns.restore();
});

async function makeFolder(parent: string): Promise<string> {
  return (await makeDocument(world().standIns, { parent, type: 'Folder', size: 0 })).uid;
}

function bindBody(change: object = {}) {
  return { actionName: `Action ${folder.slice(0, 8)}`, workspaces: [features], documentType: 'File', ...change };
}

function bind(person: Person, uid = folder, change: object = {}): Promise<{ id: string }> {
  return person.api('POST', `/folders/${uid}/binding`, bindBody(change));
}

function refusedBind(person: Person, uid: string, change: object = {}) {
  return refusal(world().environment, person, 'POST', `/folders/${uid}/binding`, bindBody(change));
}

interface ActionSeen {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

async function actionsNamed(name: string): Promise<ActionSeen[]> {
  const { actions } = await world().standIns.control<{ actions: ActionSeen[] }>('frameio', 'GET', 'world');
  return actions.filter((action) => action.name === name);
}

/** No action in Frame.io, no facet on the folder, no binding. */
async function nothingIsBound(): Promise<void> {
  const { ana, environment } = world();
  await until('the actions to be gone', async () => (await actionsNamed(bindBody().actionName)).length === 0);
  expect((await documentOf(ana, folder)).facets).not.toContain('FrameioBound');
  expect(await refusal(environment, ana, 'GET', `/folders/${folder}/binding`)).toMatchObject({
    code: 'folder-not-bound',
  });
}

describe('a folder that cannot be bound', () => {
  it('is no folder', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    expect(await refusedBind(ana, uid)).toMatchObject({ status: 422, code: 'not-a-folder' });
  });

  it('is bound already, or lies above or below one that is', async () => {
    const { administrator, ana } = world();
    expect(await refusedBind(ana, SEEDED.workspace)).toMatchObject({ status: 409, code: 'folder-already-bound' });
    const below = await refusedBind(ana, SEEDED.cuts);
    expect(below).toMatchObject({ status: 409, code: 'folder-bound-nearby' });
    expect(below.english).toContain('/Aurora');
    await administrator.connect('ana@northlight.example');
    expect(await refusedBind(administrator, SEEDED.workspaces)).toMatchObject({
      status: 409,
      code: 'folder-bound-nearby',
    });
  });

  it('is in the trash, or does not exist', async () => {
    const { ana } = world();
    expect(await refusedBind(ana, randomUUID())).toMatchObject({ status: 404, code: 'nuxeo-not-found' });
    await operation(ana, 'Document.Trash', folder);
    expect(await refusedBind(ana, folder)).toMatchObject({ status: 410, code: 'folder-trashed' });
  });

  it('may not be written by who asks', async () => {
    const { administrator, cleo } = world();
    expect(await refusedBind(cleo, folder)).toMatchObject({ status: 409, code: 'nuxeo-grant-missing' });
    await cleo.connect('cleo@northlight.example');
    await operation(administrator, 'Document.AddPermission', folder, { users: ['cleo'], permission: 'Read' });
    expect(await refusedBind(cleo, folder)).toMatchObject({ status: 403, code: 'write-not-allowed' });
  });

  it('does not take documents of that type', async () => {
    const { ana } = world();
    const refused = await refusedBind(ana, folder, { documentType: 'Domain' });
    expect(refused).toMatchObject({ status: 422, code: 'document-type-not-allowed', field: 'documentType' });
    expect(refused.english).toContain('Domain');
  });

  it('is meant for a workspace that does not exist, or that the person may not see', async () => {
    const { ana, standIns } = world();
    const unknown = [features, { ...features, workspaceId: randomUUID() }];
    const foreign = [{ accountId: ACCOUNTS.harbour, workspaceId: WORKSPACES.harbour }];
    const expected = { status: 404, code: 'workspace-unknown', field: 'workspaces' };
    expect(await refusedBind(ana, folder, { workspaces: unknown })).toMatchObject(expected);
    for (const noAccessStatus of [403, 404] as const) {
      await standIns.frameioSwitches({ noAccessStatus });
      expect(await refusedBind(ana, folder, { workspaces: foreign })).toMatchObject(expected);
    }
    await nothingIsBound();
  });

  it('demands an approval that the account has no field for', async () => {
    const { ana, standIns } = world();
    const none = { data: [], links: { next: null }, total_count: 0 };
    const action = { type: 'status', status: 200, body: none } as const;
    await standIns.fault('frameio', { method: 'GET', path: '/metadata/field_definitions', times: 50, action });
    await restartForgettingFields();

    expect(await refusedBind(ana, folder, { rules: { approvalGate: 'require' } })).toMatchObject({
      status: 422,
      code: 'status-field-missing',
      field: 'approvalGate',
    });
  });

  /** The fields of an account are remembered for a while. */
  async function restartForgettingFields(): Promise<void> {
    await world().environment.restartSidecar();
  }
});

describe('an action’s name', () => {
  it('is taken by another folder, whatever its case', async () => {
    const { ana } = world();
    const refused = await refusedBind(ana, folder, { actionName: ' PUBLISH to Nuxeo ' });
    expect(refused).toMatchObject({ status: 409, code: 'action-name-taken', field: 'actionName' });
    expect(refused.english).toContain('Features');
    const query = new URLSearchParams({ name: 'publish to nuxeo', ...features });
    expect(await ana.api('GET', `/folders/${folder}/binding/name?${query}`)).toEqual({ free: false });
  });

  it('is taken by somebody else’s action in Frame.io', async () => {
    const { ana, anaThere } = world();
    await anaThere.v4('POST', `/accounts/${features.accountId}/workspaces/${features.workspaceId}/actions`, {
      ...{ name: 'Archive now', description: 'Of another tool', event: 'archive.now', url: 'https://tool.example/' },
    });
    expect(await refusedBind(ana, folder, { actionName: 'Archive now' })).toMatchObject({ code: 'action-name-taken' });
    await nothingIsBound();
  });

  it('goes to one of two people who bind at the same moment', async () => {
    const { ana, ben } = world();
    const bound = await Promise.allSettled([bind(ana), bind(ben), bind(ana)]);

    expect(bound.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = bound.flatMap((one) => (one.status === 'rejected' ? [(one.reason as ApiFailure).code] : []));
    expect(
      codes.every((code) => ['folder-already-bound', 'action-name-taken'].includes(code)),
      codes.join(),
    ).toBe(true);
    const action = bindBody().actionName;
    await until('one action', async () => (await actionsNamed(action)).length === 1);
    await ana.api('DELETE', `/folders/${folder}/binding`, {});
    await until('no action', async () => (await actionsNamed(action)).length === 0);
  });
});

describe('binding to two workspaces', () => {
  it.each<[string, FaultAction, number, string]>([
    [
      'refuses the second',
      { type: 'status', status: 403, body: { errors: [{ detail: 'Forbidden' }] } },
      403,
      'action-not-allowed',
    ],
    ['fails at the second', { type: 'status', status: 500 }, 502, 'action-creation-failed'],
    ['cuts the connection at the second', { type: 'reset' }, 502, 'action-creation-failed'],
    ['creates the second and its answer is lost', { type: 'lose-answer' }, 502, 'action-creation-failed'],
    ['answers nonsense to the second', { type: 'status', status: 201, body: '<html>' }, 502, 'action-creation-failed'],
  ])('leaves nothing behind when Frame.io %s', async (_how, action, status, code) => {
    const { ana, standIns } = world();
    await standIns.fault('frameio', { method: 'POST', path: '/actions$', nth: 2, action });
    const failure = (await bind(ana, folder, { workspaces: [features, commercials] }).catch(
      (error: unknown) => error,
    )) as ApiFailure;
    expect(failure).toMatchObject({ status, code });
    if (code === 'action-creation-failed') expect(failure.message).toContain('Commercials');
    await nothingIsBound();

    await bind(ana, folder, { workspaces: [features, commercials] });
    expect(await actionsNamed(bindBody().actionName)).toHaveLength(2);
    await ana.api('DELETE', `/folders/${folder}/binding`, {});
    await nothingIsBound();
  });

  it('leaves nothing behind when Nuxeo does not take the facet', async () => {
    const { ana, standIns } = world();
    const action = { type: 'status', status: 403 } as const;
    await standIns.fault('nuxeo', { method: 'POST', path: 'Document.AddFacet', times: 5, action });
    await expect(bind(ana, folder, { workspaces: [features, commercials] })).rejects.toMatchObject({
      code: 'nuxeo-forbidden',
    });
    await nothingIsBound();
  });
});

describe('unbinding', () => {
  it('is for the creator, the folder’s managers and administrators', async () => {
    const { administrator, ana, ben, environment } = world();
    await bind(ana);
    const path = `/folders/${folder}/binding`;
    expect(await refusal(environment, ben, 'DELETE', path, {})).toMatchObject({
      status: 403,
      code: 'unbind-not-allowed',
    });
    await administrator.api('DELETE', path, {});
    await nothingIsBound();
    expect(await refusal(environment, ana, 'DELETE', path, {})).toMatchObject({
      status: 409,
      code: 'folder-not-bound',
    });
  });

  it('counts at once though Frame.io refuses to delete the action; somebody is asked, and retries', async () => {
    const { ana, cleoThere, environment, standIns } = world();
    const { actionName } = bindBody();
    await bind(ana);
    const action = { type: 'status', status: 403, body: { errors: [{ detail: 'Forbidden' }] } } as const;
    await standIns.fault('frameio', { method: 'DELETE', path: '/actions/', times: 1000, action });
    await ana.api('DELETE', `/folders/${folder}/binding`, {});

    const file = await makeFile(standIns);
    const run = await cleoThere.run(actionName, TARGET.workspaceId, [{ type: 'file', id: file.id }]);
    expect(run.answer).toMatchObject({ title: 'Not published', description: expect.stringContaining('not bound') });
    const item = await until('somebody to be asked', () => attentionOf(ana, 'action-not-removed'));
    expect(item).toMatchObject({ person: 'ana', documentUid: folder, remedies: ['retry', 'dismiss'] });
    expect(item.message).toContain(actionName);
    const french = await ana.browser.request('GET', `${environment.sidecarUrl}/api/attention`, {
      headers: { 'accept-language': 'fr' },
    });
    const { items } = (await french.json()) as { items: { id: string; message: string }[] };
    requireSentences(item.message, items.find(({ id }) => id === item.id)?.message ?? '', item.code);
    expect(await actionsNamed(actionName)).toHaveLength(1);

    await standIns.clearFaults('frameio');
    await ana.api('POST', `/attention/${item.id}`, { remedy: 'retry' });
    await until('the action to be gone', async () => (await actionsNamed(actionName)).length === 0);
    await until('the item to be settled', async () => !(await attentionOf(ana, 'action-not-removed')));
  });

  it('is not helped by a remedy that the item does not offer, nor by somebody else', async () => {
    const { ana, ben, environment, standIns } = world();
    await bind(ana);
    const action = { type: 'status', status: 403 } as const;
    await standIns.fault('frameio', { method: 'DELETE', path: '/actions/', times: 1000, action });
    await ana.api('DELETE', `/folders/${folder}/binding`, {});
    const { id } = await until('somebody to be asked', () => attentionOf(ana, 'action-not-removed'));

    const wrong = await refusal(environment, ana, 'POST', `/attention/${id}`, { remedy: 'recall' });
    expect(wrong).toMatchObject({ status: 409, code: 'remedy-not-applicable' });
    const others = await refusal(environment, ben, 'POST', `/attention/${id}`, { remedy: 'retry' });
    expect(others).toMatchObject({ status: 404, code: 'attention-not-found' });
    await standIns.clearFaults('frameio');
    await until('it to go by itself', async () => (await actionsNamed(bindBody().actionName)).length === 0);
    await until('the item to be settled', async () => !(await attentionOf(ana, 'action-not-removed')));
  });

  it('keeps documents in review, or recalls them', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns, { parent: folder });
    for (const reviews of ['keep', 'recall'] as const) {
      await bind(ana);
      if (reviews === 'keep') await settledBatch(ana, (await push(ana, [uid])).batchId);
      await ana.api('DELETE', `/folders/${folder}/binding`, { reviews });
      await nothingIsBound();
      const { state } = await ana.api<{ state: string }>('GET', `/documents/${uid}/review`);
      expect(state).toBe('in-review');
    }
    await ana.api('POST', `/documents/${uid}/recall`);
    await bind(ana);
    await settledBatch(ana, (await push(ana, [uid])).batchId);
    await ana.api('DELETE', `/folders/${folder}/binding`, { reviews: 'recall' });
    expect(await ana.api('GET', `/documents/${uid}/review`)).toMatchObject({ state: 'recalled', lockedBy: null });
    expect((await documentOf(ana, uid)).lockOwner).toBeUndefined();
    await nothingIsBound();
  });
});

lookAtTheWholeRun(world);
