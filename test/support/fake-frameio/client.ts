import { randomUUID } from 'node:crypto';
import type { ResourceRef } from '../../../server/domain/refs.ts';
import type { Frameio, FrameioAsset, FrameioProject } from '../../../server/ports/frameio.ts';
import { toAction, toAsset, toComment, toFile, toFolder, toStack, toWebhook } from './mappers.ts';
import { refuse, type FakePerson, type StoredProject } from './state.ts';
import { beginUpload, fileSource, uploadTarget, type Perform } from './uploads.ts';
import type { FakeFrameioWorld } from './world.ts';

/** The port in the name of one person, over a world that all of them share. */
export function createFakeFrameio(world: FakeFrameioWorld, username: string, signal?: AbortSignal): Frameio {
  const perform: Perform = (operation, work) =>
    world.perform(operation, username, (person) => {
      signal?.throwIfAborted();
      if (person.role === 'nobody' && operation !== 'me') throw refuse('frameio-forbidden');
      return work(person);
    });

  return {
    me: () => perform('me', ({ id, name, email }) => ({ id, name, email })),
    ...accountResources(world, perform),
    folders: folders(world, perform, username),
    files: files(world, perform, username),
    versionStacks: versionStacks(world, perform, username),
    comments: comments(world, perform, username),
    metadata: {
      statusField: ({ accountId }) => perform('metadata.statusField', () => world.account(accountId).status),
    },
    actions: actions(world, perform),
    webhooks: webhooks(world, perform),
    resolve: (resource) => perform('resolve', () => resolve(world, resource)),
    withSignal: (other) => createFakeFrameio(world, username, signal ? AbortSignal.any([signal, other]) : other),
  };
}

type Resources = Pick<Frameio, 'accounts' | 'workspaces' | 'projects'>;

function accountResources(world: FakeFrameioWorld, perform: Perform): Resources {
  return {
    accounts: {
      list: () =>
        perform('accounts.list', ({ role }) =>
          [...world.accounts.values()].map(({ accountId, name, storageLimit }) => {
            const roles = [role === 'admin' ? 'admin' : 'member'];
            return { accountId, name, roles, storageLimit, storageUsed: world.storageUsed({ accountId }) };
          }),
        ),
    },
    workspaces: {
      list: ({ accountId }) =>
        perform('workspaces.list', () => [...world.workspaces.values()].filter((one) => one.accountId === accountId)),
      get: ({ workspaceId }) => perform('workspaces.get', () => present(world.workspaces.get(workspaceId))),
    },
    projects: {
      list: ({ workspaceId }) =>
        perform('projects.list', () =>
          [...world.projects.values()].filter((one) => one.workspaceId === workspaceId).map(toProject),
        ),
      get: ({ projectId }) => perform('projects.get', () => toProject(present(world.projects.get(projectId)))),
    },
  };
}

function folders(world: FakeFrameioWorld, perform: Perform, username: string): Frameio['folders'] {
  const below = (folderId: string) => world.childrenOf(world.folder(folderId).id);
  return {
    get: ({ folderId }) => perform('folders.get', () => toFolder(world.folder(folderId))),
    list: ({ folderId }) =>
      perform('folders.list', () => ({
        folders: below(folderId).flatMap((child) => (child.type === 'folder' ? [toFolder(child)] : [])),
        next: undefined,
      })),
    async *children({ folderId }, { withProject = false } = {}) {
      yield* await perform('folders.children', () =>
        below(folderId).map((child) => ({
          ...toAsset(world, child),
          ...(withProject ? { project: projectOf(world, child) } : {}),
        })),
      );
    },
    contents: ({ folderId }) =>
      perform('folders.contents', () => ({
        assets: below(folderId).map((child) => toAsset(world, child)),
        next: undefined,
      })),
    create: (parent, name) =>
      perform('folders.create', (person) => {
        requireEditor(person);
        return toFolder(world.folder(world.addFolder(parent, name, username).folderId));
      }),
  };
}

function projectOf(world: FakeFrameioWorld, { projectId }: { readonly projectId: string }) {
  const { name, active } = toProject(present(world.projects.get(projectId)));
  return { name, active };
}

function files(world: FakeFrameioWorld, perform: Perform, username: string): Frameio['files'] {
  return {
    get: ({ fileId }) => perform('files.get', () => toFile(world, world.file(fileId))),
    named: ({ folderId }, name) =>
      perform('files.named', () => {
        const children = world.childrenOf(world.folder(folderId).id).toReversed();
        return children.flatMap((child) =>
          child.type === 'file' && child.name === name ? [toFile(world, child)] : [],
        );
      }),
    beginUpload: (folder, name, length) =>
      perform('files.beginUpload', (person) => {
        requireEditor(person);
        return beginUpload(world, folder, { name, length, by: username });
      }),
    remoteUpload: (folder, name, sourceUrl) =>
      perform('files.remoteUpload', (person) => {
        requireEditor(person);
        const bytes = world.reachable.get(sourceUrl);
        const { file } = beginUpload(world, folder, { name, length: bytes?.length ?? 1, by: username });
        const stored = world.file(file.id);
        if (!bytes) stored.uploadFailed = true;
        else Object.assign(stored, { bytes, status: 'uploaded' });
        return file;
      }),
    uploadTarget: (target) => uploadTarget(world, target, perform),
    uploadStatus: ({ fileId }) =>
      perform('files.uploadStatus', () => {
        const { status, uploadFailed } = world.file(fileId);
        return { complete: status !== 'created', failed: uploadFailed };
      }),
    source: (file) => fileSource(world, file, perform),
    move: (file, to) =>
      perform('files.move', (person) => {
        requireEditor(person);
        world.move(file, to);
        return toFile(world, world.file(file.fileId));
      }),
    delete: ({ accountId, fileId }) =>
      perform('files.delete', (person) => {
        requireEditor(person);
        if (!world.assets.has(fileId)) return;
        world.remove(fileId);
        world.deletedFiles.push({ accountId, fileId });
      }),
  };
}

