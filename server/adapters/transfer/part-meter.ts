import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

export interface PartMeter {
  length(): number;
  crc32(): number;
}

/**
 * Looks at the bytes as a consumer takes them, without a copy and without a
 * stream in between. The stream stays paused until the consumer starts it:
 * a listener alone would make it flow, and bytes would be lost.
 */
export function meter(body: Readable, onBytes: (count: number) => void): PartMeter {
  let length = 0;
  let checksum = 0;
  body.pause();
  body.on('data', (chunk: Uint8Array) => {
    length += chunk.length;
    checksum = crc32(chunk, checksum);
    onBytes(chunk.length);
  });
  return { length: () => length, crc32: () => checksum };
}
