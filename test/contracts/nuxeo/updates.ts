import { describe, expect, it } from 'vitest';
import type { DocumentBlob } from '../../../server/ports/nuxeo.ts';
import { bytesOf, download, expectRefusal, mainBlob, sendFile, upload, type Scene } from './subject.ts';

export function updateFacts(scene: () => Scene): void {
  describe('properties', () => {
    it('change where they are given and stay where they are not', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile('cut');
      await ana.documents.update(uid, { properties: { 'dc:description': 'one', 'dc:source': 'two' } });
      const updated = await ana.documents.update(uid, { properties: { 'dc:source': null } });

      expect(updated.properties).toMatchObject({ 'dc:title': 'cut', 'dc:description': 'one' });
      expect(updated.properties).not.toHaveProperty('dc:source');
    });

    it('of a facet that is not there are ignored', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const updated = await ana.documents.update(uid, { properties: { 'frameioasset:fileId': 'f1' } });
      expect(updated.properties).not.toHaveProperty('frameioasset:fileId');
    });

    it('come with their facet and go with it', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.documents.addFacet(uid, 'FrameioAsset', { 'frameioasset:fileId': 'f1', 'frameioasset:size': 12 });
      expect(await ana.documents.get(uid)).toMatchObject({
        facets: expect.arrayContaining(['FrameioAsset']) as unknown,
        properties: { 'frameioasset:fileId': 'f1', 'frameioasset:size': 12 },
      });

      await ana.documents.removeFacet(uid, 'FrameioAsset');
      await ana.documents.removeFacet(uid, 'FrameioAsset');
      const without = await ana.documents.get(uid);
      expect(without.facets).not.toContain('FrameioAsset');
      expect(without.properties).not.toHaveProperty('frameioasset:fileId');
    });

    it('that no schema has are ignored', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.documents.addFacet(uid, 'FrameioAsset', { 'frameioasset:nonsense': 'x' });
      expect((await ana.documents.get(uid)).properties).not.toHaveProperty('frameioasset:nonsense');
    });

    it('may be lists of complex values', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const comments = [
        { id: 'c1', author: 'Guest', text: 'ä 🎬', timecode: '00:00:01:00', frame: 24, completed: true },
      ];
      await ana.documents.addFacet(uid, 'FrameioReview', { 'frameioreview:comments': comments });
      expect((await ana.documents.get(uid)).properties['frameioreview:comments']).toEqual(comments);
    });

    it('cannot be written by people who may only read', async () => {
      const { cleo, newFile } = scene();
      const { uid } = await newFile();
      await expectRefusal(cleo.documents.update(uid, { properties: { 'dc:source': 'x' } }), 'nuxeo-forbidden');
    });

    it('need a facet that is installed', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await expectRefusal(ana.documents.addFacet(uid, 'NobodyBroughtIt'), 'nuxeo-refused');
    });
  });

  describe('a version', () => {
    it('is not made unless it is asked for', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const updated = await ana.documents.update(uid, { properties: { 'dc:source': 'x' } });
      expect(updated).toMatchObject({ isCheckedOut: true, versionLabel: undefined });
      expect(await ana.versions.list(uid)).toEqual([]);
    });

    it('is made with the update, and the live document is the answer', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const change = { properties: { 'dc:source': 'x' }, version: 'minor', comment: 'from “Frame.io”\n✓' } as const;
      const updated = await ana.documents.update(uid, change);

      expect(updated).toMatchObject({ uid, isVersion: false, isCheckedOut: false, versionLabel: '0.1' });
      const [version] = await ana.versions.list(uid);
      expect(await ana.documents.get(version?.uid ?? '')).toMatchObject({
        isVersion: true,
        versionLabel: '0.1',
        properties: { 'dc:source': 'x' },
      });
    });

    it('keeps what somebody else had left without one', async () => {
      const { ana, ben, newFile } = scene();
      const { uid } = await newFile('of ana');
      await ben.documents.update(uid, { properties: { 'dc:title': 'of ben' }, version: 'minor' });

      const versions = await ana.versions.list(uid);
      expect(versions.map(({ label }) => label)).toEqual(['0.1', '0.2']);
      const titles = await ana.documents.getMany(versions.map((version) => version.uid));
      expect(titles.map(({ title }) => title)).toEqual(['of ana', 'of ben']);
    });

    it('is left behind as soon as something changes', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.versions.create(uid, 'major');
      const updated = await ana.documents.update(uid, { properties: { 'dc:source': 'x' } });
      expect(updated).toMatchObject({ isCheckedOut: true, versionLabel: '1.0+' });
    });

    it('is not left behind by an update that changes nothing', async () => {
      const { ana, newFile } = scene();
      const { uid, title } = await newFile();
      await ana.versions.create(uid, 'major');
      const updated = await ana.documents.update(uid, { properties: { 'dc:title': title } });
      expect(updated).toMatchObject({ isCheckedOut: false, versionLabel: '1.0' });
    });

    it('may be left to the policies of the server by naming a source', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const updated = await ana.documents.update(uid, { properties: { 'dc:source': 'x' }, source: 'frameio' });
      expect(updated).toMatchObject({ uid, isVersion: false, properties: { 'dc:source': 'x' } });
    });
  });

  describe('files', () => {
    it('become the main file', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const bytes = bytesOf(2_500);
      const file = { name: 'ein süßer + schöner Schnitt.mp4', mimeType: 'video/mp4' };
      const updated = await ana.documents.update(uid, { mainFile: await upload(ana, bytes, file) });

      expect(mainBlob(updated)).toMatchObject({ ...file, xpath: 'file:content', rendition: undefined, length: 2_500 });
      expect(await download(ana, uid, mainBlob(updated))).toEqual(bytes);
    });

    it('and properties go into one version together', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const mainFile = await upload(ana, bytesOf(1_200));
      await ana.documents.update(uid, { mainFile, properties: { 'dc:source': 'both' }, version: 'major' });

      const versions = await ana.versions.list(uid);
      expect(versions.map(({ label }) => label)).toEqual(['1.0']);
      const version = await ana.documents.get(versions[0]?.uid ?? '');
      expect(version).toMatchObject({ properties: { 'dc:source': 'both' }, mainBlob: { length: 1_200 } });
    });

    it('that are attached stand beside those that were there', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      for (const [index, bytes] of [bytesOf(300, 1), bytesOf(1_100, 2), bytesOf(40, 3)].entries()) {
        await ana.documents.update(uid, { attachment: await upload(ana, bytes, { name: `attachment-${index}` }) });
      }

      const at = (index: number, length: number) => {
        const place = { xpath: `files:files/${index}/file`, rendition: undefined, digest: undefined };
        return { ...place, name: `attachment-${index}`, mimeType: 'video/mp4', length };
      };
      expect(await ana.documents.get(uid)).toMatchObject({ mainBlob: undefined });
      expect(await download(ana, uid, at(0, 300))).toEqual(bytesOf(300, 1));
      expect(await download(ana, uid, at(1, 1_100))).toEqual(bytesOf(1_100, 2));
      expect(await download(ana, uid, at(2, 40))).toEqual(bytesOf(40, 3));
    });

    it('of a review record are read back as they were written', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      await ana.documents.addFacet(uid, 'FrameioReview');
      const json = JSON.stringify({ comments: [{ text: 'Zeile\n🎬 “so”' }] });
      const record = { property: 'frameioreview:record', fileName: 'record.json', json };
      const updated = await ana.documents.update(uid, { record, properties: { 'frameioreview:decision': 'approved' } });

      const blob = updated.properties['frameioreview:record'];
      expect(blob).toMatchObject({ name: 'record.json', mimeType: 'application/json', xpath: 'frameioreview:record' });
      expect((await download(ana, uid, blob as DocumentBlob)).toString('utf8')).toBe(json);
    });

    it('whose batch is lost change nothing', async () => {
      const { nuxeo, ana, newFile } = scene();
      const { uid } = await newFile();
      const mainFile = await upload(ana, bytesOf(100));
      await nuxeo.expireBatches();

      const change = { mainFile, properties: { 'dc:source': 'x' }, version: 'minor' } as const;
      await expectRefusal(ana.documents.update(uid, change), 'batch-lost');
      const untouched = await ana.documents.get(uid);
      expect(untouched).toMatchObject({ mainBlob: undefined, versionLabel: undefined });
      expect(untouched.properties).not.toHaveProperty('dc:source');
    });

    it('of another length than announced are noticed', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const uploaded = await upload(ana, bytesOf(100));
      await expectRefusal(ana.documents.update(uid, { mainFile: { ...uploaded, length: 101 } }), 'length-mismatch');
    });

    it('stay in their batch until it is dropped', async () => {
      const { ana, newFile } = scene();
      const [one, other] = [await newFile(), await newFile()];
      const batch = await sendFile(ana, bytesOf(1_500));
      const mainFile = await ana.uploads.uploaded(batch);
      await ana.documents.update(one.uid, { mainFile });
      await ana.documents.update(other.uid, { mainFile });
      await ana.uploads.drop(batch);

      expect(await download(ana, one.uid, mainBlob(await ana.documents.get(one.uid)))).toEqual(bytesOf(1_500));
      await expectRefusal(ana.documents.update(one.uid, { mainFile }), 'batch-lost');
    });
  });
}
