import type { AccountDeps } from './account-deps.ts';
import { dependingOn } from './depending-on.ts';
import { endGrant } from './end-grant.ts';

/** Ends a person's Frame.io connection, at Adobe too where that is possible, and counts what cannot go on without one. */
export async function disconnectAccount(
  username: string,
  deps: Pick<AccountDeps, 'tokens' | 'tokenService' | 'activity' | 'bindings' | 'reviews' | 'syncs'>,
): Promise<{ bindings: number; syncs: number; reviews: number; revoked: boolean }> {
  const { tokens, activity } = deps;
  const { bindings, syncs, reviews } = await dependingOn(username, deps);
  let revoked = true;
  if (await tokens.get('frameio', username)) {
    revoked = await endGrant('frameio', username, deps);
    await activity.append({ kind: 'disconnected', person: username, title: 'Frame.io' });
  }
  return { bindings: bindings.length, syncs: syncs.length, reviews: reviews.length, revoked };
}
