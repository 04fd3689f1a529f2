import { describe, expect, it } from 'vitest';
import { threeVersions, video, type FrameioContractWorld } from './world.ts';

export function resolveFacts(world: () => FrameioContractWorld): void {
  describe('what an action points at', () => {
    it.each(['file', 'version_stack'] as const)('is the stack for its own id as a %s', async (type) => {
      const { stack } = await threeVersions(world());
      const found = await world().admin.resolve({ ...world().account, type, id: stack.stackId });
      expect(found).toMatchObject({ type: 'version_stack', id: stack.stackId });
    });

    it.each(['file', 'version_stack'] as const)('is the stack for the id of a file in it as a %s', async (type) => {
      const { stack, files } = await threeVersions(world());
      for (const { fileId } of files) {
        const found = await world().admin.resolve({ ...world().account, type, id: fileId });
        expect(found).toMatchObject({ type: 'version_stack', id: stack.stackId });
      }
    });

    it.each(['file', 'version_stack'] as const)('is the file that stands alone, as a %s', async (type) => {
      const { fileId } = await world().studio.addVideo(world().folder, video());
      const found = await world().admin.resolve({ ...world().account, type, id: fileId });
      expect(found).toMatchObject({ type: 'file', id: fileId });
    });

    it('is the folder', async () => {
      const found = await world().admin.resolve({ ...world().account, type: 'folder', id: world().folder.folderId });
      expect(found).toMatchObject({ type: 'folder', id: world().folder.folderId });
    });
  });
}
