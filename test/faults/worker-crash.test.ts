import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject, NewJob } from '../../server/domain/job.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { startJobProcess, type JobProcess } from '../support/job-world.ts';

const program = fileURLToPath(new URL('../support/worker-process.ts', import.meta.url));
let database: TestDatabase;
let survivor: JobProcess;
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.empty();
  survivor = await startJobProcess(database);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  await survivor.stop();
});

function startWorkerProcess(): ChildProcess {
  const env = { ...process.env, TEST_CONNECTION: JSON.stringify(database.connection) };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const push: NewJob = { kind: 'push-document', person: 'alice', title: 'Trailer', payload: {}, exclusive: 'document:1' };

async function killInTheMiddle(): Promise<string> {
  const child = startWorkerProcess();
  const { id } = await survivor.queue.enqueue(push);
  while ((await survivor.queue.get(id))?.memory['by'] !== child.pid) await delay(20);
  await kill(child);
  return id;
}

describe('a worker killed in the middle of a job', () => {
  it('is replaced by another process, which goes on from what was remembered', async () => {
    const id = await killInTheMiddle();
    const killedAt = Date.now();
    const memories: JsonObject[] = [];
    await survivor.work({ 'push-document': { run: async (context) => void memories.push(context.memory()) } });
    const job = await survivor.until(id, 'completed', 20_000);
    expect(Date.now() - killedAt).toBeLessThan(14_000);
    expect(memories).toMatchObject([{ partsSent: [0, 1, 2] }]);
    expect(job.attempt).toBe(2);
  });

  it('resumes at once when it was the only one', async () => {
    const id = await killInTheMiddle();
    const killedAt = Date.now();
    await survivor.work({}, { soleOwner: true });
    await survivor.until(id, 'completed', 20_000);
    expect(Date.now() - killedAt).toBeLessThan(3_000);
  });

  it('does not lose a cancel: the survivor takes back what the dead one did', async () => {
    const id = await killInTheMiddle();
    await survivor.queue.cancel(id);
    const undone: JsonObject[] = [];
    await survivor.work(
      {
        'push-document': {
          run: () => Promise.reject(new Error('must not run')),
          undo: async (context) => void undone.push(context.memory()),
        },
      },
      { soleOwner: true },
    );
    await survivor.until(id, 'cancelled', 20_000);
    expect(undone).toMatchObject([{ partsSent: [0, 1, 2] }]);
  });
});

describe('a job that kills whoever runs it', () => {
  it('is ended after some deaths, so that the others go on', async () => {
    const { id } = await survivor.queue.enqueue({ ...push, kind: 'publish-asset' });
    for (let deaths = 0; deaths < 6; deaths += 1) {
      await survivor.store.change(id, (job) => ({
        set: { state: 'active', deaths: job.deaths + 1, attempt: job.attempt + 1 },
      }));
    }
    const ran: string[] = [];
    await survivor.work({ 'publish-asset': { run: async () => void ran.push('again') } }, { soleOwner: true });
    const job = await survivor.until(id, 'failed');
    expect(job.failure).toEqual({ code: 'internal', params: [] });
    expect(ran).toEqual([]);
  });
});
