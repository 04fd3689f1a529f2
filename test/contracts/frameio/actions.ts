import { describe, expect, it } from 'vitest';
import { type FrameioContractWorld } from './world.ts';

export function actionFacts(world: () => FrameioContractWorld): void {
  describe('custom actions', () => {
    const action = {
      name: 'Publish to Nuxeo',
      description: 'Push to Nuxeo folder : /Films/Aurora',
      url: 'https://nuxeo.example/nuxeo/frameio/actions/b-1',
    };

    it('tells the secret of a new action, and never again', async () => {
      const { admin, workspace } = world();
      const created = await admin.actions.create(workspace, action);
      expect(created.secret).not.toBe('');
      expect(created).toMatchObject({ name: action.name, url: action.url, active: true });
      const [listed, ...others] = await admin.actions.list(workspace);
      expect(others).toEqual([]);
      expect(listed).toMatchObject({ actionId: created.actionId, name: action.name, url: action.url });
      expect(listed).not.toHaveProperty('secret');
    });

    it('takes a description of any length', async () => {
      const description = `Push to Nuxeo folder : ${'/très longs chemins 🎬'.repeat(40)}`;
      const created = await world().admin.actions.create(world().workspace, { ...action, description });
      await world().admin.actions.update(created, { description });
    });

    it('changes an action', async () => {
      const { admin, workspace } = world();
      const created = await admin.actions.create(workspace, action);
      await admin.actions.update(created, { name: 'Send to Nuxeo' });
      expect(await admin.actions.list(workspace)).toMatchObject([{ name: 'Send to Nuxeo', url: action.url }]);
    });

    it('deletes an action, and does not mind when it is gone already', async () => {
      const { admin, workspace } = world();
      const created = await admin.actions.create(workspace, action);
      await admin.actions.delete(created);
      await admin.actions.delete(created);
      expect(await admin.actions.list(workspace)).toEqual([]);
    });

    it('are only for administrators', async () => {
      const created = world().member.actions.create(world().workspace, action);
      await expect(created).rejects.toMatchObject({ code: 'action-not-allowed' });
      expect(await world().admin.actions.list(world().workspace)).toEqual([]);
    });
  });
}
