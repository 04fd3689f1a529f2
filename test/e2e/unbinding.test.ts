import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import { attentionOf } from './support/jobs.ts';
import { actionsNamed, useOneFolder } from './support/one-folder.ts';
import { refusal, requireSentences } from './support/refusal.ts';
import { makeDocument, makeFile, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const folder = useOneFolder(world);

describe('unbinding', () => {
  it('is for the creator, the folder’s managers and administrators', async () => {
    const { administrator, ana, ben, environment } = world();
    await folder.bind(ana);
    const path = `/folders/${folder.uid()}/binding`;
    expect(await refusal(environment, ben, 'DELETE', path, {})).toMatchObject({
      status: 403,
      code: 'unbind-not-allowed',
    });
    await administrator.api('DELETE', path, {});
    await folder.isNotBound();
    expect(await refusal(environment, ana, 'DELETE', path, {})).toMatchObject({
      status: 409,
      code: 'folder-not-bound',
    });
  });

  it('counts at once though Frame.io refuses to delete the action; somebody is asked, and retries', async () => {
    const { ana, cleoThere, environment, standIns } = world();
    const actionName = folder.actionName();
    await folder.bind(ana);
    const action = { type: 'status', status: 403, body: { errors: [{ detail: 'Forbidden' }] } } as const;
    await standIns.fault('frameio', { method: 'DELETE', path: '/actions/', times: 1000, action });
    await ana.api('DELETE', `/folders/${folder.uid()}/binding`, {});

    const file = await makeFile(standIns);
    const run = await cleoThere.run(actionName, TARGET.workspaceId, [{ type: 'file', id: file.id }]);
    expect(run.answer).toMatchObject({ title: 'Not published', description: expect.stringContaining('not bound') });
    const item = await until('somebody to be asked', () => attentionOf(ana, 'action-not-removed'));
    expect(item).toMatchObject({ person: 'ana', documentUid: folder.uid(), remedies: ['retry', 'dismiss'] });
    expect(item.message).toContain(actionName);
    const french = await ana.browser.request('GET', `${environment.sidecarUrl}/api/attention`, {
      headers: { 'accept-language': 'fr' },
    });
    const { items } = (await french.json()) as { items: { id: string; message: string }[] };
    requireSentences(item.message, items.find(({ id }) => id === item.id)?.message ?? '', item.code);
    expect(await actionsNamed(world(), actionName)).toBe(1);

    await standIns.clearFaults('frameio');
    await ana.api('POST', `/attention/${item.id}`, { remedy: 'retry' });
    await until('the action to be gone', async () => (await actionsNamed(world(), actionName)) === 0);
    await until('the item to be settled', async () => !(await attentionOf(ana, 'action-not-removed')));
  });

  it('is not helped by a remedy that the item does not offer, nor by somebody else', async () => {
    const { ana, ben, environment, standIns } = world();
    await folder.bind(ana);
    const action = { type: 'status', status: 403 } as const;
    await standIns.fault('frameio', { method: 'DELETE', path: '/actions/', times: 1000, action });
    await ana.api('DELETE', `/folders/${folder.uid()}/binding`, {});
    const { id } = await until('somebody to be asked', () => attentionOf(ana, 'action-not-removed'));

    const wrong = await refusal(environment, ana, 'POST', `/attention/${id}`, { remedy: 'recall' });
    expect(wrong).toMatchObject({ status: 409, code: 'remedy-not-applicable' });
    const others = await refusal(environment, ben, 'POST', `/attention/${id}`, { remedy: 'retry' });
    expect(others).toMatchObject({ status: 404, code: 'attention-not-found' });
    await standIns.clearFaults('frameio');
    await until('it to go by itself', async () => (await actionsNamed(world(), folder.actionName())) === 0);
    await until('the item to be settled', async () => !(await attentionOf(ana, 'action-not-removed')));
  });

  it('keeps documents in review, or recalls them', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns, { parent: folder.uid() });
    for (const reviews of ['keep', 'recall'] as const) {
      await folder.bind(ana);
      if (reviews === 'keep') await settledBatch(ana, (await push(ana, [uid])).batchId);
      await ana.api('DELETE', `/folders/${folder.uid()}/binding`, { reviews });
      await folder.isNotBound();
      const { state } = await ana.api<{ state: string }>('GET', `/documents/${uid}/review`);
      expect(state).toBe('in-review');
    }
    await ana.api('POST', `/documents/${uid}/recall`);
    await folder.bind(ana);
    await settledBatch(ana, (await push(ana, [uid])).batchId);
    await ana.api('DELETE', `/folders/${folder.uid()}/binding`, { reviews: 'recall' });
    expect(await ana.api('GET', `/documents/${uid}/review`)).toMatchObject({ state: 'recalled', lockedBy: null });
    expect((await documentOf(ana, uid)).lockOwner).toBeUndefined();
    await folder.isNotBound();
  });
});

lookAtTheWholeRun(world);
