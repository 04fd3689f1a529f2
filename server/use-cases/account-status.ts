import type { NuxeoPerson } from '../ports/nuxeo.ts';
import type { Grant, TokenKind } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';
import { providerState, type ProviderState } from './read-provider.ts';

export type ConnectionState = 'connected' | 'missing' | 'refused';
/** `not-renewable`: ends at `expiresAt`. `renewal-late`: renewing has failed for days; ends at `renewBy`. */
export type ConnectionWarning = 'not-renewable' | 'renewal-late';

export interface Connection {
  readonly state: ConnectionState;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly connectedAt?: Date;
  readonly refreshedAt?: Date;
  readonly expiresAt?: Date;
  readonly renewBy?: Date | undefined;
  readonly warning?: ConnectionWarning | undefined;
}

export interface AccountStatus {
  readonly person: NuxeoPerson;
  readonly provider: ProviderState;
  readonly nuxeo: Connection;
  readonly frameio: Connection;
  readonly ready: boolean;
}

const DAY_MS = 86_400_000;
/** Unused refresh tokens: Adobe keeps them for 14 days; Nuxeo does not say. */
const lifeDays: Record<TokenKind, number | undefined> = { nuxeo: undefined, frameio: 14 };
/** Renewed at least daily: two days without it are no accident. */
const LATE_DAYS = 2;

/** How a person's two permissions stand, and what is about to break (X2). */
export async function accountStatus(
  person: NuxeoPerson,
  deps: Pick<AccountDeps, 'tokens' | 'providers' | 'clock'>,
): Promise<AccountStatus> {
  const { tokens, providers, clock } = deps;
  const [provider, nuxeoGrant, frameioGrant] = await Promise.all([
    providers.provider(),
    tokens.get('nuxeo', person.username),
    tokens.get('frameio', person.username),
  ]);
  const state = providerState(provider);
  const [nuxeo, frameio] = [connectionOf(nuxeoGrant, clock.now()), connectionOf(frameioGrant, clock.now())];
  const ready = state.enabled && nuxeo.state === 'connected' && frameio.state === 'connected';
  return { person, provider: state, nuxeo, frameio, ready };
}

export function connectionOf(grant: Grant | undefined, now: Date): Connection {
  if (!grant) return { state: 'missing' };
  const { remoteName: name, remoteEmail: email, connectedAt, refreshedAt, expiresAt } = grant;
  const renewBy = renewByOf(grant);
  const isOver = [renewBy, grant.refreshToken ? undefined : expiresAt].some((end) => end && end <= now);
  const state = grant.refusedAt || isOver ? 'refused' : 'connected';
  const warning = state === 'connected' ? warningOf(grant, now) : undefined;
  return { state, name, email, connectedAt, refreshedAt, expiresAt, renewBy, warning };
}

function renewByOf({ kind, refreshToken, refreshedAt }: Grant): Date | undefined {
  const days = lifeDays[kind];
  if (days === undefined || refreshToken === undefined) return undefined;
  return new Date(refreshedAt.getTime() + days * DAY_MS);
}

function warningOf({ refreshToken, refreshedAt }: Grant, now: Date): ConnectionWarning | undefined {
  if (refreshToken === undefined) return 'not-renewable';
  return now.getTime() - refreshedAt.getTime() > LATE_DAYS * DAY_MS ? 'renewal-late' : undefined;
}
