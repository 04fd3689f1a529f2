import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiFailure } from '../../sandbox/environment/person.ts';
import { until } from '../../sandbox/environment/until.ts';
import { ACCOUNTS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import type { FaultAction } from '../../sandbox/shared/control.ts';
import { actionsNamed, commercials, features, useOneFolder } from './support/one-folder.ts';
import { makeDocument, operation } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const folder = useOneFolder(world);

describe('a folder that cannot be bound', () => {
  it('is no folder', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    expect(await folder.refusedBind(ana, uid)).toMatchObject({ status: 422, code: 'not-a-folder' });
  });

  it('is bound already, or lies above or below one that is', async () => {
    const { administrator, ana } = world();
    expect(await folder.refusedBind(ana, SEEDED.workspace)).toMatchObject({
      status: 409,
      code: 'folder-already-bound',
    });
    const below = await folder.refusedBind(ana, SEEDED.cuts);
    expect(below).toMatchObject({ status: 409, code: 'folder-bound-nearby' });
    expect(below.english).toContain('/Aurora');
    await administrator.connect('ana@northlight.example');
    expect(await folder.refusedBind(administrator, SEEDED.workspaces)).toMatchObject({
      status: 409,
      code: 'folder-bound-nearby',
    });
  });

  it('is in the trash, or does not exist', async () => {
    const { ana } = world();
    expect(await folder.refusedBind(ana, randomUUID())).toMatchObject({ status: 404, code: 'nuxeo-not-found' });
    await operation(ana, 'Document.Trash', folder.uid());
    expect(await folder.refusedBind(ana, folder.uid())).toMatchObject({ status: 410, code: 'folder-trashed' });
  });

  it('may not be written by who asks', async () => {
    const { administrator, cleo } = world();
    expect(await folder.refusedBind(cleo, folder.uid())).toMatchObject({ status: 409, code: 'nuxeo-grant-missing' });
    await cleo.connect('cleo@northlight.example');
    await operation(administrator, 'Document.AddPermission', folder.uid(), { users: ['cleo'], permission: 'Read' });
    expect(await folder.refusedBind(cleo, folder.uid())).toMatchObject({ status: 403, code: 'write-not-allowed' });
  });

  it('does not take documents of that type', async () => {
    const { ana } = world();
    const refused = await folder.refusedBind(ana, folder.uid(), { documentType: 'Domain' });
    expect(refused).toMatchObject({ status: 422, code: 'document-type-not-allowed', field: 'documentType' });
    expect(refused.english).toContain('Domain');
  });

  it('is meant for a workspace that does not exist, or that the person may not see', async () => {
    const { ana, standIns } = world();
    const unknown = [features, { ...features, workspaceId: randomUUID() }];
    const foreign = [{ accountId: ACCOUNTS.harbour, workspaceId: WORKSPACES.harbour }];
    const expected = { status: 404, code: 'workspace-unknown', field: 'workspaces' };
    expect(await folder.refusedBind(ana, folder.uid(), { workspaces: unknown })).toMatchObject(expected);
    for (const noAccessStatus of [403, 404] as const) {
      await standIns.frameioSwitches({ noAccessStatus });
      expect(await folder.refusedBind(ana, folder.uid(), { workspaces: foreign })).toMatchObject(expected);
    }
    await folder.isNotBound();
  });

  it('demands an approval that the account has no field for', async () => {
    const { ana, standIns } = world();
    const none = { data: [], links: { next: null }, total_count: 0 };
    const action = { type: 'status', status: 200, body: none } as const;
    await standIns.fault('frameio', { method: 'GET', path: '/metadata/field_definitions', times: 50, action });
    await restartForgettingFields();

    expect(await folder.refusedBind(ana, folder.uid(), { rules: { approvalGate: 'require' } })).toMatchObject({
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
    const refused = await folder.refusedBind(ana, folder.uid(), { actionName: ' PUBLISH to Nuxeo ' });
    expect(refused).toMatchObject({ status: 409, code: 'action-name-taken', field: 'actionName' });
    expect(refused.english).toContain('Features');
    const query = new URLSearchParams({ name: 'publish to nuxeo', ...features });
    expect(await ana.api('GET', `/folders/${folder.uid()}/binding/name?${query}`)).toEqual({ free: false });
  });

  it('is taken by somebody else’s action in Frame.io', async () => {
    const { ana, anaThere } = world();
    await anaThere.v4('POST', `/accounts/${features.accountId}/workspaces/${features.workspaceId}/actions`, {
      ...{ name: 'Archive now', description: 'Of another tool', event: 'archive.now', url: 'https://tool.example/' },
    });
    expect(await folder.refusedBind(ana, folder.uid(), { actionName: 'Archive now' })).toMatchObject({
      code: 'action-name-taken',
    });
    await folder.isNotBound();
  });

  it('goes to one of two people who bind at the same moment', async () => {
    const { ana, ben } = world();
    const bound = await Promise.allSettled([folder.bind(ana), folder.bind(ben), folder.bind(ana)]);

    expect(bound.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = bound.flatMap((one) => (one.status === 'rejected' ? [(one.reason as ApiFailure).code] : []));
    expect(
      codes.every((code) => ['folder-already-bound', 'action-name-taken'].includes(code)),
      codes.join(),
    ).toBe(true);
    const action = folder.actionName();
    await until('one action', async () => (await actionsNamed(world(), action)) === 1);
    await ana.api('DELETE', `/folders/${folder.uid()}/binding`, {});
    await until('no action', async () => (await actionsNamed(world(), action)) === 0);
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
    const failure = (await folder
      .bind(ana, { workspaces: [features, commercials] })
      .catch((error: unknown) => error)) as ApiFailure;
    expect(failure).toMatchObject({ status, code });
    if (code === 'action-creation-failed') expect(failure.message).toContain('Commercials');
    await folder.isNotBound();

    await folder.bind(ana, { workspaces: [features, commercials] });
    expect(await actionsNamed(world(), folder.actionName())).toBe(2);
    await ana.api('DELETE', `/folders/${folder.uid()}/binding`, {});
    await folder.isNotBound();
  });

  it('leaves nothing behind when Nuxeo does not take the facet', async () => {
    const { ana, standIns } = world();
    const action = { type: 'status', status: 403 } as const;
    await standIns.fault('nuxeo', { method: 'POST', path: 'Document.AddFacet', times: 5, action });
    await expect(folder.bind(ana, { workspaces: [features, commercials] })).rejects.toMatchObject({
      code: 'nuxeo-forbidden',
    });
    await folder.isNotBound();
  });
});

lookAtTheWholeRun(world);
