import { unlistedKinds, type Job } from '../domain/job.ts';
import type { TokenKind } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';
import { dependingOn, type Depending } from './depending-on.ts';
import { endGrant } from './end-grant.ts';

/** What a leaver leaves; every item needs somebody else. */
export interface Forgotten extends Depending {
  /** Permissions that were taken away. */
  readonly connections: number;
  /** Those that may live on where they were given: the other system could not be told. */
  readonly notRevoked: readonly TokenKind[];
  readonly jobs: readonly Job[];
}

/**
 * Removes a leaver's permissions and name, and lists what needs a new owner. What Nuxeo and Frame.io
 * keep of the person is theirs. Safe to call again.
 */
export async function forgetPerson(
  username: string,
  deps: Pick<AccountDeps, 'tokens' | 'tokenService' | 'activity' | 'bindings' | 'reviews' | 'syncs' | 'queue'>,
): Promise<Forgotten> {
  const { tokens, activity, queue } = deps;
  const [depending, jobs] = await Promise.all([
    dependingOn(username, deps),
    queue.list({ person: username, without: unlistedKinds, open: true, limit: 200 }),
  ]);
  const grants = (await tokens.list()).filter((grant) => grant.username === username);

  const notRevoked: TokenKind[] = [];
  for (const { kind } of grants) if (!(await endGrant(kind, username, deps))) notRevoked.push(kind);
  await activity.forgetPerson(username);
  await deps.syncs.forgetPerson(username);
  return { ...depending, connections: grants.length, notRevoked, jobs };
}
