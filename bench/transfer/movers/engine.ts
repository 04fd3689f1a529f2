import { createHttpClient } from '../../../server/adapters/http/create-http-client.ts';
import { createTransferEngine } from '../../../server/adapters/transfer/engine.ts';
import { openRange, sendStream } from '../../../server/adapters/transfer/http-parts.ts';
import { partsOf, runMover } from './mover.ts';

// Our engine alone: without the queue, the database and the two systems around it.

await runMover(async (job) => {
  const options = { userAgent: 'bench', isAllowed: () => true, maxSockets: 32 };
  const [from, to] = [createHttpClient(options), createHttpClient(options)];
  const engine = createTransferEngine({ store: { record: () => Promise.resolve() }, lanesPerTransfer: job.lanes });
  await engine.copy(
    {
      length: job.size,
      fingerprint: '',
      open: (range, signal) =>
        openRange(from, { url: job.from, operation: 'from', lengthOfWhole: job.size }, range, signal),
    },
    {
      parts: partsOf(job),
      async put(part, body, signal) {
        const request = { method: 'PUT', url: `${job.to}/${part.index}`, operation: 'to' } as const;
        const answer = await sendStream(to, request, body, part.length, signal);
        await answer.text();
        if (answer.status !== 200) throw new Error(`the sink said ${answer.status}`);
      },
    },
    { transferId: 't', recorded: [], onProgress: () => undefined, signal: new AbortController().signal },
  );
});
