import type { Grant } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';
import { connectionOf, type ConnectionState, type ConnectionWarning } from './account-status.ts';

export interface ConnectedPerson {
  readonly username: string;
  readonly nuxeo: ConnectionState;
  readonly frameio: ConnectionState;
  readonly frameioName: string | undefined;
  readonly frameioEmail: string | undefined;
  /** Of the Frame.io connection: the token in use, and the day after which the person has to sign in again. */
  readonly expiresAt: Date | undefined;
  readonly renewBy: Date | undefined;
  readonly warning: ConnectionWarning | undefined;
  /** Of whichever permission was renewed last. */
  readonly refreshedAt: Date;
  readonly bindings: number;
  /** Synchronised folders that this person owns. */
  readonly syncs: number;
  readonly reviews: number;
}

export interface PeoplePage {
  /** Everybody when left out. */
  readonly limit?: number | undefined;
  /** Only usernames that come after this one. */
  readonly after?: string | undefined;
}

/** Everybody who gave us a permission, by username, and how much depends on them. */
export async function listPeople(
  deps: Pick<AccountDeps, 'tokens' | 'bindings' | 'syncs' | 'reviews' | 'clock'>,
  { limit, after = '' }: PeoplePage = {},
): Promise<ConnectedPerson[]> {
  const [grants, bindings, syncs, reviews] = await Promise.all([
    deps.tokens.list(),
    deps.bindings.list(),
    deps.syncs.list(),
    deps.reviews.inReview(),
  ]);
  const now = deps.clock.now();
  const page = [...Map.groupBy(grants, ({ username }) => username)]
    .filter(([username]) => username > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit);
  return page.map(([username, theirs]) => ({
    ...connectionsOf(theirs, now),
    username,
    bindings: bindings.filter(({ creator }) => creator === username).length,
    syncs: syncs.filter(({ owner }) => owner === username).length,
    reviews: reviews.filter(({ person }) => person === username).length,
  }));
}

function connectionsOf(grants: readonly Grant[], now: Date) {
  const of = (kind: Grant['kind']) => grants.find((grant) => grant.kind === kind);
  const frameio = connectionOf(of('frameio'), now);
  return {
    nuxeo: connectionOf(of('nuxeo'), now).state,
    frameio: frameio.state,
    frameioName: frameio.name,
    frameioEmail: frameio.email,
    expiresAt: frameio.expiresAt,
    renewBy: frameio.renewBy,
    warning: frameio.warning,
    refreshedAt: new Date(Math.max(...grants.map((grant) => grant.refreshedAt.getTime()))),
  };
}
