import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, forgetMail, mailAbout } from '../../sandbox/demo/watching.ts';
import { Person } from '../../sandbox/environment/person.ts';
import { until } from '../../sandbox/environment/until.ts';
import { runOn } from './support/actions.ts';
import { arrived, completedJob, waitingJob } from './support/jobs.ts';
import { connected, listen, type JobStream } from './support/job-stream.ts';
import { SLOW_PARTS, useOnePush } from './support/one-push.ts';
import { requireSentences } from './support/refusal.ts';
import { makeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const one = useOnePush(world);
/** Parts that travel or are being confirmed at once: eight lanes, and half as many again. */
const UNDER_WAY = 12;

describe('without a mail server', () => {
  it.each(['connection', 'temporary', 'permanent'] as const)('the work is done and says so: %s', async (refuse) => {
    const { ana, environment, standIns } = world();
    await standIns.mail(refuse);
    await completedJob(ana, await one.start());
    await one.isThere();
    const path = `/activity?document=${one.document().uid}`;
    const entry = (language: string) =>
      until('the timeline to mention it', async () => {
        const url = `${environment.sidecarUrl}/api${path}`;
        const answer = await ana.browser.request('GET', url, { headers: { 'accept-language': language } });
        const { activities } = (await answer.json()) as {
          activities: { kind: string; failure: { code: string; message: string } | null }[];
        };
        return activities.find(({ kind }) => kind === 'mail-failed')?.failure ?? undefined;
      });
    const [english, french] = [await entry('en'), await entry('fr')];
    expect(english.code).toBe('mail-unavailable');
    requireSentences(english.message, french.message, english.code);

    await standIns.mail('none');
    if (refuse !== 'permanent') await mailAbout(environment, 'ana@northlight.example', one.document().title);
    await forgetMail(environment);
  });
});

describe('a sidecar that is restarted', () => {
  let streams: JobStream[] = [];
  afterEach(async () => {
    await Promise.all(streams.map((stream) => stream.close()));
    streams = [];
  });

  it('goes on where it stopped, and tells who listens', async () => {
    const { ana, ben, environment, standIns } = world();
    const otherWindow = await Person.login(environment.publicUrl, 'ana');
    streams = [ana, otherWindow, ben].map((person) => listen(person, environment.sidecarUrl));
    const [first, second, foreign] = streams as [JobStream, JobStream, JobStream];
    for (const stream of streams) await connected(stream);
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await environment.restartSidecar();
    const job = await completedJob(ana, id);

    expect(job.failure).toBeNull();
    await one.isThere();
    const fileId = String((await documentOf(ana, one.document().uid)).properties['frameioasset:fileId']);
    const parts = (await standIns.calls('frameio', new RegExp(`^/parts/${fileId}/`))).filter(
      ({ status }) => status === 200,
    );
    expect(parts.length).toBeLessThanOrEqual(SLOW_PARTS + UNDER_WAY); // those on their way when it stopped came twice
    for (const stream of [first, second]) {
      await until('the end to be told', () =>
        Promise.resolve(stream.seen.some((one) => one.id === id && one.state === 'completed')),
      );
      const progress = stream.seen.filter((one) => one.id === id).map((one) => one.bytesDone);
      expect(progress.filter((bytes) => bytes > 0 && bytes < 6_000_000).length).toBeGreaterThan(0);
      expect(stream.connections()).toBeGreaterThan(1);
    }
    expect(foreign.seen.filter((one) => one.id === id)).toEqual([]);
  });

  it('finds what waits for a person still waiting', async () => {
    const { ana, environment, standIns } = world();
    for (const what of ['access-tokens', 'refresh-tokens'])
      await standIns.control('nuxeo', 'POST', 'expire', { what, user: 'ana' });
    const id = await one.start();
    await waitingJob(ana, id, 'nuxeo-grant-refused');
    await environment.restartSidecar();
    await waitingJob(ana, id, 'nuxeo-grant-refused');
    await ana.connect('ana@northlight.example');
    await completedJob(ana, id);
    await one.isThere();
  });

  it('answers a click that was delivered before it stopped as it did then', async () => {
    const { cleoThere, environment, standIns } = world();
    const file = await makeFile(standIns);
    const before = await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    await environment.restartSidecar();
    const after = await runOn(cleoThere, [{ type: 'file', id: file.id }], { interactionId: before.interactionId });
    expect(after.answer).toEqual(before.answer);
    expect(await arrived(world(), file)).toHaveLength(1);
  });
});

lookAtTheWholeRun(world);
