import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job } from '../../server/domain/job.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/storage/embedded-postgres.ts';
import { openDatabase } from '../../server/storage/postgres.ts';
import { createGate, startJobProcess, type JobProcess } from '../support/job-world.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;
let server: EmbeddedPostgres;
let sidecar: JobProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuxeo-frameio-death-'));
  await chmod(folder, 0o755);
  server = await startEmbeddedPostgres({ dataFolder: folder, log });
  await (await openDatabase({ connection: server.connection, log })).close();
  sidecar = await startJobProcess(server);
});
afterAll(async () => {
  await sidecar.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function killDatabase(): Promise<void> {
  const lockFile = join(folder, 'postgres', 'cluster', 'data', 'postmaster.pid');
  process.kill(Number((await readFile(lockFile, 'utf8')).split('\n')[0]), 'SIGKILL');
}

it('a database that is killed under a running job comes back, and the job, the watch and the queue go on', async () => {
  const began = createGate();
  const killed = createGate();
  const steps: number[] = [];
  await sidecar.work({
    'push-document': {
      run: async (context) => {
        if (context.memory()['sent'] === undefined) {
          steps.push(1);
          await context.remember({ sent: true });
          began.open();
          await killed.opened;
        }
        steps.push(2);
        await context.remember({ stacked: true });
      },
    },
  });
  const seen: Job[] = [];
  const unwatch = sidecar.queue.watch((job) => seen.push(job));
  const push = { kind: 'push-document', person: 'alice', title: 'Trailer', payload: {} } as const;
  const { id } = await sidecar.queue.enqueue(push);
  await began.opened;

  await killDatabase();
  killed.open();

  const isDone = async () => (await sidecar.queue.get(id).catch(() => undefined))?.state === 'completed';
  const deadline = Date.now() + 25_000;
  while (!(await isDone()) && Date.now() < deadline) await delay(100);
  expect(await sidecar.queue.get(id)).toMatchObject({ state: 'completed', memory: { sent: true, stacked: true } });
  expect(steps.filter((step) => step === 1)).toHaveLength(1);

  const next = await sidecar.queue.enqueue(push);
  await sidecar.until(next.id, 'completed', 10_000);
  while (!seen.some((job) => job.id === next.id && job.state === 'completed')) await delay(50);
  unwatch();
}, 60_000);
