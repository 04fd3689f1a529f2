import { Router } from 'express';
import { z } from 'zod';
import {
  boundFoldersQuery,
  peopleQuery,
  providerBody,
  settingsBody,
  type BoundFoldersAnswer,
  type CheckAnswer,
  type ForgottenAnswer,
  type NuxeoClientAnswer,
  type PeopleAnswer,
  type ProviderAnswer,
  type ProviderStateAnswer,
  type SettingsAnswer,
} from '../contract/provider.ts';
import type { CheckLine } from '../domain/check.ts';
import type { Settings } from '../ports/provider-store.ts';
import type { AccountDeps } from '../use-cases/account-deps.ts';
import { checkProvider } from '../use-cases/check-provider.ts';
import { forgetPerson, type Forgotten } from '../use-cases/forget-person.ts';
import { listBindings, type BoundFolder } from '../use-cases/list-bindings.ts';
import { listPeople, type ConnectedPerson } from '../use-cases/list-people.ts';
import { providerState, readProvider, type ProviderCard } from '../use-cases/read-provider.ts';
import { registerNuxeoClient } from '../use-cases/register-nuxeo-client.ts';
import { registerProvider } from '../use-cases/register-provider.ts';
import { administrator, authenticated, callerOf, parsed, type GuardDeps } from './middleware.ts';

/** Names are Nuxeo's and may hold what ids never do. */
const personParams = z.object({ username: z.string().min(1).max(200) });

export function createProviderRoutes(deps: AccountDeps & GuardDeps): Router {
  const router = Router();
  const admin = administrator(deps);

  router.get('/api/provider', authenticated(deps), async (_req, res) => {
    res.json(providerState(await deps.providers.provider()) satisfies ProviderStateAnswer);
  });

  router.get('/api/admin/provider', admin, async (_req, res) => {
    res.json(providerToWire(await readProvider(deps)));
  });

  router.put('/api/admin/provider', admin, async (req, res) => {
    const form = parsed(providerBody, req.body);
    res.json(providerToWire(await registerProvider(form, callerOf(res).person.username, deps)));
  });

  router.post('/api/admin/provider/check', admin, async (req, res) => {
    const { person, nuxeo } = callerOf(res);
    const caller = { username: person.username, nuxeo, origin: req.get('origin') };
    res.json(checkToWire(await checkProvider(caller, deps)));
  });

  router.post('/api/admin/nuxeo-client', admin, async (_req, res) => {
    res.json((await registerNuxeoClient(callerOf(res).nuxeo, deps)) satisfies NuxeoClientAnswer);
  });

  router.get('/api/admin/settings', admin, async (_req, res) => {
    res.json(settingsToWire(await deps.providers.settings()));
  });

  router.put('/api/admin/settings', admin, async (req, res) => {
    await deps.providers.saveSettings(parsed(settingsBody, req.body));
    res.json(settingsToWire(await deps.providers.settings()));
  });

  router.get('/api/admin/bindings', admin, async (req, res) => {
    const { before, limit } = parsed(boundFoldersQuery, req.query);
    const page = { limit, ...(before === undefined ? {} : { before: new Date(before) }) };
    const bindings = await listBindings(page, deps);
    res.json({ bindings: bindings.map(boundFolderToWire) } satisfies BoundFoldersAnswer);
  });

  router.get('/api/admin/people', admin, async (req, res) => {
    const people = await listPeople(deps, parsed(peopleQuery, req.query));
    res.json({ people: people.map(personToWire) } satisfies PeopleAnswer);
  });

  router.delete('/api/admin/people/:username', admin, async (req, res) => {
    const { username } = parsed(personParams, req.params);
    res.json(forgottenToWire(await forgetPerson(username, deps)));
  });

  return router;
}

function providerToWire({ savedAt, savedBy, nuxeoClient, ...card }: ProviderCard): ProviderAnswer {
  return {
    ...card,
    scopes: [...card.scopes],
    redirectUriChoices: [...card.redirectUriChoices],
    savedAt: savedAt?.toISOString() ?? null,
    savedBy: savedBy ?? null,
    nuxeoClient: { ...nuxeoClient, clientId: nuxeoClient.clientId ?? null },
  };
}

function checkToWire(lines: readonly CheckLine[]): CheckAnswer {
  return {
    ok: lines.every(({ ok }) => ok),
    lines: lines.map(({ id, ok, code, params }) => ({ id, ok, code: code ?? null, params: [...(params ?? [])] })),
  };
}

function settingsToWire({ approvalGate, approvedOptionIds, comments, remoteUpload }: Settings): SettingsAnswer {
  const byAccount = Object.entries(approvedOptionIds).map(([account, ids]): [string, string[]] => [account, [...ids]]);
  return { approvalGate, approvedOptionIds: Object.fromEntries(byAccount), comments, remoteUpload };
}

function personToWire(person: ConnectedPerson): PeopleAnswer['people'][number] {
  const { frameioName, frameioEmail, expiresAt, renewBy, warning, refreshedAt, ...rest } = person;
  return {
    ...rest,
    expiresAt: expiresAt?.toISOString() ?? null,
    renewBy: renewBy?.toISOString() ?? null,
    warning: warning ?? null,
    frameioName: frameioName ?? null,
    frameioEmail: frameioEmail ?? null,
    refreshedAt: refreshedAt.toISOString(),
  };
}

function boundFolderToWire(binding: BoundFolder): BoundFoldersAnswer['bindings'][number] {
  const { id, folderUid, folderPath, actionName, documentType, creator, createdAt, workspaces, inReview } = binding;
  return {
    ...{ id, folderUid, folderPath, actionName, documentType, creator, inReview },
    createdAt: createdAt.toISOString(),
    workspaces: workspaces.map(({ workspaceName, state }) => ({ workspaceName, state })),
  };
}

function forgottenToWire({ connections, notRevoked, bindings, reviews, syncs, jobs }: Forgotten): ForgottenAnswer {
  return {
    connections,
    notRevoked: [...notRevoked],
    bindings: bindings.map(({ id, folderUid, folderPath, actionName }) => ({ id, folderUid, folderPath, actionName })),
    reviews: reviews.map(({ documentUid, bindingId }) => ({ documentUid, bindingId })),
    syncs: syncs.map(({ id, folderUid, folderPath }) => ({ id, folderUid, folderPath })),
    jobs: jobs.map(({ id, title }) => ({ id, title })),
  };
}
