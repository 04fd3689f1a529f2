import { afterAll, beforeAll } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { FakeQueue } from '../support/fake-queue.ts';
import { startJobProcess, type JobProcess } from '../support/job-world.ts';
import { jobQueueContract } from './job-queue.contract.ts';

let database: TestDatabase;
let process: JobProcess;
beforeAll(async () => {
  database = await startTestDatabase();
  process = await startJobProcess(database);
});
afterAll(async () => {
  await process.stop();
  await database.stop();
});

jobQueueContract('on PostgreSQL', async () => {
  await database.empty();
  return process.queue;
});
jobQueueContract('in memory', () => Promise.resolve(new FakeQueue({ now: () => new Date() })));
