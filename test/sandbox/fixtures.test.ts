import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const MB = 1_000_000;

describe.each([
  { name: 'first-cut.mp4', width: 1280, height: 720, seconds: 20, frames: 500, minBytes: 2 * MB, maxBytes: 4 * MB },
  { name: 'second-cut.mp4', width: 1280, height: 720, seconds: 22.4, frames: 560, minBytes: 2 * MB, maxBytes: 4 * MB },
  { name: 'proxy-480p.mp4', width: 854, height: 480, seconds: 20, frames: 500, minBytes: MB / 2, maxBytes: MB },
])('$name', ({ name, width, height, seconds, frames, minBytes, maxBytes }) => {
  const url = new URL(`../../sandbox/fixtures/${name}`, import.meta.url);
  const file = readFileSync(url);
  const boxes = children(file);
  const moov = content(file, 'moov');
  const [video, audio] = tracks(moov);

  it('is of a size that a checkout can bear', () => {
    expect(statSync(url).size).toBeGreaterThan(minBytes);
    expect(statSync(url).size).toBeLessThan(maxBytes);
  });

  it('is whole, with the index in front of the media', () => {
    const names = boxes.map(({ type }) => type);
    expect(names[0]).toBe('ftyp');
    expect(names.indexOf('moov')).toBeLessThan(names.indexOf('mdat'));
    expect(boxes.at(-1)?.end).toBe(file.length);
  });

  it('has one H.264 track of the right size and number of frames', () => {
    const header = content(video, 'tkhd');
    expect([header.readUInt16BE(76), header.readUInt16BE(80)]).toEqual([width, height]);
    expect(sampleTable(video).includes('avc1')).toBe(true);
    expect(content(sampleTable(video), 'stsz').readUInt32BE(8)).toBe(frames);
  });

  it('has one AAC track', () => {
    expect(sampleTable(audio).includes('mp4a')).toBe(true);
  });

  it('plays at 25 frames a second for the length it says', () => {
    const media = content(content(video, 'mdia'), 'mdhd');
    const length = media.readUInt32BE(16) / media.readUInt32BE(12);
    expect(length).toBeCloseTo(seconds, 2);
    expect(frames / length).toBeCloseTo(25, 2);
  });
});

it('gives two cuts that are different films', () => {
  const [first, second] = ['first-cut.mp4', 'second-cut.mp4'].map((name) =>
    readFileSync(new URL(`../../sandbox/fixtures/${name}`, import.meta.url)),
  );
  expect(first?.includes('first cut')).toBe(true);
  expect(second?.includes('second cut')).toBe(true);
});

interface Box {
  type: string;
  start: number;
  end: number;
}

/** The boxes of an MP4 (ISO 14496-12): length, four letters, content. */
function children(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8) throw new Error(`No box at ${at}`);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at + 8, end: at + size });
    at += size;
  }
  return boxes;
}

function content(bytes: Buffer, type: string): Buffer {
  const box = children(bytes).find((candidate) => candidate.type === type);
  if (!box) throw new Error(`No ${type}`);
  return bytes.subarray(box.start, box.end);
}

function tracks(moov: Buffer): [Buffer, Buffer] {
  const found = children(moov)
    .filter(({ type }) => type === 'trak')
    .map(({ start, end }) => moov.subarray(start, end));
  const [video, audio] = found;
  if (!video || !audio || found.length !== 2) throw new Error('Not one picture and one sound');
  return [video, audio];
}

function sampleTable(track: Buffer): Buffer {
  return content(content(content(track, 'mdia'), 'minf'), 'stbl');
}
