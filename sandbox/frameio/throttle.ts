import { setTimeout as sleep } from 'node:timers/promises';

/** Lets bytes pass at a steady rate; 0 is no limit. */
export async function* throttled(chunks: AsyncIterable<Buffer>, bytesPerSecond: number): AsyncGenerator<Buffer> {
  const start = performance.now();
  let passed = 0;
  for await (const chunk of chunks) {
    passed += chunk.length;
    const due = bytesPerSecond > 0 ? start + (passed / bytesPerSecond) * 1000 : 0;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    yield chunk;
  }
}
