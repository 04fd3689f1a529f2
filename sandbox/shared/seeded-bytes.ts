import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

const BLOCK = 1024 * 1024;

/**
 * The bytes of a large file that is never stored: a pure function of seed and
 * position, so that any range can be served and any hash checked again.
 *
 * Every 1 MiB block is the same pseudo-random block with its own number in the
 * first 8 bytes: two blocks that change places change the hash.
 *
 * @param start - First byte, zero-based.
 * @param end - Last byte, inclusive, as in an HTTP range.
 */
export function seededBytes(seed: string, start: number, end: number): Readable {
  const block = pseudoRandomBlock(seed);
  let position = start;
  return new Readable({
    highWaterMark: 256 * 1024,
    read() {
      if (position > end) {
        this.push(null);
        return;
      }
      const index = Math.floor(position / BLOCK);
      const offset = position % BLOCK;
      const length = Math.min(256 * 1024, BLOCK - offset, end - position + 1);
      position += length;
      this.push(slice(block, index, offset, length));
    },
  });
}

/** Hex digest of the whole seeded file of `length` bytes, without storing it. */
export async function seededDigest(seed: string, length: number, algorithm: 'md5' | 'sha256'): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of seededBytes(seed, 0, length - 1)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function pseudoRandomBlock(seed: string): Buffer {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0) || 1;
  const block = Buffer.allocUnsafe(BLOCK);
  for (let i = 0; i < BLOCK; i += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    block.writeInt32LE(state | 0, i);
  }
  return block;
}

function slice(block: Buffer, index: number, offset: number, length: number): Buffer {
  if (offset >= 8) return block.subarray(offset, offset + length);
  const copy = Buffer.from(block.subarray(offset, offset + length));
  const label = Buffer.alloc(8);
  label.writeBigUInt64LE(BigInt(index));
  label.copy(copy, 0, offset);
  return copy;
}
