import { expect, it } from 'vitest';
import type { Grant } from '../../server/ports/token-store.ts';
import { connectionOf } from '../../server/use-cases/account-status.ts';

const HOUR = 3_600_000;
const now = new Date('2026-03-20T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR);
const grant = (change: Partial<Grant> = {}): Grant => ({
  kind: 'frameio',
  username: 'ana',
  accessToken: 'a',
  refreshToken: 'r',
  expiresAt: new Date(now.getTime() + HOUR),
  scopes: [],
  remoteId: 'u1',
  remoteAdobeId: undefined,
  remoteEmail: 'ana@example.com',
  remoteName: 'Ana',
  connectedAt: ago(500),
  refreshedAt: ago(3),
  refusedAt: undefined,
  ...change,
});

it('says as whom, since when and until when', () => {
  expect(connectionOf(grant(), now)).toEqual({
    state: 'connected',
    name: 'Ana',
    email: 'ana@example.com',
    connectedAt: ago(500),
    refreshedAt: ago(3),
    expiresAt: new Date(now.getTime() + HOUR),
    renewBy: new Date(ago(3).getTime() + 14 * 24 * HOUR),
    warning: undefined,
  });
});

it('is missing where there is none, and refused where a renewal was refused', () => {
  expect(connectionOf(undefined, now)).toEqual({ state: 'missing' });
  expect(connectionOf(grant({ refusedAt: ago(1) }), now).state).toBe('refused');
});

it('is fine with a token that has ended but can be renewed', () => {
  expect(connectionOf(grant({ expiresAt: ago(1) }), now)).toMatchObject({ state: 'connected', warning: undefined });
});

it('warns before it breaks: renewing has failed for two days', () => {
  expect(connectionOf(grant({ refreshedAt: ago(49) }), now)).toMatchObject({
    state: 'connected',
    warning: 'renewal-late',
  });
  expect(connectionOf(grant({ refreshedAt: ago(47) }), now).warning).toBeUndefined();
});

it('warns of a connection that cannot be renewed, and knows when it is over', () => {
  const short = grant({ refreshToken: undefined });
  expect(connectionOf(short, now)).toMatchObject({ state: 'connected', warning: 'not-renewable', renewBy: undefined });
  expect(connectionOf({ ...short, expiresAt: ago(1) }, now).state).toBe('refused');
});

it('is over when Adobe has forgotten the refresh token after 14 days; Nuxeo names no such end', () => {
  const old = { refreshedAt: ago(14 * 24 + 1), expiresAt: ago(300) };
  expect(connectionOf(grant(old), now).state).toBe('refused');
  expect(connectionOf(grant({ ...old, kind: 'nuxeo' }), now)).toMatchObject({
    state: 'connected',
    warning: 'renewal-late',
  });
});
