import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { video, type FrameioContractWorld } from './world.ts';

export function accountFacts(world: () => FrameioContractWorld): void {
  describe('who and where', () => {
    it('knows who it is connected as', async () => {
      const profile = await world().admin.me();
      expect(profile).toMatchObject({ name: world().adminName, email: world().adminEmail });
      expect((await world().member.me()).id).not.toBe(profile.id);
    });

    it('lists the accounts with what one may do in them and how full they are', async () => {
      await world().studio.limitStorage(world().account, 5_000_000_000);
      await world().studio.addVideo(world().folder, video({ size: 300 }));
      const accounts = await world().admin.accounts.list();
      const account = accounts.find(({ accountId }) => accountId === world().account.accountId);
      expect(account).toMatchObject({ storageLimit: 5_000_000_000 });
      expect(account?.storageUsed).toBeGreaterThanOrEqual(300);
      expect(account?.roles.some((role) => role === 'admin' || role === 'owner')).toBe(true);
    });

    it('lists workspaces and projects, and finds each by its id', async () => {
      const { admin, account, workspace, project } = world();
      const listed = (await admin.workspaces.list(account)).find((one) => one.workspaceId === workspace.workspaceId);
      expect(await admin.workspaces.get(workspace)).toEqual(listed);
      const projects = await admin.projects.list(workspace);
      const found = await admin.projects.get(project);
      expect(projects).toContainEqual(found);
      expect(found).toMatchObject({ workspaceId: workspace.workspaceId, active: true });
      expect(found.viewUrl).toContain(project.projectId);
    });

    it('has a root folder in a project, which lies in nothing', async () => {
      const { rootFolderId } = await world().admin.projects.get(world().project);
      const root = await world().admin.folders.get({ ...world().account, folderId: rootFolderId });
      expect(root).toMatchObject({ type: 'folder', parentId: undefined, projectId: world().project.projectId });
    });

    it('says not found for what is not there', async () => {
      const { admin, account } = world();
      const id = randomUUID();
      for (const question of [
        () => admin.workspaces.get({ ...account, workspaceId: id }),
        () => admin.projects.get({ ...account, projectId: id }),
        () => admin.folders.get({ ...account, folderId: id }),
        () => admin.files.get({ ...account, fileId: id }),
        () => admin.versionStacks.get({ ...account, stackId: id }),
        () => admin.versionStacks.members({ ...account, stackId: id }),
        () => admin.comments.list({ ...account, fileId: id }),
        () => admin.files.uploadStatus({ ...account, fileId: id }),
        () => admin.files.move({ ...account, fileId: id }, world().folder),
        () => admin.files.beginUpload({ ...account, folderId: id }, 'cut.mov', 10),
        () => admin.resolve({ ...account, type: 'file', id }),
      ]) {
        await expect(question()).rejects.toMatchObject({ name: 'FrameioError', code: 'frameio-not-found' });
      }
    });
  });
}
