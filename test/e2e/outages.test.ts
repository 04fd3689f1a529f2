import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolderTurn } from '../../server/storage/folder-turn.ts';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { until } from '../../sandbox/environment/until.ts';
import { runOn } from './support/actions.ts';
import { arrived, completedJob, jobThat, newestJob } from './support/jobs.ts';
import { useOnePush } from './support/one-push.ts';
import { basic } from './support/raw.ts';
import { refusal } from './support/refusal.ts';
import { makeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const one = useOnePush(world);
const outOfOrder = { type: 'status', status: 503 } as const;

function refused(method: string, path: string, body?: unknown) {
  const { ana, environment } = world();
  return refusal(environment, ana, method, path, body);
}

async function readiness(): Promise<{ status: number; missing: string[] }> {
  const answer = await fetch(`${world().environment.sidecarUrl}/ready`);
  return { status: answer.status, missing: ((await answer.json()) as { missing: string[] }).missing };
}

describe('without its database', () => {
  /** Kills the server, and nobody starts it again before the work is done. */
  async function withoutDatabase<T>(work: () => Promise<T>): Promise<T> {
    const home = join(world().dataFolder, 'postgres');
    return inFolderTurn(home, async () => {
      const [pid] = (await readFile(join(home, 'cluster', 'data', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      return work();
    });
  }

  it('the sidecar says so, and recovers by itself', async () => {
    const { ana, cleoThere, environment, standIns } = world();
    const file = await makeFile(standIns);
    const process = environment.sidecar().pid;
    await withoutDatabase(async () => {
      const gone = { status: 503, code: 'database-unavailable' };
      await until('its sessions to end', async () => (await readiness()).missing.includes('database'));
      expect(await refused('GET', '/account')).toMatchObject(gone);
      expect(await refused('GET', '/jobs')).toMatchObject(gone);
      expect(await refused('POST', '/push', { documents: [one.document().uid], target: TARGET })).toMatchObject(gone);
      expect(await runOn(cleoThere, [{ type: 'file', id: file.id }])).toMatchObject({ status: 503, shows: 'error' });
      expect(await readiness()).toEqual({ status: 503, missing: ['database'] });
      expect((await fetch(`${environment.sidecarUrl}/health`)).status).toBe(200);
    });

    await until('it to be ready again', async () => (await readiness()).status === 200);
    expect(environment.sidecar().pid).toBe(process);
    expect(await ana.api('GET', '/account')).toMatchObject({ ready: true });
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    expect(await arrived(world(), file)).toHaveLength(1);
  });

  it('a transfer that is under way is not lost', async () => {
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await withoutDatabase(() => until('somebody to notice', async () => (await readiness()).status === 503));
    await until('it to be ready again', async () => (await readiness()).status === 200);
    await world().standIns.restore();
    await completedJob(world().ana, id);
    await one.isThere();
  });
});

describe('with a Nuxeo', () => {
  it.each([
    ['is not there', { type: 'reset' }],
    ['answers nothing but 503', outOfOrder],
  ] as const)(
    'that %s nobody can ask, actions are accepted, and everything goes on when it is back',
    async (_how, action) => {
      const { administrator, ana, cleoThere, standIns } = world();
      const [file, document] = [await makeFile(standIns), one.document()];
      await one.slowly();
      const id = await one.start();
      await one.underWay(id);
      await standIns.fault('nuxeo', { path: '^/nuxeo/', times: 100_000, action });
      const asked = await fetch(`${world().environment.sidecarUrl}/api/account`, { headers: basic('ana') });
      expect(asked.status).toBe(503);
      expect(await asked.json()).toMatchObject({ error: { code: 'nuxeo-unavailable' } });
      expect(await refused('POST', '/push', { documents: [document.uid], target: TARGET })).toMatchObject({
        status: 503,
        code: 'nuxeo-unavailable',
      });
      expect(await readiness()).toEqual({ status: 503, missing: ['nuxeo'] });
      expect((await runOn(cleoThere, [{ type: 'file', id: file.id }])).answer).toMatchObject({ title: 'Success' });

      await standIns.restore();
      await completedJob(ana, id);
      await one.isThere();
      await until('the file to be on its way', () => newestJob(administrator, ({ title }) => title === file.name));
      expect(await arrived(world(), file)).toHaveLength(1);
    },
  );
});

describe('without Frame.io', () => {
  it('people are told, and what runs goes on by itself when it is back', async () => {
    const { administrator, ana, cleoThere, standIns } = world();
    const file = await makeFile(standIns);
    await standIns.fault('frameio', { method: 'POST', path: '/local_upload', action: outOfOrder });
    const id = await one.start();
    await jobThat(
      'is put off',
      ana,
      id,
      ({ state, failure }) => state === 'retry' && failure?.code === 'frameio-unavailable',
    );
    await standIns.fault('frameio', { path: '^/v4/', times: 100_000, action: outOfOrder });
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    const other = await newestJob(administrator, ({ kind }) => kind === 'publish-resource');
    await jobThat('is put off', administrator, other.id, ({ state }) => state === 'retry');
    expect(await refused('GET', '/frameio/accounts')).toMatchObject({ status: 503, code: 'frameio-unavailable' });

    await standIns.clearFaults('frameio');
    await completedJob(ana, id); // Frame.io asks for half a minute of peace after such an answer
    await completedJob(administrator, other.id);
    await one.isThere();
    expect(await arrived(world(), file)).toHaveLength(1);
  });
});

lookAtTheWholeRun(world);