function versionStacks(world: FakeFrameioWorld, perform: Perform, username: string): Frameio['versionStacks'] {
  return {
    get: ({ stackId }) => perform('versionStacks.get', () => toStack(world, world.stack(stackId))),
    members: ({ stackId }) =>
      perform('versionStacks.members', () => world.versionsOf(world.stack(stackId)).map((file) => toFile(world, file))),
    create: (folder, members) =>
      perform('versionStacks.create', (person) => {
        requireEditor(person);
        const ids = new Set(members.map(({ fileId }) => fileId));
        const isFitting = ids.size === members.length && ids.size >= 2 && ids.size <= 10;
        const areHere = members.every(({ fileId }) => world.file(fileId).parentId === folder.folderId);
        if (!isFitting || !areHere) throw refuse('frameio-refused');
        return toStack(world, world.stack(world.addStack(folder, members, username).stackId));
      }),
  };
}

function comments(world: FakeFrameioWorld, perform: Perform, username: string): Frameio['comments'] {
  return {
    list: ({ fileId }) =>
      perform('comments.list', () => {
        const { id } = world.file(fileId);
        const threads = [...world.comments.values()].filter((one) => one.fileId === id && one.parentId === undefined);
        return threads.map((comment) => toComment(world, comment));
      }),
    create: (file, text) => perform('comments.create', () => world.addComment(file, { text, by: username })),
    fileOf: ({ accountId, commentId }) =>
      perform('comments.fileOf', () => ({ accountId, fileId: world.comment(commentId).fileId })),
  };
}

function actions(world: FakeFrameioWorld, perform: Perform): Frameio['actions'] {
  return {
    list: ({ workspaceId }) =>
      perform('actions.list', () =>
        [...world.actions.values()].filter((one) => one.workspaceId === workspaceId).map(toAction),
      ),
    create: ({ accountId, workspaceId }, action) =>
      perform('actions.create', (creator) => {
        if (creator.role !== 'admin') throw refuse('action-not-allowed');
        const ids = { accountId, workspaceId, actionId: randomUUID(), secret: randomUUID() };
        const stored = { ...ids, ...action, active: true, creator };
        world.actions.set(stored.actionId, stored);
        return { ...toAction(stored), secret: stored.secret };
      }),
    update: ({ actionId }, change) =>
      perform('actions.update', (person) => {
        requireAdmin(person);
        Object.assign(present(world.actions.get(actionId)), change);
      }),
    delete: ({ actionId }) =>
      perform('actions.delete', (person) => {
        requireAdmin(person);
        world.actions.delete(actionId);
      }),
  };
}

function webhooks(world: FakeFrameioWorld, perform: Perform): Frameio['webhooks'] {
  return {
    list: ({ workspaceId }) =>
      perform('webhooks.list', () =>
        [...world.webhooks.values()].filter((one) => one.workspaceId === workspaceId).map(toWebhook),
      ),
    create: ({ accountId, workspaceId }, webhook) =>
      perform('webhooks.create', ({ role }) => {
        if (role !== 'admin') throw refuse('webhook-not-allowed');
        const ids = { accountId, workspaceId, webhookId: randomUUID(), secret: randomUUID() };
        const stored = { ...ids, ...webhook, active: true };
        world.webhooks.set(stored.webhookId, stored);
        return { ...toWebhook(stored), secret: stored.secret };
      }),
    update: ({ webhookId }, change) =>
      perform('webhooks.update', (person) => {
        requireAdmin(person);
        Object.assign(present(world.webhooks.get(webhookId)), change);
      }),
    delete: ({ webhookId }) =>
      perform('webhooks.delete', (person) => {
        requireAdmin(person);
        world.webhooks.delete(webhookId);
      }),
  };
}

function resolve(world: FakeFrameioWorld, { type, id }: ResourceRef): FrameioAsset {
  if (type === 'folder') return toFolder(world.folder(id));
  const asset = world.asset(id);
  const parent = asset.parentId === undefined ? undefined : world.assets.get(asset.parentId);
  if (asset.type === 'folder') throw refuse('frameio-not-found');
  return toAsset(world, parent?.type === 'version_stack' ? parent : asset);
}

function toProject(project: StoredProject): FrameioProject {
  return { ...project, viewUrl: `https://frameio.example/project/${project.projectId}` };
}

function requireEditor({ role }: FakePerson): void {
  if (role === 'viewer') throw refuse('frameio-forbidden');
}

function requireAdmin({ role }: FakePerson): void {
  if (role !== 'admin') throw refuse('frameio-forbidden');
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw refuse('frameio-not-found');
  return value;
}
