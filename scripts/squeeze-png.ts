import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_LENGTH = 8;

/** The same picture in fewer bytes: browsers compress in a hurry. */
export function squeezed(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data));
  const packed = { type: 'IDAT', data: deflateSync(inflateSync(data), { level: 9, memLevel: 9 }) };
  const first = chunks.findIndex(({ type }) => type === 'IDAT');
  const others = chunks.filter(({ type }) => type !== 'IDAT');
  const all = [...others.slice(0, first), packed, ...others.slice(first)];
  return Buffer.concat([png.subarray(0, SIGNATURE_LENGTH), ...all.map(bytesOf)]);
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** Each: length, type, data, checksum. */
function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_LENGTH; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function bytesOf({ type, data }: Chunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
  ends[0].writeUInt32BE(data.length);
  ends[1].writeUInt32BE(crc32(named));
  return Buffer.concat([ends[0], named, ends[1]]);
}
