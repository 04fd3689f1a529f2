import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  download,
  expectRefusal,
  mainBlob,
  never,
  readAll,
  sendFile,
  sendParts,
  upload,
  type Scene,
} from './subject.ts';

export function blobFacts(scene: () => Scene): void {
  const withFile = async (length: number, seed = 1) => {
    const { ana, newFile } = scene();
    const { uid } = await newFile();
    return ana.documents.update(uid, { mainFile: await upload(ana, bytesOf(length, seed)) });
  };

  describe('bytes', () => {
    it('are read in ranges, by several at once', async () => {
      const { ana } = scene();
      const document = await withFile(5_000);
      const source = ana.blobs.source(document.uid, mainBlob(document));
      const ranges = [
        { start: 0, end: 0 },
        { start: 17, end: 1_999 },
        { start: 2_000, end: 4_999 },
        { start: 4_999, end: 4_999 },
      ];

      expect(source.length).toBe(5_000);
      const parts = await Promise.all(ranges.map(async (range) => readAll(await source.open(range, never))));
      expect(parts).toEqual(ranges.map(({ start, end }) => bytesOf(5_000).subarray(start, end + 1)));
    });

    it('have another fingerprint as soon as they differ', async () => {
      const { ana } = scene();
      const first = await withFile(800, 1);
      const replaced = await ana.documents.update(first.uid, { mainFile: await upload(ana, bytesOf(800, 2)) });
      const fingerprintOf = (blob: ReturnType<typeof mainBlob>) => ana.blobs.source(first.uid, blob).fingerprint;

      expect(fingerprintOf(mainBlob(first))).toBe(fingerprintOf(mainBlob(await withFile(800, 1))));
      expect(fingerprintOf(mainBlob(replaced))).not.toBe(fingerprintOf(mainBlob(first)));
    });

    it('that were replaced meanwhile are not taken for those that were announced', async () => {
      const { ana } = scene();
      const document = await withFile(800, 1);
      const source = ana.blobs.source(document.uid, mainBlob(document));
      await ana.documents.update(document.uid, { mainFile: await upload(ana, bytesOf(800, 2)) });
      await expectRefusal(source.open({ start: 0, end: 99 }, never), 'source-changed');
    });

    it('of a document that may not be read are forbidden', async () => {
      const { nuxeo, ana } = scene();
      const document = await withFile(100);
      const source = ana.blobs.source(document.uid, mainBlob(document));
      await nuxeo.hide(document.uid);
      await expectRefusal(source.open({ start: 0, end: 99 }, never), 'nuxeo-forbidden');
    });

    it('of a rendition are found by its name', async () => {
      const { nuxeo, ana, workspace } = scene();
      const { uid } = await ana.documents.create(workspace.uid, { type: 'Video', name: 'v', title: 'v' });
      await nuxeo.setRendition(uid, 'MP4 480p', bytesOf(321));

      const rendition = (await ana.documents.get(uid)).renditions.find((blob) => blob.rendition === 'MP4 480p');
      expect(rendition?.length).toBe(321);
      if (rendition) expect(await download(ana, uid, rendition)).toEqual(bytesOf(321));
    });
  });
}

export function uploadFacts(scene: () => Scene): void {
  describe('an upload', () => {
    it('has parts that cover the file', async () => {
      const { ana } = scene();
      const batch = await ana.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: 2_500 });
      expect(ana.uploads.target(batch).parts).toEqual([
        { index: 0, start: 0, end: 999, length: 1_000 },
        { index: 1, start: 1_000, end: 1_999, length: 1_000 },
        { index: 2, start: 2_000, end: 2_499, length: 500 },
      ]);
    });

    it('takes its parts in any order', async () => {
      const { ana, newFile } = scene();
      const bytes = bytesOf(3_100);
      const batch = await ana.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: bytes.length });
      for (const index of [3, 1, 0, 2]) await sendParts(ana, batch, bytes, [index]);

      const { uid } = await newFile();
      const document = await ana.documents.update(uid, { mainFile: await ana.uploads.uploaded(batch) });
      expect(await download(ana, uid, mainBlob(document))).toEqual(bytes);
    });

    it('takes a part again that it has already', async () => {
      const { ana } = scene();
      const bytes = bytesOf(2_100);
      const batch = await sendFile(ana, bytes);
      await sendParts(ana, batch, bytes);
      expect(await ana.uploads.uploaded(batch)).toMatchObject({ length: 2_100 });
    });

    it('takes the only part of a small file again', async () => {
      const { ana } = scene();
      const batch = await sendFile(ana, bytesOf(900));
      await sendParts(ana, batch, bytesOf(900));
      expect(await ana.uploads.uploaded(batch)).toMatchObject({ length: 900 });
    });

    it('goes on after a restart with the parts that are missing', async () => {
      const { ana, newFile } = scene();
      const bytes = bytesOf(2_900);
      const batch = await ana.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: bytes.length });
      await sendParts(ana, batch, bytes, [1]);
      await sendParts(ana, batch, bytes, [0, 1, 2]);

      const { uid } = await newFile();
      const document = await ana.documents.update(uid, { mainFile: await ana.uploads.uploaded(batch) });
      expect(await download(ana, uid, mainBlob(document))).toEqual(bytes);
    });

    it('is lost when parts are missing at its end', async () => {
      const { ana } = scene();
      const batch = await ana.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: 2_900 });
      await expectRefusal(ana.uploads.uploaded(batch), 'batch-lost');
      await sendParts(ana, batch, bytesOf(2_900), [0, 2]);
      await expectRefusal(ana.uploads.uploaded(batch), 'batch-lost');
    });

    it('is lost when the server forgot it', async () => {
      const { nuxeo, ana } = scene();
      const bytes = bytesOf(2_900);
      const batch = await ana.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: bytes.length });
      await sendParts(ana, batch, bytes, [0]);
      await nuxeo.expireBatches();
      await expectRefusal(sendParts(ana, batch, bytes, [1]), 'batch-lost');
      await expectRefusal(ana.uploads.uploaded(batch), 'batch-lost');
    });

    it('is dropped, and dropped again', async () => {
      const { ana } = scene();
      const batch = await sendFile(ana, bytesOf(50));
      await ana.uploads.drop(batch);
      await ana.uploads.drop(batch);
      await expectRefusal(ana.uploads.uploaded(batch), 'batch-lost');
    });

    it('may be of a file without a byte', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const empty = await upload(ana, Buffer.alloc(0), { name: 'empty.txt', mimeType: 'text/plain' });
      expect(mainBlob(await ana.documents.update(uid, { mainFile: empty }))).toMatchObject({ length: 0 });
    });

    it('does not confirm a part that was cut short', async () => {
      const { ana } = scene();
      const batch = await ana.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: 2_000 });
      const target = ana.uploads.target(batch);
      const [part] = target.parts;
      if (!part) throw new Error('a part expected');
      await expect(target.put(part, Readable.from([bytesOf(10)]), never)).rejects.toThrow();
      await expectRefusal(ana.uploads.uploaded(batch), 'batch-lost');
    });
  });
}
