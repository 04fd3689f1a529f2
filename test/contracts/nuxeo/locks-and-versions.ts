import { describe, expect, it } from 'vitest';
import { bytesOf, download, expectRefusal, mainBlob, upload, type Scene } from './subject.ts';

export function lockFacts(scene: () => Scene): void {
  describe('a lock', () => {
    it('shows its owner on the document', async () => {
      const { ana, cleo, newFile } = scene();
      const { uid } = await newFile();
      const lock = await ana.locks.take(uid);
      expect(lock.owner).toBe('ana');
      expect((await cleo.documents.get(uid)).lock).toEqual(lock);
    });

    it('stays the same when its owner takes it again', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const lock = await ana.locks.take(uid);
      expect(await ana.locks.take(uid)).toEqual(lock);
    });

    it('of somebody else is not taken, by administrators neither', async () => {
      const { ana, ben, admin, newFile } = scene();
      const { uid } = await newFile();
      await ben.locks.take(uid);
      await expectRefusal(ana.locks.take(uid), 'locked-by-other', 'ben');
      await expectRefusal(admin.locks.take(uid), 'locked-by-other', 'ben');
      expect((await ana.documents.get(uid)).lock?.owner).toBe('ben');
    });

    it('is refused to people who may only read', async () => {
      const { cleo, newFile } = scene();
      const { uid } = await newFile();
      await expectRefusal(cleo.locks.take(uid), 'nuxeo-forbidden');
    });

    it('takes the right to write from everybody but its owner', async () => {
      const { ana, ben, newFile } = scene();
      const { uid } = await newFile();
      await ana.locks.take(uid);
      expect((await ben.documents.get(uid)).permissions).not.toContain('WriteProperties');
      expect((await ana.documents.get(uid)).permissions).toContain('WriteProperties');
    });

    it('is named when it stops a write', async () => {
      const { ana, ben, newFile } = scene();
      const { uid } = await newFile();
      await ana.locks.take(uid);
      await expectRefusal(ben.documents.update(uid, { properties: { 'dc:source': 'x' } }), 'locked-by-other', 'ana');
      await expectRefusal(ben.documents.addFacet(uid, 'FrameioAsset'), 'locked-by-other', 'ana');
      await expectRefusal(ben.versions.create(uid, 'minor'), 'locked-by-other', 'ana');
    });

    it('does not stop administrators from writing', async () => {
      const { ana, admin, newFile } = scene();
      const { uid } = await newFile();
      await ana.locks.take(uid);
      const updated = await admin.documents.update(uid, { properties: { 'dc:source': 'x' } });
      expect(updated).toMatchObject({ lock: { owner: 'ana' }, properties: { 'dc:source': 'x' } });
    });

    it('is released by its owner', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.locks.take(uid);
      await ana.locks.release(uid);
      await ana.locks.release(uid);
      expect((await ana.documents.get(uid)).lock).toBeUndefined();
    });

    it('of somebody else is released by administrators only', async () => {
      const { ana, ben, admin, newFile } = scene();
      const { uid } = await newFile();
      await ana.locks.take(uid);
      await expectRefusal(ben.locks.release(uid), 'locked-by-other', 'ana');
      await admin.locks.release(uid);
      expect((await ana.documents.get(uid)).lock).toBeUndefined();
    });
  });
}

export function versionFacts(scene: () => Scene): void {
  describe('versions', () => {
    it('are listed oldest first', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.versions.create(uid, 'minor');
      await ana.documents.update(uid, { properties: { 'dc:source': 'x' }, version: 'minor' });
      await ana.documents.update(uid, { properties: { 'dc:source': 'y' }, version: 'major' });

      const versions = await ana.versions.list(uid);
      expect(versions.map(({ label }) => label)).toEqual(['0.1', '0.2', '1.0']);
      expect(versions.every(({ createdAt }) => Math.abs(Date.now() - createdAt.getTime()) < 60_000)).toBe(true);
    });

    it('are not made twice of the same state', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.versions.create(uid, 'minor');
      await ana.versions.create(uid, 'minor');
      expect((await ana.versions.list(uid)).map(({ label }) => label)).toEqual(['0.1']);
      expect(await ana.documents.get(uid)).toMatchObject({ isCheckedOut: false, versionLabel: '0.1' });
    });

    it('keep the bytes they were made with', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.documents.update(uid, { mainFile: await upload(ana, bytesOf(700, 1)), version: 'minor' });
      await ana.documents.update(uid, { mainFile: await upload(ana, bytesOf(700, 2)), version: 'minor' });

      const [first, second] = await ana.documents.getMany((await ana.versions.list(uid)).map((version) => version.uid));
      if (!first || !second) throw new Error('two versions expected');
      expect(await download(ana, first.uid, mainBlob(first))).toEqual(bytesOf(700, 1));
      expect(await download(ana, second.uid, mainBlob(second))).toEqual(bytesOf(700, 2));
    });

    it('are not locked with their document', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.locks.take(uid);
      await ana.versions.create(uid, 'minor');
      const [version] = await ana.versions.list(uid);
      expect(await ana.documents.get(version?.uid ?? '')).toMatchObject({ isVersion: true, lock: undefined });
    });
  });
}
