import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../server/adapters/http/http-client.ts';
import { createRateLimiter, type LimitedCall } from '../../../server/adapters/frameio/rate-limiter.ts';
import { rateLimits, type Operation } from '../../../server/adapters/frameio/rate-limits.ts';
import { JobCancelled } from '../../../server/domain/errors.ts';
import { RateLimiter as StandInLimiter } from '../../../sandbox/frameio/rate-limits.ts';
import { DEFAULT_SWITCHES } from '../../../sandbox/frameio/switches.ts';
import { createVirtualTime, type VirtualTime } from '../../support/virtual-time.ts';

function answer(status: number, headers: IncomingHttpHeaders = {}): HttpResponse {
  const body = Readable.from([]);
  return { status, headers, body, json: async () => undefined, text: async () => '' };
}

/** The limiter under test against the vendor's arithmetic, in virtual time. */
function makeWorld(limits: Partial<Record<Operation, { requests: number; windowMs: number }>> = {}) {
  const time = createVirtualTime();
  const newLimiter = (random: () => number) => createRateLimiter({ clock: time.clock, sleep: time.sleep, random });
  const limiter = newLimiter(() => 0);
  const vendor = new StandInLimiter();
  const switches = { ...DEFAULT_SWITCHES, rateLimits: limits };
  const sent: { at: number; status: number; name: string }[] = [];

  const call = (name: string, details: Partial<LimitedCall> & { operation: Operation }, latencyMs = 0, by = limiter) =>
    by.run({ user: 'ana', priority: 'background', signal: undefined, ...details }, async () => {
      if (latencyMs > 0) await time.sleep(latencyMs);
      const { user = 'ana', operation } = details;
      const state = vendor.take(operation, user, switches, time.clock.now().getTime());
      const status = state.allowed ? 200 : 429;
      sent.push({ at: time.elapsed(), status, name });
      return answer(status, {
        'x-ratelimit-limit': String(state.requests),
        'x-ratelimit-remaining': String(state.remaining),
        'x-ratelimit-window': String(state.windowMs),
      });
    });
  return { time, vendor, switches, sent, call, limiter, newLimiter };
}

const many = (count: number, start: (index: number) => Promise<HttpResponse>) =>
  Promise.all(Array.from({ length: count }, (_, index) => start(index)));

const refused = (sent: readonly { status: number }[]) => sent.filter(({ status }) => status === 429);

