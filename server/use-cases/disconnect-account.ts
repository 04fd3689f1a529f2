import type { AccountDeps } from './account-deps.ts';
import { dependingOn } from './depending-on.ts';

/** Forgets a person's Frame.io connection, and counts what cannot go on without one. */
export async function disconnectAccount(
  username: string,
  deps: Pick<AccountDeps, 'tokens' | 'activity' | 'bindings' | 'reviews'>,
): Promise<{ bindings: number; reviews: number }> {
  const { tokens, activity } = deps;
  const { bindings, reviews } = await dependingOn(username, deps);
  if (await tokens.get('frameio', username)) {
    await tokens.delete('frameio', username);
    await activity.append({ kind: 'disconnected', person: username, title: 'Frame.io' });
  }
  return { bindings: bindings.length, reviews: reviews.length };
}
