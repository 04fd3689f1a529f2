import { describe, expect, it } from 'vitest';
import { folderRef, threeVersions, video, type FrameioContractWorld } from './world.ts';

export function stackFacts(world: () => FrameioContractWorld): void {
  describe('version stacks', () => {
    it('makes a stack of files, oldest first, and puts them into it', async () => {
      const { stack, files } = await threeVersions(world());
      const members = await world().admin.versionStacks.members(stack);
      expect(members.map(({ id }) => id)).toEqual(files.map(({ fileId }) => fileId));
      expect(members.map(({ parentId }) => parentId)).toEqual(files.map(() => stack.stackId));
      expect(members[0]?.metadata).toBeDefined();
      expect(members[0]?.creator).toBeDefined();
    });

    it('gives the newest file as head of a stack', async () => {
      const { stack, files } = await threeVersions(world());
      const found = await world().admin.versionStacks.get(stack);
      expect(found).toMatchObject({ type: 'version_stack', parentId: world().folder.folderId });
      expect(found.head.id).toBe(files.at(-1)?.fileId);
    });

    it('makes a file the head by moving it onto the stack', async () => {
      const { admin, folder, studio } = world();
      const { stack, files } = await threeVersions(world());
      const newest = await studio.addVideo(folder, video({ name: 'cut v4.mov' }));
      expect(await admin.files.move(newest, stack)).toMatchObject({ parentId: stack.stackId });
      expect((await admin.versionStacks.get(stack)).head.id).toBe(newest.fileId);
      const members = await admin.versionStacks.members(stack);
      expect(members.map(({ id }) => id)).toEqual([...files, newest].map(({ fileId }) => fileId));
    });

    it('refuses a stack of one file, or of files from elsewhere', async () => {
      const { admin, folder, studio } = world();
      const sub = await admin.folders.create(folder, 'Sub');
      const here = await studio.addVideo(folder, video());
      const there = await studio.addVideo(folderRef(sub), video());
      for (const files of [[here], [here, here], [here, there]]) {
        await expect(admin.versionStacks.create(folder, files)).rejects.toMatchObject({ code: 'frameio-refused' });
      }
    });

    it("does not find a stack under a file's or a folder's id", async () => {
      const { admin, account, folder, studio } = world();
      const { fileId } = await studio.addVideo(folder, video());
      for (const stackId of [fileId, folder.folderId]) {
        const asked = admin.versionStacks.get({ ...account, stackId });
        await expect(asked).rejects.toMatchObject({ code: 'frameio-not-found' });
      }
    });
  });
}
