import { expect, it } from 'vitest';
import { listAttention } from '../../server/use-cases/attention.ts';
import { cancelJob, jobOf, maySee, retryJob } from '../../server/use-cases/manage-jobs.ts';
import { useWorlds } from '../support/world.ts';

const worlds = useWorlds();
const one = { code: 'locked-by-other', params: [], person: 'ana', jobId: undefined, title: 'Cut' } as const;

/** A return that waits, since its asset is gone. */
async function startWaiting() {
  const world = await worlds.start();
  const uid = world.addDocument('trailer', 'first cut');
  await world.push(uid);
  world.frameio.remove((await world.fileOf(uid)).fileId);
  const { id } = await world.bringBack(uid);
  return { world, uid, id };
}

it('shows people their own jobs, and administrators all', async () => {
  const { world, id } = await startWaiting();
  const person = (username: string) => world.nuxeo.person(username);
  expect(await jobOf(id, person('ana'), world.deps)).toMatchObject({ id });
  expect(await jobOf(id, person('Administrator'), world.deps)).toMatchObject({ id });
  await expect(jobOf(id, person('ben'), world.deps)).rejects.toMatchObject({ code: 'job-not-found' });
  await expect(jobOf('no-such-job', person('ana'), world.deps)).rejects.toMatchObject({ code: 'job-not-found' });
  expect(maySee({ person: 'ana' }, person('ben'))).toBe(false);
});

it('shows at most two hundred things that wait, and what a folder waits for alone', async () => {
  const { world, id } = await startWaiting();
  const { activity } = world.deps;
  const [own] = await listAttention(world.caller('ana'), {}, world.deps);
  for (let index = 0; index < 220; index += 1)
    await activity.raise({ ...one, documentUid: `document-${index}`, bindingId: 'other' });
  expect(await listAttention(world.caller('Administrator'), {}, world.deps)).toHaveLength(200);
  const filter = { bindingId: String(own?.bindingId) };
  expect(await listAttention(world.caller('ana'), filter, world.deps)).toMatchObject([{ jobId: id }]);
});

it('cancels what waits, and then it needs nobody any more', async () => {
  const { world, uid, id } = await startWaiting();
  await expect(cancelJob(id, world.nuxeo.person('ben'), world.deps)).rejects.toMatchObject({ code: 'job-not-found' });
  await cancelJob(id, world.nuxeo.person('ana'), world.deps);
  await world.drain();
  expect(world.job(id)).toMatchObject({ state: 'cancelled' });
  expect(await world.attention()).toEqual([]);
  expect(await world.activity(uid)).toContain('cancelled');
  expect(world.document(uid).lockedBy).toBe('ana');
});

it('starts what waits again, which needs somebody only if it fails again', async () => {
  const { world, id } = await startWaiting();
  await retryJob(id, world.nuxeo.person('ana'), world.deps);
  expect(await world.attention()).toEqual([]);
  await world.drain();
  expect(await world.attention()).toMatchObject([{ code: 'asset-not-found' }]);
  await expect(retryJob(id, world.nuxeo.person('ben'), world.deps)).rejects.toMatchObject({ code: 'job-not-found' });
});
