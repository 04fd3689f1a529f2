import type { Grant } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';
import { connectionOf, type ConnectionState } from './account-status.ts';

export interface ConnectedPerson {
  readonly username: string;
  readonly nuxeo: ConnectionState;
  readonly frameio: ConnectionState;
  readonly frameioName: string | undefined;
  readonly frameioEmail: string | undefined;
  /** Of whichever permission was renewed last. */
  readonly refreshedAt: Date;
  readonly bindings: number;
  readonly reviews: number;
}

/** Everybody who gave us a permission, and how much depends on them. */
export async function listPeople(
  deps: Pick<AccountDeps, 'tokens' | 'bindings' | 'reviews' | 'clock'>,
): Promise<ConnectedPerson[]> {
  const [grants, bindings, reviews] = await Promise.all([
    deps.tokens.list(),
    deps.bindings.list(),
    deps.reviews.inReview(),
  ]);
  const now = deps.clock.now();
  return [...Map.groupBy(grants, ({ username }) => username)].map(([username, theirs]) => ({
    ...connectionsOf(theirs, now),
    username,
    bindings: bindings.filter(({ creator }) => creator === username).length,
    reviews: reviews.filter(({ person }) => person === username).length,
  }));
}

function connectionsOf(grants: readonly Grant[], now: Date) {
  const of = (kind: Grant['kind']) => grants.find((grant) => grant.kind === kind);
  const frameio = of('frameio');
  return {
    nuxeo: connectionOf(of('nuxeo'), now).state,
    frameio: connectionOf(frameio, now).state,
    frameioName: frameio?.remoteName,
    frameioEmail: frameio?.remoteEmail,
    refreshedAt: new Date(Math.max(...grants.map((grant) => grant.refreshedAt.getTime()))),
  };
}
