import { createHash, type Hash } from 'node:crypto';
import { IntegrationError } from '../../domain/errors.ts';
import type { ByteRange, ByteSource } from '../../ports/bytes.ts';
import type { Digests } from '../../ports/digests.ts';

/** Small enough that a connection that breaks costs little, large enough that requests do not count. */
const RANGE = 256 * 1024 * 1024;
const ATTEMPTS = 5;

export function createDigests(): Digests {
  return {
    async of(source, algorithm, signal) {
      let hash = createHash(algorithm);
      for (let start = 0; start < source.length; start += RANGE) {
        const range = { start, end: Math.min(start + RANGE, source.length) - 1 };
        hash = await withRange(hash, source, range, signal);
      }
      return hash.digest('hex');
    },
  };
}

/** A range that broke in the middle is read again from its beginning, on a copy of what was known before it. */
async function withRange(before: Hash, source: ByteSource, range: ByteRange, signal: AbortSignal): Promise<Hash> {
  for (let attempt = 1; ; attempt += 1) {
    const hash = before.copy();
    try {
      for await (const chunk of await source.open(range, signal)) hash.update(chunk as Buffer);
      return hash;
    } catch (error) {
      signal.throwIfAborted();
      const again = error instanceof IntegrationError && error.retryable;
      if (!again || attempt >= ATTEMPTS) throw error;
    }
  }
}
