import type { FolderRef, ProjectRef, WorkspaceRef } from '../../server/domain/refs.ts';
import { defaultSettings, type Provider } from '../../server/ports/provider-store.ts';
import type { FakeFrameioWorld } from './fake-frameio.ts';
import type { FakeNuxeoWorld } from './fake-nuxeo.ts';
import type { WorldParts } from './world.ts';

/** Ana and ben write, cleo reads, mia manages. */
export function fillNuxeo(nuxeo: FakeNuxeoWorld): { folder: string; workspace: string } {
  for (const username of ['ana', 'ben', 'cleo', 'mia']) nuxeo.addPerson(username);
  const workspace = nuxeo.add({ type: 'Workspace', title: 'Films' });
  const folder = nuxeo.add({ type: 'Folder', title: 'Cuts', parentUid: workspace });
  nuxeo.grant(workspace, 'ana', 'ReadWrite');
  nuxeo.grant(workspace, 'ben', 'ReadWrite');
  nuxeo.grant(workspace, 'cleo', 'Read');
  nuxeo.grant(workspace, 'mia', 'Everything');
  return { folder, workspace };
}

/** Zoe is not known in Nuxeo. */
export function fillFrameio(frameio: FakeFrameioWorld): WorkspaceRef & ProjectRef & FolderRef {
  frameio.addPerson('ana', { role: 'admin' });
  for (const username of ['ben', 'cleo', 'mia', 'zoe']) frameio.addPerson(username);
  const account = frameio.addAccount('Northlight');
  const workspace = frameio.addWorkspace(account, 'Features');
  const project = frameio.addProject(workspace, 'Aurora');
  const folder = frameio.addFolder(project, 'Cuts', 'ana');
  return { ...workspace, projectId: project.projectId, folderId: folder.folderId };
}

/** As an administrator leaves it, with the usual settings. */
export async function registerProvider({ deps, clock }: WorldParts, change: Partial<Provider> = {}): Promise<void> {
  await deps.providers.saveSettings(defaultSettings);
  await deps.providers.saveProvider({
    serviceName: 'frameio',
    description: 'Frame.io Provider',
    clientId: 'id',
    clientSecret: 'secret',
    authorizationServerUrl: 'https://ims.example.com/authorize',
    tokenServerUrl: 'https://ims.example.com/token',
    userAuthorizationUrl: '',
    scopes: ['openid'],
    pkce: false,
    enabled: true,
    serviceEnabled: true,
    savedAt: clock.now(),
    savedBy: 'Administrator',
    ...change,
  });
}

/** The person may work in both systems without a browser. */
export async function connect({ deps, frameio, clock }: WorldParts, username: string): Promise<void> {
  const remote = frameio.people.get(username);
  for (const kind of ['nuxeo', 'frameio'] as const) {
    await deps.tokens.save({
      ...{ kind, username, accessToken: 'a', refreshToken: 'r', scopes: [] },
      ...{ expiresAt: clock.now(), connectedAt: clock.now(), refreshedAt: clock.now(), refusedAt: undefined },
      remoteId: remote?.id,
      remoteAdobeId: undefined,
      remoteEmail: remote?.email,
      remoteName: remote?.name,
    });
  }
}
