import { RestError } from '../web/rest-error.ts';
import type { World } from '../world.ts';

/** Makes things old at once, for one person or for everybody. */
export function expire(world: World, { what, user }: { what: string; user?: string }): void {
  const concerns = (username: string) => user === undefined || user === username;
  const pairs = world.oauth2.pairs.filter((pair) => concerns(pair.username));
  switch (what) {
    case 'access-tokens':
      for (const pair of pairs) pair.expiresAt = 0;
      return;
    case 'refresh-tokens':
      for (const pair of pairs) pair.refreshExpired = true;
      return;
    case 'sessions':
      for (const session of world.accounts.sessions.values()) if (concerns(session.username)) session.expiresAt = 0;
      return;
    case 'batches':
      world.batches.expireAll();
      return;
    default:
      throw new RestError(400, `cannot expire ${what}`);
  }
}