describe('rate limiter', () => {
  it.each(Object.keys(rateLimits) as Operation[])('never gets a 429 for %s when it is alone', async (operation) => {
    const { time, sent, call } = makeWorld();
    await time.until(many(3 * rateLimits[operation].calls, (index) => call(String(index), { operation })));
    expect(refused(sent)).toEqual([]);
  });

  it('uses nearly all that Frame.io allows', async () => {
    const { time, call } = makeWorld();
    await time.until(many(60, (index) => call(String(index), { operation: 'version_stacks.create' })));
    // Ten a minute: a burst of nine, then one every six seconds.
    expect(time.elapsed()).toBeLessThanOrEqual((60 - 9) * 6_000);
  });

  it('lets a burst go at once', async () => {
    const { time, sent, call } = makeWorld();
    await time.until(many(9, (index) => call(String(index), { operation: 'files.show' })));
    expect(sent.map(({ at }) => at)).toEqual(Array(9).fill(0));
  });

  it('sends calls of people before those of jobs, and each in their order', async () => {
    const { time, sent, call } = makeWorld();
    const operation = 'actions.create';
    const jobs = many(14, (index) => call(`job ${index}`, { operation }));
    await time.pass(1);
    const people = many(2, (index) => call(`person ${index}`, { operation, priority: 'interactive' }));
    await time.until(Promise.all([jobs, people]));
    expect(sent.slice(9).map(({ name }) => name)).toEqual([
      'person 0',
      'person 1',
      ...['job 9', 'job 10', 'job 11', 'job 12', 'job 13'],
    ]);
  });

  it('counts each person and each endpoint apart', async () => {
    const { time, sent, call } = makeWorld();
    await time.until(
      Promise.all([
        many(9, () => call('ana stacks', { operation: 'version_stacks.create' })),
        many(9, () => call('ben stacks', { operation: 'version_stacks.create', user: 'ben' })),
        many(9, () => call('ana actions', { operation: 'actions.create' })),
      ]),
    );
    expect(sent).toHaveLength(27);
    expect(time.elapsed()).toBe(0);
  });

  it('waits instead of failing on a 429, longer each time', async () => {
    const { time, limiter } = makeWorld();
    const statuses = [429, 429, 429, 200];
    const at: number[] = [];
    const response = await time.until(
      limiter.run({ user: 'ana', operation: 'files.show', priority: 'background', signal: undefined }, async () => {
        at.push(time.elapsed());
        return answer(statuses.shift() ?? 200);
      }),
    );
    expect(response.status).toBe(200);
    expect(at).toEqual([0, 1_000, 3_000, 7_000]);
  });

  it('waits as long as Retry-After says', async () => {
    const { time, limiter } = makeWorld();
    const answers = [answer(429, { 'retry-after': '20' }), answer(200)];
    await time.until(
      limiter.run(
        { user: 'ana', operation: 'files.show', priority: 'background', signal: undefined },
        async () => answers.shift() ?? answer(200),
      ),
    );
    expect(time.elapsed()).toBe(20_000);
  });

  it('takes several refusals of calls on their way for one', async () => {
    const { time, limiter } = makeWorld();
    let calls = 0;
    const send = async () => {
      calls += 1;
      const isFirst = calls <= 8;
      await time.sleep(10);
      return answer(isFirst ? 429 : 200);
    };
    const call = { user: 'ana', operation: 'files.show', priority: 'background', signal: undefined } as const;
    await time.until(many(8, () => limiter.run(call, send)));
    expect(time.elapsed()).toBeLessThan(3_000);
  });

  it('gives up after a quarter of an hour of nothing but refusals', async () => {
    const { time, limiter } = makeWorld();
    const call = { user: 'ana', operation: 'files.show', priority: 'background', signal: undefined } as const;
    await expect(time.until(limiter.run(call, async () => answer(429)))).rejects.toMatchObject({
      code: 'frameio-rate-limited',
      retryable: true,
    });
    expect(time.elapsed()).toBeGreaterThan(15 * 60_000);
  });

  it('believes the numbers of the answers over the documented ones', async () => {
    const { time, sent, call } = makeWorld({ 'files.show': { requests: 2, windowMs: 10_000 } });
    await time.until(call('first', { operation: 'files.show' }));
    await time.until(many(10, (index) => call(String(index), { operation: 'files.show' })));
    expect(refused(sent)).toEqual([]);
    expect(time.elapsed()).toBeGreaterThan(40_000);
  });

  it('notices from the answers that somebody else calls for the same person', async () => {
    const { time, vendor, switches, sent, call } = makeWorld();
    const operation = 'version_stacks.create';
    await time.until(call('first', { operation }));
    for (let others = 0; others < 6; others += 1) vendor.take(operation, 'ana', switches, time.clock.now().getTime());
    await time.until(call('second', { operation }));
    await time.until(many(6, (index) => call(String(index), { operation })));
    expect(refused(sent)).toEqual([]);
  });

  it('stays within the limits when calls that left one by one arrive in a bunch', async () => {
    const { time, sent, call } = makeWorld();
    const latencyMs = (index: number) => (index < 10 ? 150 : 0);
    await time.until(many(120, (index) => call(String(index), { operation: 'files.show' }, latencyMs(index))));
    expect(refused(sent)).toEqual([]);
  });

  it('lets go of a call whose job is cancelled while it waits, and serves the others', async () => {
    const { time, sent, call } = makeWorld();
    const operation = 'actions.create';
    const controller = new AbortController();
    await time.until(many(9, () => call('earlier', { operation })));
    const cancelled = call('cancelled', { operation, signal: controller.signal });
    const other = call('other', { operation });
    cancelled.catch(() => undefined);
    await time.pass(10);
    controller.abort(new JobCancelled());
    await expect(cancelled).rejects.toBeInstanceOf(JobCancelled);
    await time.until(other);
    expect(sent.slice(9).map(({ name }) => name)).toEqual(['other']);
  });

  it('lets go of a call whose job is cancelled after a 429', async () => {
    const { time, limiter } = makeWorld();
    const { signal, abort } = aborting(time, 500);
    const call = { user: 'ana', operation: 'files.show', priority: 'background', signal } as const;
    const run = limiter.run(call, async () => answer(429));
    await abort;
    await expect(run).rejects.toBeInstanceOf(JobCancelled);
    expect(time.elapsed()).toBe(500);
  });

  it('does not start a call whose job is over', async () => {
    const { sent, call } = makeWorld();
    const signal = AbortSignal.abort(new JobCancelled());
    await expect(call('late', { operation: 'files.show', signal })).rejects.toBeInstanceOf(JobCancelled);
    expect(sent).toEqual([]);
  });
});

describe('two sidecars with one person', () => {
  it.each(['files.show', 'folders.list', 'comments.index', 'version_stacks.create'] as const)(
    'share what Frame.io allows for %s: no call fails, and fewer than one in six is sent in vain',
    async (operation) => {
      const { time, sent, call, newLimiter } = makeWorld();
      const jitter = (of: number) => [0.2, 0.7, 0.4, 0.9][(of + sent.length) % 4] ?? 0;
      const { calls, windowMs } = rateLimits[operation];
      const runs = [0, 1].map((of) => {
        const limiter = newLimiter(() => jitter(of));
        return many(10 * calls, (index) => call(String(index), { operation }, 40, limiter));
      });
      const answers = (await time.until(Promise.all(runs))).flat();

      expect(answers.map(({ status }) => status)).toEqual(Array(20 * calls).fill(200));
      expect(refused(sent).length).toBeGreaterThan(0); // neither knows of the other but by its refusals
      expect(refused(sent).length).toBeLessThan(sent.length / 6);
      expect(time.elapsed()).toBeLessThan(1.5 * 20 * windowMs);
    },
  );
});

function aborting(time: VirtualTime, afterMs: number): { signal: AbortSignal; abort: Promise<void> } {
  const controller = new AbortController();
  const abort = time.pass(afterMs).then(() => controller.abort(new JobCancelled()));
  return { signal: controller.signal, abort };
}
