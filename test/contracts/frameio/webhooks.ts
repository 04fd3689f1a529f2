import { describe, expect, it } from 'vitest';
import { type FrameioContractWorld } from './world.ts';

export function webhookFacts(world: () => FrameioContractWorld): void {
  describe('webhooks', () => {
    const webhook = {
      name: 'Nuxeo',
      url: 'https://nuxeo.example/nuxeo/frameio/webhooks/w-1',
      events: ['comment.created', 'file.versioned'],
    };

    it('tells the secret of a new webhook, and never again', async () => {
      const { admin, workspace } = world();
      const created = await admin.webhooks.create(workspace, webhook);
      expect(created.secret).not.toBe('');
      expect(created).toMatchObject({ ...webhook, active: true });
      const [listed, ...others] = await admin.webhooks.list(workspace);
      expect(others).toEqual([]);
      expect(listed).toEqual({ ...webhook, accountId: created.accountId, webhookId: created.webhookId, active: true });
    });

    it('changes where a webhook goes, what it tells, and whether it does', async () => {
      const { admin, workspace } = world();
      const created = await admin.webhooks.create(workspace, webhook);
      const moved = { url: 'https://elsewhere.example/webhooks/w-1', events: ['file.ready'] };
      await admin.webhooks.update(created, { ...moved, active: false });
      expect(await admin.webhooks.list(workspace)).toMatchObject([{ ...moved, name: 'Nuxeo', active: false }]);
    });

    it('deletes a webhook, and does not mind when it is gone already', async () => {
      const { admin, workspace } = world();
      const created = await admin.webhooks.create(workspace, webhook);
      await admin.webhooks.delete(created);
      await admin.webhooks.delete(created);
      expect(await admin.webhooks.list(workspace)).toEqual([]);
    });

    it('are only for administrators of the account', async () => {
      const { admin, member, workspace } = world();
      const created = member.webhooks.create(workspace, webhook);
      await expect(created).rejects.toMatchObject({ code: 'webhook-not-allowed' });
      expect(await admin.webhooks.list(workspace)).toEqual([]);
      const ours = await admin.webhooks.create(workspace, webhook);
      await expect(member.webhooks.delete(ours)).rejects.toMatchObject({ code: 'frameio-forbidden' });
    });
  });
}
