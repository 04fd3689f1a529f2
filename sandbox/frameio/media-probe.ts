import type { Readable } from 'node:stream';

/** What the pipeline finds out about a file; empty when the bytes tell nothing. */
export interface MediaInfo {
  frameRate?: number;
  durationSeconds?: number;
  frames?: number;
  width?: number;
  height?: number;
  codec?: string;
}

/** Reads a range, both ends inclusive. */
export type ReadRange = (start: number, end: number) => Readable | undefined;

interface Box {
  type: string;
  start: number;
  end: number;
}

const MAX_INDEX_BYTES = 64 * 1024 * 1024;
const CODECS: Record<string, string> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  av01: 'av1',
  apcn: 'prores',
  apch: 'prores',
  apcs: 'prores',
  apco: 'prores',
  ap4h: 'prores',
  mp4v: 'mpeg4',
};

/** Reads the index of an MP4 or QuickTime file, wherever in the file it is. */
export async function probeMedia(read: ReadRange, size: number): Promise<MediaInfo> {
  let position = 0;
  while (position + 16 <= size) {
    const header = await bytes(read, position, position + 15);
    const length = boxLength(header, size - position);
    if (length < 8) return {};
    if (header.toString('latin1', 4, 8) === 'moov') {
      if (length > MAX_INDEX_BYTES) return {};
      return infoOf(await bytes(read, position, position + length - 1));
    }
    position += length;
  }
  return {};
}

function infoOf(moov: Buffer): MediaInfo {
  for (const track of within(moov, { type: 'moov', start: 8, end: moov.length }, 'trak')) {
    const info = videoTrack(moov, track);
    if (info) return info;
  }
  return {};
}

function videoTrack(moov: Buffer, track: Box): MediaInfo | undefined {
  const find = (...path: string[]) => descend(moov, track, path);
  const handler = find('mdia', 'hdlr');
  const entry = find('mdia', 'minf', 'stbl', 'stsd');
  const times = find('mdia', 'minf', 'stbl', 'stts');
  const header = find('mdia', 'mdhd');
  if (!handler || !entry || !times || !header) return undefined;
  if (moov.toString('latin1', handler.start + 8, handler.start + 12) !== 'vide') return undefined;
  return { ...pictureOf(moov, entry), ...timingOf(moov, header, times) };
}

function pictureOf(moov: Buffer, { start }: Box): MediaInfo {
  const format = moov.toString('latin1', start + 12, start + 16);
  return {
    codec: CODECS[format] ?? format.trim(),
    width: moov.readUInt16BE(start + 8 + 32),
    height: moov.readUInt16BE(start + 8 + 34),
  };
}

function timingOf(moov: Buffer, header: Box, times: Box): MediaInfo {
  const wide = moov[header.start] === 1;
  const timescale = moov.readUInt32BE(header.start + (wide ? 20 : 12));
  let frames = 0;
  let units = 0;
  const entries = moov.readUInt32BE(times.start + 4);
  for (let i = 0; i < entries; i += 1) {
    const count = moov.readUInt32BE(times.start + 8 + i * 8);
    frames += count;
    units += count * moov.readUInt32BE(times.start + 12 + i * 8);
  }
  if (units === 0 || timescale === 0) return {};
  const durationSeconds = units / timescale;
  return { frames, durationSeconds: rounded(durationSeconds), frameRate: rounded(frames / durationSeconds) };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

function descend(data: Buffer, from: Box, [next, ...rest]: string[]): Box | undefined {
  if (next === undefined) return from;
  const [child] = within(data, from, next);
  return child && descend(data, child, rest);
}

/** The boxes of a type right inside another; `start` is behind the header. */
function within(data: Buffer, { start, end }: Box, type: string): Box[] {
  const found: Box[] = [];
  let position = start;
  while (position + 8 <= end) {
    const length = boxLength(data.subarray(position), end - position);
    if (length < 8) break;
    if (data.toString('latin1', position + 4, position + 8) === type) {
      found.push({ type, start: position + 8, end: position + length });
    }
    position += length;
  }
  return found;
}

function boxLength(header: Buffer, rest: number): number {
  const length = header.readUInt32BE(0);
  if (length === 1) return header.length >= 16 ? Number(header.readBigUInt64BE(8)) : 0;
  return length === 0 ? rest : length;
}

async function bytes(read: ReadRange, start: number, end: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of read(start, end) ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
