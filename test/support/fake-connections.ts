import { FrameioError, NuxeoError } from '../../server/domain/errors.ts';
import type { FrameioConnections } from '../../server/ports/frameio.ts';
import type { NuxeoSessions } from '../../server/ports/nuxeo.ts';
import type { ProviderStore } from '../../server/ports/provider-store.ts';
import type { TokenStore } from '../../server/ports/token-store.ts';
import type { FakeFrameioWorld } from './fake-frameio.ts';
import type { FakeNuxeoWorld } from './fake-nuxeo.ts';

/** People's grants are real; whose is missing or refused cannot act. */
export function fakeSessions(world: FakeNuxeoWorld, tokens: Pick<TokenStore, 'get'>): NuxeoSessions {
  return {
    withCredentials() {
      throw new Error('Nobody calls with credentials here');
    },
    async as(username) {
      const grant = await tokens.get('nuxeo', username);
      if (grant && !grant.refusedAt) return world.as(username);
      const code = grant ? 'nuxeo-grant-refused' : 'nuxeo-grant-missing';
      throw new NuxeoError(code, { params: [username], needsAttention: true });
    },
  };
}

export function fakeConnections(
  world: FakeFrameioWorld,
  tokens: Pick<TokenStore, 'get'>,
  providers: Pick<ProviderStore, 'provider'>,
): FrameioConnections {
  return {
    withToken() {
      throw new Error('Nobody signs in here');
    },
    async as(username) {
      const provider = await providers.provider();
      if (!provider?.enabled) throw new FrameioError('provider-disabled', { needsAttention: true });
      const grant = await tokens.get('frameio', username);
      if (grant && !grant.refusedAt) return world.as(username);
      const code = grant ? 'frameio-token-refused' : 'frameio-not-connected';
      throw new FrameioError(code, { params: [username], needsAttention: true });
    },
  };
}
