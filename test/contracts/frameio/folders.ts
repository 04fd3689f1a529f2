import { describe, expect, it } from 'vitest';
import { collected, folderRef, threeVersions, video, type FrameioContractWorld } from './world.ts';

export function folderFacts(world: () => FrameioContractWorld): void {
  describe('folders', () => {
    it('creates a folder and finds it among the sub-folders', async () => {
      const { admin, folder } = world();
      const dailies = await admin.folders.create(folder, 'Dailies – jour 1');
      expect(dailies).toMatchObject({ type: 'folder', name: 'Dailies – jour 1', parentId: folder.folderId });
      const { folders, next } = await admin.folders.list(folder);
      expect(folders.map(({ id }) => id)).toEqual([dailies.id]);
      expect(next).toBeUndefined();
      expect(await admin.folders.get(folderRef(dailies))).toMatchObject({ name: 'Dailies – jour 1' });
    });

    it('gives everything in a folder, files with metadata and creator', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video({ name: 'single.mov', fps: 24 }));
      const { stack } = await threeVersions(world());
      const sub = await admin.folders.create(folder, 'Sub');

      const children = await collected(admin.folders.children(folder));
      const kinds = new Map(children.map((child) => [child.id, child.type]));
      expect(kinds).toEqual(
        new Map([
          [file.fileId, 'file'],
          [stack.stackId, 'version_stack'],
          [sub.id, 'folder'],
        ]),
      );
      const single = children.find(({ id }) => id === file.fileId);
      expect(single).toMatchObject({ name: 'single.mov', length: 1_000, creator: { name: expect.any(String) } });
      const fps = single?.type === 'file' ? single.metadata?.find((field) => field.name === 'Frame Rate') : undefined;
      expect(fps?.value).toBe(24);
    });

    it('says with each asset whether its project is active, where that is asked for', async () => {
      const { admin, folder, studio, project } = world();
      await studio.addVideo(folder, video({ name: 'single.mov', fps: 24 }));
      await admin.folders.create(folder, 'Sub');
      const { name } = await admin.projects.get(project);
      const asked = await collected(admin.folders.children(folder, { withProject: true }));
      expect(asked.map((child) => child.project)).toEqual([
        { name, active: true },
        { name, active: true },
      ]);
      const [first] = await collected(admin.folders.children(folder));
      expect(first?.project).toBeUndefined();
    });

    it('gives a page of everything to choose from, each of its kind', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video({ name: 'single.mov', fps: 24 }));
      const { stack } = await threeVersions(world());
      const sub = await admin.folders.create(folder, 'Sub');

      const { assets, next } = await admin.folders.contents(folder);
      expect(new Map(assets.map((asset) => [asset.id, asset.type]))).toEqual(
        new Map([
          [file.fileId, 'file'],
          [stack.stackId, 'version_stack'],
          [sub.id, 'folder'],
        ]),
      );
      expect(next).toBeUndefined();
    });

    it('has nothing in an empty folder', async () => {
      expect(await collected(world().admin.folders.children(world().folder))).toEqual([]);
    });
  });
}
