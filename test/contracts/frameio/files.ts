import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { FrameioFile } from '../../../server/ports/frameio.ts';
import { anySignal, fileRef, folderRef, upload, video, type FrameioContractWorld } from './world.ts';

export function fileFacts(world: () => FrameioContractWorld): void {
  describe('files', () => {
    it('finds files of a folder by their exact name, newest first', async () => {
      const { admin, folder, studio } = world();
      const older = await studio.addVideo(folder, video({ name: 'cut.mov' }));
      await studio.addVideo(folder, video({ name: 'Cut.mov' }));
      const newer = await studio.addVideo(folder, video({ name: 'cut.mov' }));
      const found = await admin.files.named(folder, 'cut.mov');
      expect(found.map(({ id }) => id)).toEqual([newer.fileId, older.fileId]);
      expect(await admin.files.named(folder, 'no such.mov')).toEqual([]);
    });

    it('tells who uploaded a file, and when', async () => {
      const { admin, member, memberEmail, folder } = world();
      const { id } = await upload(member, folder, 'cut.mov', randomBytes(10));
      const file = await admin.files.get({ ...world().account, fileId: id });
      expect(file.creator).toMatchObject({ email: memberEmail });
      expect(Math.abs(file.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    });

    it('reads any range, several at once', async () => {
      const { admin, folder } = world();
      const bytes = randomBytes(10_000);
      const source = admin.files.source(await upload(admin, folder, 'cut.mov', bytes));
      const ranges = [
        [0, 0],
        [9_999, 9_999],
        [1_234, 5_678],
        [0, 9_999],
      ] as const;
      const streams = await Promise.all(ranges.map(([start, end]) => source.open({ start, end }, anySignal)));
      const read = await Promise.all(streams.map((stream) => buffer(stream)));
      expect(read.map((part) => part.toString('hex'))).toEqual(
        ranges.map(([start, end]) => bytes.subarray(start, end + 1).toString('hex')),
      );
    });

    it('has another fingerprint for another file', async () => {
      const { admin, folder } = world();
      const bytes = randomBytes(100);
      const first = await upload(admin, folder, 'cut.mov', bytes);
      const second = await upload(admin, folder, 'cut.mov', bytes);
      const fingerprint = (file: FrameioFile) => admin.files.source(file).fingerprint;
      expect(fingerprint(first)).not.toBe(fingerprint(second));
      expect(fingerprint(await admin.files.get(fileRef(first)))).toBe(fingerprint(first));
    });

    it('does not read a file before its bytes are there', async () => {
      const { admin, folder } = world();
      const { file } = await admin.files.beginUpload(folder, 'cut.mov', 100);
      const opened = admin.files.source(file).open({ start: 0, end: 9 }, anySignal);
      await expect(opened).rejects.toMatchObject({ code: 'asset-not-uploaded' });
    });

    it('says when somebody may look but not download', async () => {
      const { viewer, folder, studio } = world();
      const file = await viewer.files.get(await studio.addVideo(folder, video()));
      const opened = viewer.files.source(file).open({ start: 0, end: 9 }, anySignal);
      await expect(opened).rejects.toMatchObject({ code: 'frameio-forbidden' });
    });

    it('says when somebody may look but not change', async () => {
      const { viewer, folder } = world();
      for (const refused of [
        () => viewer.files.beginUpload(folder, 'cut.mov', 10),
        () => viewer.folders.create(folder, 'Sub'),
      ]) {
        await expect(refused()).rejects.toMatchObject({ code: 'frameio-forbidden' });
      }
    });

    it('moves a file to another folder', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      const sub = await admin.folders.create(folder, 'Sub');
      expect(await admin.files.move(file, folderRef(sub))).toMatchObject({ id: file.fileId, parentId: sub.id });
      expect(await admin.files.named(folder, 'cut.mov')).toEqual([]);
    });

    it('deletes a file, and does not mind when it is gone already', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      await admin.files.delete(file);
      await admin.files.delete(file);
      await expect(admin.files.get(file)).rejects.toMatchObject({ code: 'frameio-not-found' });
    });
  });
}
