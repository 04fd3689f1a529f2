import { describe, expect, it } from 'vitest';
import { video, type FrameioContractWorld } from './world.ts';

export function statusFacts(world: () => FrameioContractWorld): void {
  describe('review status', () => {
    it('is a field of the account with options', async () => {
      const field = await world().admin.metadata.statusField(world().account);
      expect(field?.options.map(({ label }) => label)).toContain('Approved');
      expect(new Set(field?.options.map(({ id }) => id)).size).toBe(field?.options.length);
    });

    it('is told with a file by the id of its option', async () => {
      const { admin, account, project, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      const field = await admin.metadata.statusField(account);
      const statusOf = async () =>
        (await admin.files.get(file)).metadata?.find(({ fieldId }) => fieldId === field?.fieldId);
      expect((await statusOf())?.options ?? []).toEqual([]);
      await studio.setStatus(project, file, 'Approved');
      const approved = field?.options.find(({ label }) => label === 'Approved');
      expect(await statusOf()).toMatchObject({ name: 'Status', options: [approved] });
    });
  });
}
