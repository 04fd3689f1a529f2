import { Readable } from 'node:stream';
import type { BlobStore } from '../blobs/blob-store.ts';
import { StoredBlob } from '../blobs/stored-blob.ts';
import type { PropertyValue } from '../repository/document.ts';

const FRAMES = 9;

/** Nine drawn cards with their time, where the real server grabs frames. */
export async function storyboard(blobs: BlobStore, durationSeconds: number): Promise<PropertyValue[]> {
  const numbers = Array.from({ length: FRAMES }, (_, n) => n);
  return await Promise.all(
    numbers.map(async (n) => {
      const timecode = Math.round((durationSeconds / FRAMES) * n * 100) / 100;
      return { content: await card(blobs, n, timecode), timecode, comment: `frame ${n + 1}` };
    }),
  );
}

async function card(blobs: BlobStore, n: number, timecode: number): Promise<StoredBlob> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><rect width="160" height="90" fill="#213f7d"/><text x="80" y="50" fill="#fff" font-family="monospace" text-anchor="middle">${timecode.toFixed(2)} s</text></svg>`;
  const received = await blobs.receive(Readable.from([Buffer.from(svg)]), { keep: true, md5: true });
  const { file, length, md5: digest } = received;
  const name = `storyboard-00${n}.svg`;
  return new StoredBlob({
    content: { kind: 'files', files: file ? [{ file, length }] : [] },
    ...{ name, mimeType: 'image/svg+xml', encoding: null, length, digestAlgorithm: 'MD5', digest, crc32: null },
  });
}
