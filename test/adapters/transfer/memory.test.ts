import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProcess, type RunningProcess } from '../../../sandbox/shared/processes.ts';
import { createTransferEngine } from '../../../server/adapters/transfer/engine.ts';
import { memoryStore, partsOf, sourceAt, targetAt } from './file-servers.ts';

const MIB = 1024 * 1024;
const LENGTH = 320 * MIB;
const script = fileURLToPath(new URL('bulk-servers.ts', import.meta.url));
let servers: RunningProcess;

beforeAll(async () => {
  servers = await startProcess({ name: 'bulk-servers', script, env: { LENGTH: String(LENGTH) } });
});
afterAll(() => servers.stop());

/** Highest growth of buffers and heap while something runs, in MiB. */
async function growthWhile(run: () => Promise<void>): Promise<number> {
  const used = () => {
    const { external, heapUsed } = process.memoryUsage();
    return external + heapUsed;
  };
  const before = used();
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, used() - before)), 5);
  await run().finally(() => clearInterval(timer));
  return most / MIB;
}

it('stays flat while 320 MiB go through', async () => {
  const { from, to } = servers.ready as { from: string; to: string };
  const store = memoryStore();
  const engine = createTransferEngine({ store });
  const options = { transferId: 't1', recorded: [], onProgress: () => undefined, signal: new AbortController().signal };
  const target = targetAt(to, partsOf(LENGTH, 16 * MIB));

  // Eight lanes with a part each in memory would be 128 MiB.
  const growth = await growthWhile(() => engine.copy(sourceAt(from, LENGTH), target, options));
  expect(store.records).toHaveLength(20);
  expect(growth).toBeLessThan(32);
});
