import { Router } from 'express';
import { connectBody, type AccountAnswer, type ConnectAnswer, type DisconnectAnswer } from '../contract/account.ts';
import type { AccountDeps } from '../use-cases/account-deps.ts';
import { accountStatus, type AccountStatus, type Connection } from '../use-cases/account-status.ts';
import { disconnectAccount } from '../use-cases/disconnect-account.ts';
import { startSignIn } from '../use-cases/start-sign-in.ts';
import { authenticated, callerOf, parsed, type GuardDeps } from './middleware.ts';
import { createSignInCookie } from './sign-in-cookie.ts';

export function createAccountRoutes(deps: AccountDeps & GuardDeps): Router {
  const router = Router();
  const guard = authenticated(deps);
  const cookies = createSignInCookie(deps.addresses.publicUrl);

  router.get('/api/account', guard, async (_req, res) => {
    const answer: AccountAnswer = accountToWire(await accountStatus(callerOf(res).person, deps));
    res.json(answer);
  });

  router.post('/api/account/connect', guard, async (req, res) => {
    const { again } = parsed(connectBody, req.body);
    const { username } = callerOf(res).person;
    // Browsers say where a POST comes from, and foreign origins were refused before.
    const openerOrigin = req.get('origin') ?? new URL(deps.addresses.publicUrl).origin;
    const { url, cookie } = await startSignIn({ username, openerOrigin, again }, deps);
    cookies.set(res, cookie);
    res.json({ url } satisfies ConnectAnswer);
  });

  router.delete('/api/account/frameio', guard, async (_req, res) => {
    res.json((await disconnectAccount(callerOf(res).person.username, deps)) satisfies DisconnectAnswer);
  });

  return router;
}

function accountToWire({ person, provider, nuxeo, frameio, ready }: AccountStatus): AccountAnswer {
  const { username, displayName, email, isAdministrator } = person;
  return {
    person: { username, displayName, email: email ?? null, isAdministrator },
    provider,
    nuxeo: connectionToWire(nuxeo),
    frameio: connectionToWire(frameio),
    ready,
  };
}

function connectionToWire(connection: Connection): AccountAnswer['frameio'] {
  return {
    state: connection.state,
    name: connection.name ?? null,
    email: connection.email ?? null,
    connectedAt: connection.connectedAt?.toISOString() ?? null,
    refreshedAt: connection.refreshedAt?.toISOString() ?? null,
    expiresAt: connection.expiresAt?.toISOString() ?? null,
    renewBy: connection.renewBy?.toISOString() ?? null,
    warning: connection.warning ?? null,
  };
}
