import type { Clock } from '../../ports/clock.ts';
import type { RefreshReport, TokenService } from '../../ports/token-service.ts';
import type { Grant, TokenKind, TokenSet, TokenStore } from '../../ports/token-store.ts';
import type { HttpClient } from '../http/http-client.ts';
import { tokenClient, type Registrations } from './clients.ts';
import { means, personFailure } from './failures.ts';
import { revokeGrant } from './revoke-grant.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

export interface TokenServiceOptions {
  readonly tokens: TokenStore;
  readonly providers: Registrations;
  readonly http: HttpClient;
  readonly nuxeoUrl: string;
  readonly clock: Clock;
}

const EARLY_MS = 5 * 60_000;
/** Adobe forgets a refresh token after 14 days without use; once a day leaves room for two weeks of trouble. */
const KEEP_ALIVE_MS = 20 * 3_600_000;

/** Why a renewal is wanted, and whether the grant as it is now still needs it. */
interface Reason {
  readonly name: string;
  readonly holds: (current: Grant) => boolean;
}

export function createTokenService(options: TokenServiceOptions): TokenService {
  const { tokens, providers, nuxeoUrl, clock } = options;
  const endpoint = createTokenEndpoint(options);
  const running = new Map<string, Promise<Grant>>();
  const millisecondsLeft = (grant: Grant) => grant.expiresAt.getTime() - clock.now().getTime();
  const expiring: Reason = { name: 'expiring', holds: (grant) => millisecondsLeft(grant) <= EARLY_MS };
  const idle: Reason = {
    name: 'idle',
    holds: (grant) => clock.now().getTime() - grant.refreshedAt.getTime() >= KEEP_ALIVE_MS,
  };

  async function usableGrant(kind: TokenKind, username: string): Promise<Grant> {
    const grant = await tokens.get(kind, username);
    if (!grant) throw personFailure(kind, 'missing', username);
    if (grant.refusedAt) throw personFailure(kind, 'refused', username);
    return grant;
  }

  /** New tokens for a grant: the old refresh token goes on where the answer has no new one. */
  async function renewed(current: Grant): Promise<TokenSet> {
    const { kind, username, refreshToken } = current;
    if (refreshToken === undefined) throw personFailure(kind, 'refused', username);
    const client = await tokenClient(kind, providers, nuxeoUrl);
    const { accessToken, expiresAt, scopes, ...answer } = await endpoint.request(client, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    return { accessToken, expiresAt, scopes, refreshToken: answer.refreshToken ?? refreshToken };
  }

  async function renew(kind: TokenKind, username: string, reason: Reason): Promise<Grant> {
    let seen: Grant | undefined;
    try {
      const grant = await tokens.refresh(kind, username, async (current) => {
        seen = current;
        return reason.holds(current) && !current.refusedAt ? renewed(current) : undefined;
      });
      if (!grant) throw personFailure(kind, 'missing', username);
      if (grant.refusedAt) throw personFailure(kind, 'refused', username);
      return grant;
    } catch (error) {
      if (!means(error, kind, 'refused')) throw error;
      if (seen) await markRefused(seen);
      throw personFailure(kind, 'refused', username, error);
    }
  }

  /** Unless the person has connected again since: then that is not what was refused. */
  async function markRefused(seen: Grant): Promise<void> {
    const now = await tokens.get(seen.kind, seen.username);
    if (now && !now.refusedAt && now.accessToken === seen.accessToken)
      await tokens.markRefused(seen.kind, seen.username);
  }

  /** Callers of one process share one renewal, so that they do not all hold a connection to the database. */
  function renewTogether(kind: TokenKind, username: string, reason: Reason): Promise<Grant> {
    const key = `${kind} ${username} ${reason.name}`;
    const known = running.get(key);
    if (known) return known;
    const renewal = renew(kind, username, reason).finally(() => running.delete(key));
    running.set(key, renewal);
    return renewal;
  }

  /** A token with minutes left is better than a failure of the endpoint. */
  async function renewIfPossible(grant: Grant): Promise<Grant> {
    try {
      return await renewTogether(grant.kind, grant.username, expiring);
    } catch (error) {
      if (means(error, grant.kind, 'unavailable') && millisecondsLeft(grant) > 0) return grant;
      throw error;
    }
  }

  async function keepAlive(grant: Grant): Promise<keyof RefreshReport | undefined> {
    try {
      const before = grant.accessToken;
      const after = await renewTogether(grant.kind, grant.username, idle);
      return after.accessToken === before ? undefined : 'refreshed';
    } catch (error) {
      return means(error, grant.kind, 'refused') ? 'refused' : 'postponed';
    }
  }

  async function lastingGrant(grant: Grant): Promise<Grant> {
    const isLasting = !expiring.holds(grant) || (grant.refreshToken === undefined && millisecondsLeft(grant) > 0);
    return isLasting ? grant : renewIfPossible(grant);
  }

  return {
    async accessToken(kind, username) {
      return (await lastingGrant(await usableGrant(kind, username))).accessToken;
    },

    async revoke(kind, username) {
      const grant = await tokens.get(kind, username);
      if (!grant || grant.refusedAt) return;
      // Adobe takes any token of its own back; Nuxeo has to know who asks.
      const current = kind === 'nuxeo' ? await lastingGrant(grant) : grant;
      await revokeGrant(current, options);
    },

    async forceRefresh(kind, username, rejectedAccessToken) {
      const rejected: Reason = {
        name: rejectedAccessToken,
        holds: (current) => current.accessToken === rejectedAccessToken,
      };
      const grant = await usableGrant(kind, username);
      return (rejected.holds(grant) ? await renewTogether(kind, username, rejected) : grant).accessToken;
    },

    async refreshDue() {
      const due = (await tokens.list()).filter(
        (one) => !one.refusedAt && one.refreshToken !== undefined && idle.holds(one),
      );
      const refused: { kind: TokenKind; username: string }[] = [];
      const counts = { refreshed: 0, postponed: 0 };
      for (const { kind, username, ...grant } of due) {
        const outcome = await keepAlive({ kind, username, ...grant });
        if (outcome === 'refused') refused.push({ kind, username });
        else if (outcome) counts[outcome] += 1;
      }
      return { ...counts, refused };
    },
  };
}
