import { FakeFrameioWorld } from '../support/fake-frameio.ts';
import { ana, cleo, dan, startStandIn } from '../support/frameio-stand-in.ts';
import { loadFrameioOpenApi } from '../support/openapi-traffic.ts';
import { expect } from 'vitest';
import { frameioContract } from './frameio.contract.ts';
import type { Author, FrameioContractWorld, Studio } from './frameio/world.ts';
import type { StandInWorld } from '../support/frameio-stand-in.ts';
import type { Switches } from '../../sandbox/frameio/switches.ts';

const partSize = 65_536;
const openApi = loadFrameioOpenApi();

frameioContract('the adapter against the stand-in', () => standInWorld());
frameioContract('the adapter, where unknown things are otherwise', () =>
  standInWorld({
    childrenOrder: 'newest-first',
    noAccessStatus: 404,
    unexpectedFieldStatus: 400,
    guestOwner: 'absent',
  }),
);

frameioContract('the one in memory', () => Promise.resolve(memoryWorld()));

function memoryWorld(): FrameioContractWorld {
  const world = new FakeFrameioWorld();
  world.partSize = partSize;
  const admin = world.addPerson('ana', { name: 'Ana Duarte', role: 'admin' });
  const member = world.addPerson('cleo', { name: 'Cleo Marchand' });
  world.addPerson('dan', { role: 'viewer' });
  const account = world.addAccount('Northlight');
  const workspace = world.addWorkspace(account, 'Features');
  const { projectId, ...root } = world.addProject(workspace, 'Aurora');
  return {
    ...{ account, workspace, partSize, project: { ...account, projectId }, folder: world.addFolder(root, 'Contract') },
    ...{ admin: world.as('ana'), member: world.as('cleo'), viewer: world.as('dan') },
    ...{ adminName: admin.name, adminEmail: admin.email, memberName: member.name, memberEmail: member.email },
    studio: memoryStudio(world),
    close: () => Promise.resolve(),
  };
}

function memoryStudio(world: FakeFrameioWorld): Studio {
  const usernames: Record<Author, { by?: string }> = { admin: { by: 'ana' }, member: { by: 'cleo' }, guest: {} };
  const done = (_: unknown) => Promise.resolve();
  return {
    addVideo: (folder, { name, size, fps }) =>
      Promise.resolve(world.addFile(folder, { name, bytes: Buffer.alloc(size), ...(fps ? { media: { fps } } : {}) })),
    comment: (file, { by, ...comment }) => Promise.resolve(world.addComment(file, { ...comment, ...usernames[by] })),
    reply: (commentId, { by, text }) => done(world.reply(commentId, { text, ...usernames[by] })),
    complete: (_, commentId) => done(world.completeComment(commentId)),
    setStatus: (_, file, label) => done(world.setStatus(file, label)),
    limitStorage: (account, bytes) => done(world.limitStorage(account, bytes)),
    expireUploads: () => done(world.expireUploads()),
  };
}

async function standInWorld(switches: Partial<Switches> = {}): Promise<FrameioContractWorld> {
  const world = await startStandIn({ partSize, ...switches });
  const { account, workspace, project, standIn } = world;
  const viewerRole = `/v4/accounts/${account.accountId}/workspaces/${workspace.workspaceId}/users/${dan.id}`;
  await world.actAs(ana.email, 'PATCH', viewerRole, { role: 'viewer' });
  const admin = await world.connect(ana.email);
  const { rootFolderId } = await admin.projects.get(project);
  const { id: folderId } = await admin.folders.create({ ...account, folderId: rootFolderId }, 'Contract');
  return {
    ...{ admin, account, workspace, project, partSize },
    ...{ adminName: ana.name, adminEmail: ana.email, memberName: cleo.name, memberEmail: cleo.email },
    member: await world.connect(cleo.email),
    viewer: await world.connect(dan.email),
    folder: { ...account, folderId },
    studio: standInStudio(world),
    async close() {
      const problems = standIn.control.calls.flatMap((call) => openApi?.check(call) ?? []).filter(isUnexpected);
      await world.close();
      expect(problems).toEqual([]);
    },
  };
}

/** Guests have no owner, or none that is told: seen in practice, and against the description. */
const isUnexpected = (problem: string) => !/owner must be object$/.test(problem);

const emails: Record<Author, string | undefined> = { admin: ana.email, member: cleo.email, guest: undefined };

function standInStudio(world: StandInWorld): Studio {
  const idOf = (answer: unknown) => (answer as { id: string }).id;
  return {
    addVideo: (folder, video) => world.addFile(folder, video),
    async comment({ fileId }, { by, text, frame, annotation }) {
      // The stand-in's base: its first frame is number 1.
      const timestamp = frame === undefined ? {} : { timestamp: frame + 1 };
      const drawing = annotation === undefined ? {} : { annotation };
      const email = emails[by] === undefined ? {} : { email: emails[by] };
      return idOf(await world.control('POST', '/comments', { fileId, text, ...email, ...timestamp, ...drawing }));
    },
    async reply(commentId, { by, text }) {
      const email = emails[by] === undefined ? {} : { email: emails[by] };
      await world.control('POST', '/comments/reply', { commentId, text, ...email });
    },
    async complete({ accountId }, commentId) {
      await world.actAs(ana.email, 'PATCH', `/v4/accounts/${accountId}/comments/${commentId}`, { completed: true });
    },
    async setStatus({ accountId, projectId }, { fileId }, label) {
      const field = await (await world.connect(ana.email)).metadata.statusField({ accountId });
      const option = field?.options.find((candidate) => candidate.label === label);
      const values = [{ field_definition_id: field?.fieldId, value: [option?.id] }];
      const resource = `/v4/accounts/${accountId}/projects/${projectId}/metadata/values`;
      await world.actAs(ana.email, 'PATCH', resource, { file_ids: [fileId], values });
    },
    async limitStorage({ accountId }, bytes) {
      await world.control('PATCH', `/accounts/${accountId}`, { storageLimit: bytes });
    },
    async expireUploads() {
      await world.control('POST', '/expire', { what: 'upload-urls' });
    },
  };
}
