import type { Clock } from '../../ports/clock.ts';
import type { FrameioConnections } from '../../ports/frameio.ts';
import type { NuxeoSessions } from '../../ports/nuxeo.ts';
import type { TokenService } from '../../ports/token-service.ts';
import type { TokenKind, TokenStore } from '../../ports/token-store.ts';
import { createFrameio, type FrameioOptions } from '../frameio/create-frameio.ts';
import { createFrameioMemory } from '../frameio/memory.ts';
import type { Priority } from '../frameio/rate-lane.ts';
import { createNuxeo, type NuxeoOptions } from '../nuxeo/create-nuxeo.ts';
import { enabledProvider, type Registrations } from './clients.ts';
import { credentialHeaders } from './nuxeo-credentials.ts';

export interface FrameioConnectionsOptions extends Pick<
  FrameioOptions,
  'http' | 'storage' | 'apiUrl' | 'limiter' | 'frameBase'
> {
  readonly tokenService: TokenService;
  readonly tokens: Pick<TokenStore, 'get'>;
  readonly providers: Registrations;
  readonly clock: Clock;
}

/** Frame.io in the name of people: nobody's while the provider is off. */
export function createFrameioConnections(options: FrameioConnectionsOptions): FrameioConnections {
  const { tokenService, tokens, providers, ...shared } = options;
  const memory = createFrameioMemory(options.clock);
  return {
    async as(username, { interactive = false } = {}) {
      await enabledProvider(providers);
      const { accessToken, renew } = bearerOf('frameio', username, tokenService);
      await accessToken();
      // Two Nuxeo people may share one Frame.io user, and then they share its limits.
      const user = (await tokens.get('frameio', username))?.remoteId ?? username;
      const priority: Priority = interactive ? 'interactive' : 'background';
      const own = { user, person: username, accessToken, onTokenRejected: renew };
      return createFrameio({ ...shared, ...own, memory, priority });
    },
    withToken(accessToken) {
      const nobody = { user: 'signing in', priority: 'interactive' as const };
      return createFrameio({ ...shared, ...nobody, memory, accessToken: () => Promise.resolve(accessToken) });
    },
  };
}

export interface NuxeoSessionsOptions extends Omit<NuxeoOptions, 'authHeaders' | 'onUnauthorized'> {
  readonly tokenService: TokenService;
}

/** Nuxeo with the caller's own credentials, or with a person's delegated grant. */
export function createNuxeoSessions(options: NuxeoSessionsOptions): NuxeoSessions {
  const { tokenService, ...shared } = options;
  return {
    withCredentials(credentials) {
      const headers = credentialHeaders(credentials);
      return createNuxeo({ ...shared, authHeaders: () => Promise.resolve(headers) });
    },
    async as(username) {
      const { accessToken, renew } = bearerOf('nuxeo', username, tokenService);
      await accessToken();
      return createNuxeo({
        ...shared,
        authHeaders: async () => ({ authorization: `Bearer ${await accessToken()}` }),
        onUnauthorized: ({ authorization = '' }) => renew(authorization.replace(/^Bearer /, '')),
      });
    },
  };
}

/** The person's token as it is at each request, and a new one for one that was refused. */
function bearerOf(kind: TokenKind, username: string, tokenService: TokenService) {
  return {
    accessToken: () => tokenService.accessToken(kind, username),
    /** Answers whether there is another token now. */
    renew: async (refused: string) => (await tokenService.forceRefresh(kind, username, refused)) !== refused,
  };
}
