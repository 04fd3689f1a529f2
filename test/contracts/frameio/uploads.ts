import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { JobCancelled } from '../../../server/domain/errors.ts';
import { anySignal, fileRef, put, threeVersions, type FrameioContractWorld } from './world.ts';

export function uploadFacts(world: () => FrameioContractWorld): void {
  describe('uploads', () => {
    it('has every byte after the parts came in any order', async () => {
      const { admin, folder, partSize } = world();
      const bytes = randomBytes(partSize * 2 + 17);
      const { file, target } = await admin.files.beginUpload(folder, 'first cut.mov', bytes.length);
      expect(file).toMatchObject({ name: 'first cut.mov', status: 'created', length: bytes.length });

      const parts = admin.files.uploadTarget(target);
      for (const { index } of parts.parts.toReversed()) await put(parts, index, bytes);

      expect(await admin.files.uploadStatus(fileRef(file))).toEqual({ complete: true, failed: false });
      const source = admin.files.source(await admin.files.get(fileRef(file)));
      expect(source.length).toBe(bytes.length);
      const read = await buffer(await source.open({ start: 0, end: bytes.length - 1 }, anySignal));
      expect(read.equals(bytes)).toBe(true);
    });

    it('gives parts that follow each other and are the whole file', async () => {
      const { admin, folder, partSize } = world();
      const length = partSize * 3 + 1;
      const { target } = await admin.files.beginUpload(folder, 'cut.mov', length);
      let position = 0;
      for (const [index, part] of admin.files.uploadTarget(target).parts.entries()) {
        expect(part).toEqual({ index, start: position, end: position + part.length - 1, length: part.length });
        expect(part.length).toBeLessThanOrEqual(partSize);
        position += part.length;
      }
      expect(position).toBe(length);
    });

    it('is not complete before the last part is there', async () => {
      const { admin, folder, partSize } = world();
      const bytes = randomBytes(partSize + 1);
      const { file, target } = await admin.files.beginUpload(folder, 'cut.mov', bytes.length);
      await put(admin.files.uploadTarget(target), 0, bytes);
      expect(await admin.files.uploadStatus(fileRef(file))).toEqual({ complete: false, failed: false });
      expect(await admin.files.get(fileRef(file))).toMatchObject({ status: 'created' });
    });

    it('goes on after a restart from the opaque target, and takes a part twice', async () => {
      const { admin, folder, partSize } = world();
      const bytes = randomBytes(partSize + 100);
      const { file, target } = await admin.files.beginUpload(folder, 'cut.mov', bytes.length);
      await put(admin.files.uploadTarget(target), 0, bytes);

      const again = world().member.files.uploadTarget(`${target}`);
      await put(again, 0, bytes);
      await put(again, 1, bytes);
      const source = admin.files.source(await admin.files.get(fileRef(file)));
      const read = await buffer(await source.open({ start: 0, end: bytes.length - 1 }, anySignal));
      expect(read.equals(bytes)).toBe(true);
    });

    it('says when the part addresses are too old', async () => {
      const { admin, folder, studio } = world();
      const { target } = await admin.files.beginUpload(folder, 'cut.mov', 100);
      await studio.expireUploads();
      const sent = put(admin.files.uploadTarget(target), 0, randomBytes(100));
      await expect(sent).rejects.toMatchObject({ code: 'upload-expired', retryable: false });
    });

    it('says when the account is full', async () => {
      const { admin, account, folder, studio } = world();
      await studio.limitStorage(account, 1_000);
      const begun = admin.files.beginUpload(folder, 'cut.mov', 2_000_000_000);
      await expect(begun).rejects.toMatchObject({ code: 'frameio-quota-exceeded' });
    });

    it('refuses an empty file', async () => {
      const begun = world().admin.files.beginUpload(world().folder, 'empty.mov', 0);
      await expect(begun).rejects.toMatchObject({ code: 'frameio-refused' });
    });

    it('refuses a new file right in a version stack', async () => {
      const { stack } = await threeVersions(world());
      const begun = world().admin.files.beginUpload({ ...world().account, folderId: stack.stackId }, 'v4.mov', 10);
      await expect(begun).rejects.toMatchObject({ code: 'frameio-refused' });
    });

    it('ends a part with the reason of the signal', async () => {
      const { admin, folder } = world();
      const { target } = await admin.files.beginUpload(folder, 'cut.mov', 100);
      const parts = admin.files.uploadTarget(target);
      const [part] = parts.parts;
      const signal = AbortSignal.abort(new JobCancelled());
      const sent = part && parts.put(part, Readable.from([randomBytes(100)]), signal);
      await expect(sent).rejects.toBeInstanceOf(JobCancelled);
    });
  });
}
