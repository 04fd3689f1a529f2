import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededBytes, seededDigest } from '../../sandbox/shared/seeded-bytes.ts';

const MIB = 1024 * 1024;
const LENGTH = 3 * MIB + 12_345;

describe('seeded bytes', () => {
  it('gives for any range the slice of the whole', async () => {
    const whole = await buffer(seededBytes('film', 0, LENGTH - 1));
    const position = fc.integer({ min: 0, max: LENGTH - 1 });
    const edge = fc.constantFrom(0, 1, 7, 8, MIB - 1, MIB, MIB + 3, MIB + 8, 2 * MIB, LENGTH - 1);
    const point = fc.oneof(position, edge);
    await fc.assert(
      fc.asyncProperty(point, point, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const range = await buffer(seededBytes('film', start, end));
        expect(range.equals(whole.subarray(start, end + 1))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('gives two blocks that differ, so that swapped parts change the hash', async () => {
    const first = await buffer(seededBytes('film', 0, MIB - 1));
    const second = await buffer(seededBytes('film', MIB, 2 * MIB - 1));

    expect(first.equals(second)).toBe(false);
    expect(sha256(first, second)).not.toBe(sha256(second, first));
  });

  it('gives other bytes for another seed', async () => {
    const one = await buffer(seededBytes('one', 100, 199));
    const other = await buffer(seededBytes('other', 100, 199));
    expect(one.equals(other)).toBe(false);
  });

  it('does not repeat itself inside a block', async () => {
    const block = await buffer(seededBytes('film', 0, MIB - 1));
    const values = new Set(Array.from({ length: block.length / 4 }, (_, i) => block.readUInt32LE(i * 4)));
    expect(values.size).toBeGreaterThan(block.length / 4 - 100);
  });

  it('has the digest of the bytes it serves', async () => {
    const whole = await buffer(seededBytes('film', 0, LENGTH - 1));
    expect(await seededDigest('film', LENGTH, 'sha256')).toBe(sha256(whole));
  });

  it('is empty for a length of 0', async () => {
    expect(await buffer(seededBytes('film', 0, -1))).toHaveLength(0);
    expect(await seededDigest('film', 0, 'md5')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  });

  it('knows bytes beyond 4 GiB', async () => {
    const far = 5 * 1024 ** 3;
    const bytes = await buffer(seededBytes('film', far, far + 7));
    expect(bytes.readBigUInt64LE()).toBe(5120n);
  });
});

function sha256(...parts: Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
