import { describe, expect, it } from 'vitest';
import { createPersonCache } from '../../../server/adapters/nuxeo/person-cache.ts';
import { NuxeoError } from '../../../server/domain/errors.ts';
import type { CallerCredentials, NuxeoPerson } from '../../../server/ports/nuxeo.ts';

function person(username: string, isAdministrator = false): NuxeoPerson {
  return { username, displayName: username, email: undefined, isAdministrator };
}

function setUp({ maxEntries = 100 } = {}) {
  const asked: CallerCredentials[] = [];
  let now = 0;
  let answer: (credentials: CallerCredentials) => Promise<NuxeoPerson> = ({ cookie, authorization }) =>
    Promise.resolve(person(cookie ?? authorization ?? 'nobody'));
  const cache = createPersonCache({
    me: (credentials) => {
      asked.push(credentials);
      return answer(credentials);
    },
    clock: { now: () => new Date(now) },
    key: Buffer.alloc(32, 7),
    maxEntries,
  });
  return {
    cache,
    asked,
    wait: (seconds: number) => (now += seconds * 1000),
    answerWith: (next: typeof answer) => (answer = next),
  };
}

describe('who a caller is', () => {
  it('is asked once a minute', async () => {
    const { cache, asked, wait } = setUp();
    expect(await cache.identify({ cookie: 'ana' })).toMatchObject({ username: 'ana' });
    wait(59.9);
    await cache.identify({ cookie: 'ana' });
    expect(asked).toHaveLength(1);
    wait(0.1);
    await cache.identify({ cookie: 'ana' });
    expect(asked).toHaveLength(2);
  });

  it('is asked once when several want to know at the same time', async () => {
    const { cache, asked } = setUp();
    await Promise.all([1, 2, 3].map(() => cache.identify({ cookie: 'ana' })));
    expect(asked).toHaveLength(1);
  });

  it('depends on all credentials together', async () => {
    const { cache, asked } = setUp();
    await cache.identify({ cookie: 'x' });
    await cache.identify({ authorization: 'x' });
    await cache.identify({ authenticationToken: 'x' });
    await cache.identify({ cookie: 'x', authorization: 'y' });
    await cache.identify({ cookie: 'x', authenticationToken: 'y' });
    expect(asked).toHaveLength(5);
  });

  it('is asked anew where it must be certain, and known from then on', async () => {
    const { cache, asked, answerWith } = setUp();
    await cache.identify({ cookie: 'ana' });
    answerWith(() => Promise.resolve(person('ana', true)));
    expect(await cache.identify({ cookie: 'ana' }, { fresh: true })).toMatchObject({ isAdministrator: true });
    expect(await cache.identify({ cookie: 'ana' })).toMatchObject({ isAdministrator: true });
    expect(asked).toHaveLength(2);
  });

  it('is not decided by an old answer that comes late', async () => {
    const { cache, answerWith } = setUp();
    const late = Promise.withResolvers<NuxeoPerson>();
    answerWith(() => late.promise);
    const first = cache.identify({ cookie: 'ana' });
    answerWith(() => Promise.resolve(person('ana', true)));
    await cache.identify({ cookie: 'ana' }, { fresh: true });
    late.resolve(person('ana', false));
    await first;
    expect(await cache.identify({ cookie: 'ana' })).toMatchObject({ isAdministrator: true });
  });

  it('is not forgotten for an old failure that comes late', async () => {
    const { cache, asked, answerWith } = setUp();
    const late = Promise.withResolvers<NuxeoPerson>();
    answerWith(() => late.promise);
    const first = cache.identify({ cookie: 'ana' });
    answerWith(() => Promise.resolve(person('ana')));
    await cache.identify({ cookie: 'ana' }, { fresh: true });
    late.reject(new NuxeoError('nuxeo-unavailable'));
    await expect(first).rejects.toThrow();
    await cache.identify({ cookie: 'ana' });
    expect(asked).toHaveLength(2);
  });

  it('is asked again after a failure', async () => {
    const { cache, asked, answerWith } = setUp();
    answerWith(() => Promise.reject(new NuxeoError('nuxeo-unavailable')));
    await expect(cache.identify({ cookie: 'ana' })).rejects.toMatchObject({ code: 'nuxeo-unavailable' });
    answerWith(() => Promise.resolve(person('ana')));
    expect(await cache.identify({ cookie: 'ana' })).toMatchObject({ username: 'ana' });
    expect(asked).toHaveLength(2);
  });

  it('is forgotten first for who was asked about longest ago', async () => {
    const { cache, asked } = setUp({ maxEntries: 2 });
    for (const cookie of ['ana', 'ben', 'cleo', 'ben', 'ana']) await cache.identify({ cookie });
    expect(asked.map(({ cookie }) => cookie)).toEqual(['ana', 'ben', 'cleo', 'ana']);
  });
});
