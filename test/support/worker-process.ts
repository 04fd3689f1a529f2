import type { PoolConfig } from 'pg';
import { startJobProcess } from './job-world.ts';

// A process of its own that runs jobs until it is killed. Each job remembers what it did and then never ends.
const connection = JSON.parse(String(process.env['TEST_CONNECTION'])) as PoolConfig;
const worker = await startJobProcess({ connection });
await worker.work({
  'push-document': {
    run: async (context) => {
      await context.remember({ partsSent: [0, 1, 2], by: process.pid });
      await new Promise((_resolve, reject) => context.signal.addEventListener('abort', reject));
    },
  },
});
