/** Reads bytes of the file, both ends included; fewer when the file ends before. */
export type ByteReader = (start: number, end: number) => Promise<Buffer>;

export interface VideoInfo {
  /** In seconds. */
  duration: number;
  width: number;
  height: number;
  frameRate: number;
  /** Four letters, `avc1`. */
  codec: string;
}

interface Box {
  type: string;
  body: Buffer;
}

const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/** What an MP4 or QuickTime file says about its picture, from its index alone; undefined for anything else. */
export async function readMp4Info(length: number, read: ByteReader): Promise<VideoInfo | undefined> {
  const index = await findIndex(length, read);
  const tracks = index ? boxes(index).filter((box) => box.type === 'trak') : [];
  const picture = tracks.find((track) => handlerOf(track) === 'vide');
  return picture && infoOf(picture);
}

/** The `moov` box, before or behind the media, which are skipped. */
async function findIndex(length: number, read: ByteReader): Promise<Buffer | undefined> {
  let offset = 0;
  while (offset + 8 <= length) {
    const header = await read(offset, offset + 15);
    const { size, headerSize } = boxSize(header, length - offset);
    if (size < headerSize || size > length - offset) return undefined;
    if (header.toString('latin1', 4, 8) === 'moov') {
      return size > MAX_INDEX_BYTES ? undefined : await read(offset + headerSize, offset + size - 1);
    }
    offset += size;
  }
  return undefined;
}

/** 1 means that a 64-bit size follows the type, 0 that the box goes on to the end. */
function boxSize(header: Buffer, rest: number): { size: number; headerSize: number } {
  const size = header.readUInt32BE(0);
  if (size === 1 && header.length >= 16) return { size: Number(header.readBigUInt64BE(8)), headerSize: 16 };
  return { size: size === 0 ? rest : size, headerSize: 8 };
}

function boxes(parent: Buffer): Box[] {
  const found: Box[] = [];
  let offset = 0;
  while (offset + 8 <= parent.length) {
    const rest = parent.subarray(offset);
    const { size, headerSize } = boxSize(rest, rest.length);
    if (size < headerSize || size > rest.length) break;
    found.push({ type: rest.toString('latin1', 4, 8), body: rest.subarray(headerSize, size) });
    offset += size;
  }
  return found;
}

function descend(box: Box, ...path: string[]): Buffer | undefined {
  return path.reduce<Buffer | undefined>(
    (body, type) => body && boxes(body).find((child) => child.type === type)?.body,
    box.body,
  );
}

function handlerOf(track: Box): string | undefined {
  return descend(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12);
}

function infoOf(track: Box): VideoInfo | undefined {
  const header = descend(track, 'tkhd');
  const media = descend(track, 'mdia', 'mdhd');
  const samples = descend(track, 'mdia', 'minf', 'stbl', 'stts');
  if (!header || !media || !samples) return undefined;
  const { timescale, duration } = timing(media);
  const seconds = duration / timescale;
  return {
    duration: round(seconds),
    width: header.readUInt32BE(header.length - 8) / 65_536,
    height: header.readUInt32BE(header.length - 4) / 65_536,
    frameRate: round(sampleCount(samples) / seconds),
    codec: descend(track, 'mdia', 'minf', 'stbl', 'stsd')?.toString('latin1', 12, 16) ?? '',
  };
}

/** Version 1 of the box has 64-bit times. */
function timing(media: Buffer): { timescale: number; duration: number } {
  if (media[0] === 1) return { timescale: media.readUInt32BE(20), duration: Number(media.readBigUInt64BE(24)) };
  return { timescale: media.readUInt32BE(12), duration: media.readUInt32BE(16) };
}

function sampleCount(samples: Buffer): number {
  const entries = samples.readUInt32BE(4);
  let count = 0;
  for (let n = 0; n < entries && 12 + n * 8 <= samples.length; n += 1) count += samples.readUInt32BE(8 + n * 8);
  return count;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
