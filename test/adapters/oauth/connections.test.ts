import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../../sandbox/frameio/seed.ts';
import { startAccountWorld, type AccountWorld } from '../../support/account-world.ts';
import { adminPuts, logIn, setUp } from '../../support/sign-in-steps.ts';

let world: AccountWorld;
beforeAll(async () => {
  world = await startAccountWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.empty();
  await setUp(world);
  const browser = await logIn(world, 'ana');
  const headers = { origin: world.origin };
  const answer = await browser.fetch(`${world.url}/api/account/connect`, { method: 'POST', headers });
  const { url } = (await answer.json()) as { url: string };
  await browser.visit(url, (at) => (at.includes('/ims/authorize') ? `${at}&login=${PEOPLE.ana.email}` : undefined));
});

const many = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, work));
const renewals = (side: 'frameio' | 'nuxeo') => {
  const { calls } = side === 'frameio' ? world.frameio.control : world.nuxeo.world.control;
  const path = side === 'frameio' ? '/ims/token/v3' : '/nuxeo/oauth2/token';
  return calls.filter((call) => call.path === path).length;
};
const frameioControl = (path: string, body: object) =>
  fetch(`${world.frameio.apiUrl}/_control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('Frame.io in a person’s name', () => {
  it('speaks as that person', async () => {
    const frameio = await world.deps.frameio.as('ana');
    expect(await frameio.me()).toMatchObject({ id: PEOPLE.ana.id, email: PEOPLE.ana.email });
  });

  it('goes on with one new token when many calls find the old one refused', async () => {
    const frameio = await world.deps.frameio.as('ana');
    await frameioControl('/expire', { what: 'access-tokens' });
    const before = renewals('frameio');
    expect(new Set((await many(() => frameio.me())).map((one) => one.id))).toEqual(new Set([PEOPLE.ana.id]));
    expect(renewals('frameio') - before).toBe(1);
  });

  it('is nobody’s while the provider is off, and everybody’s again when it is on', async () => {
    await adminPuts(world, { enabled: false });
    const off = world.deps.frameio.as('ana');
    await expect(off).rejects.toMatchObject({ code: 'provider-disabled', needsAttention: true });
    await adminPuts(world);
    expect((await (await world.deps.frameio.as('ana')).me()).id).toBe(PEOPLE.ana.id);
  });

  it('ends when both tokens are refused, and says who has to connect again', async () => {
    const frameio = await world.deps.frameio.as('ana');
    await frameioControl('/expire', { what: 'access-tokens' });
    await frameioControl('/expire', { what: 'refresh-tokens' });
    await expect(frameio.me()).rejects.toMatchObject({ code: 'frameio-token-refused', params: ['ana'] });
    await expect(world.deps.frameio.as('ana')).rejects.toMatchObject({ code: 'frameio-token-refused' });
    await expect(world.deps.frameio.as('ben')).rejects.toMatchObject({ code: 'frameio-not-connected' });
  });
});

describe('Nuxeo in a person’s name', () => {
  it('speaks as that person after the browser is closed', async () => {
    expect((await (await world.deps.nuxeo.as('ana')).me()).username).toBe('ana');
    await expect(world.deps.nuxeo.as('ben')).rejects.toMatchObject({ code: 'nuxeo-grant-missing', params: ['ben'] });
  });

  it('goes on with one new token when many calls find the old one refused, although Nuxeo kills the old pair at once', async () => {
    const nuxeo = await world.deps.nuxeo.as('ana');
    for (const pair of world.nuxeo.world.oauth2.pairs) pair.expiresAt = 0;
    const before = renewals('nuxeo');
    expect(new Set((await many(() => nuxeo.me())).map((one) => one.username))).toEqual(new Set(['ana']));
    expect(renewals('nuxeo') - before).toBe(1);
  });

  it('renews before the hour is over', async () => {
    world.clock.shift(56 * 60_000);
    const before = renewals('nuxeo');
    await (await world.deps.nuxeo.as('ana')).me();
    expect(renewals('nuxeo') - before).toBe(1);
  });
});
