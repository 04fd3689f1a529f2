import { Router, type Response } from 'express';
import { foldersQuery, newFolderBody } from '../contract/frameio.ts';
import type { Frameio } from '../ports/frameio.ts';
import { approvedOptions } from '../use-cases/approval-gate.ts';
import type { Deps } from '../use-cases/deps.ts';
import { assetToWire } from './to-wire.ts';
import { authenticated, callerOf, param, parsed, type GuardDeps } from './middleware.ts';

/** The person's own Frame.io, for the dialogs: accounts, workspaces, projects, folders. */
export function createFrameioRoutes(deps: Deps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);
  const own = (res: Response): Promise<Frameio> =>
    deps.frameio.as(callerOf(res).person.username, { interactive: true });

  router.get('/api/frameio/accounts', guard, async (_req, res) => {
    const accounts = await (await own(res)).accounts.list();
    res.json({ accounts: accounts.map(({ accountId, name, roles }) => ({ id: accountId, name, roles: [...roles] })) });
  });

  router.get('/api/frameio/accounts/:account/workspaces', guard, async (req, res) => {
    const workspaces = await (await own(res)).workspaces.list({ accountId: param(req, 'account') });
    res.json({ workspaces: workspaces.map(({ workspaceId, name }) => ({ id: workspaceId, name })) });
  });

  router.get('/api/frameio/accounts/:account/workspaces/:workspace/projects', guard, async (req, res) => {
    const workspace = { accountId: param(req, 'account'), workspaceId: param(req, 'workspace') };
    const projects = await (await own(res)).projects.list(workspace);
    res.json({
      projects: projects.map(({ projectId, name, rootFolderId, active, viewUrl }) => ({
        id: projectId,
        name,
        rootFolderId,
        active,
        viewUrl,
      })),
    });
  });

  router.get('/api/frameio/accounts/:account/folders/:folder/folders', guard, async (req, res) => {
    const { after } = parsed(foldersQuery, req.query);
    const folder = { accountId: param(req, 'account'), folderId: param(req, 'folder') };
    const { folders, next } = await (await own(res)).folders.list(folder, after);
    res.json({ folders: folders.map(({ id, name }) => ({ id, name })), next: next ?? null });
  });

  router.get('/api/frameio/accounts/:account/folders/:folder/children', guard, async (req, res) => {
    const { after } = parsed(foldersQuery, req.query);
    const folder = { accountId: param(req, 'account'), folderId: param(req, 'folder') };
    const { assets, next } = await (await own(res)).folders.contents(folder, after);
    res.json({ children: assets.map(assetToWire), next: next ?? null });
  });

  router.post('/api/frameio/accounts/:account/folders/:folder/folders', guard, async (req, res) => {
    const { name } = parsed(newFolderBody, req.body);
    const parent = { accountId: param(req, 'account'), folderId: param(req, 'folder') };
    const folder = await (await own(res)).folders.create(parent, name);
    res.status(201).json({ id: folder.id, name: folder.name });
  });

  router.get('/api/frameio/accounts/:account/statuses', guard, async (req, res) => {
    const account = { accountId: param(req, 'account') };
    const frameio = await own(res);
    const field = await frameio.metadata.statusField(account);
    const approved = await approvedOptions(account, frameio, deps);
    res.json({
      options: (field?.options ?? []).map(({ id, label }) => ({ id, label, approved: approved.includes(id) })),
    });
  });

  return router;
}
