import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { MarkedDocument } from '../../../server/ports/nuxeo.ts';
import { expectRefusal, type Scene } from './subject.ts';

export function documentFacts(scene: () => Scene): void {
  describe('people', () => {
    it('are named by their username', async () => {
      expect(await scene().ana.me()).toMatchObject({ username: 'ana', isAdministrator: false });
    });

    it('are administrators or not', async () => {
      expect(await scene().admin.me()).toMatchObject({ username: 'Administrator', isAdministrator: true });
    });
  });

  describe('a document', () => {
    it('is checked out and without a version when it is new', async () => {
      const { ana, workspace, newFile } = scene();
      const created = await newFile('first cut');

      expect(await ana.documents.get(created.uid)).toMatchObject({
        uid: created.uid,
        type: 'File',
        title: 'first cut',
        parentUid: workspace.uid,
        path: `${workspace.path}/first cut`,
        isFolderish: false,
        isVersion: false,
        isProxy: false,
        isTrashed: false,
        isUnderHold: false,
        isCheckedOut: true,
        versionLabel: undefined,
        lock: undefined,
        mainBlob: undefined,
        renditions: [],
      });
    });

    it('says what its reader may do', async () => {
      const { ana, cleo, newFile } = scene();
      const { uid } = await newFile();

      expect((await ana.documents.get(uid)).permissions).toEqual(expect.arrayContaining(['Read', 'WriteProperties']));
      const reading = (await cleo.documents.get(uid)).permissions;
      expect(reading).toContain('Read');
      expect(reading).not.toContain('WriteProperties');
    });

    it('is folderish when it is a folder', async () => {
      const { newFolder } = scene();
      expect(await newFolder('Cuts')).toMatchObject({ isFolderish: true, type: 'Folder' });
    });

    it('is trashed and still readable after it went to the trash', async () => {
      const { nuxeo, ana, newFile } = scene();
      const { uid } = await newFile();
      await nuxeo.trash(uid);
      expect(await ana.documents.get(uid)).toMatchObject({ uid, isTrashed: true });
    });

    it('is not found when there is none', async () => {
      await expectRefusal(scene().ana.documents.get(randomUUID()), 'nuxeo-not-found');
    });

    it('is forbidden when it exists and may not be read', async () => {
      const { nuxeo, ana, newFile } = scene();
      const { uid } = await newFile();
      await nuxeo.hide(uid);
      await expectRefusal(ana.documents.get(uid), 'nuxeo-forbidden');
    });

    it('keeps unset properties out of sight', async () => {
      const { newFile } = scene();
      const { properties } = await newFile('first cut');
      expect(properties['dc:title']).toBe('first cut');
      expect(properties).not.toHaveProperty('dc:description');
      expect(properties).not.toHaveProperty('dc:subjects');
    });
  });

  describe('several documents', () => {
    it('come in the order asked for, without those that are gone or hidden', async () => {
      const { nuxeo, ana, newFile } = scene();
      const [one, two, hidden] = [await newFile(), await newFile(), await newFile()];
      await nuxeo.hide(hidden.uid);

      const found = await ana.documents.getMany([two.uid, hidden.uid, randomUUID(), one.uid]);
      expect(found.map(({ uid }) => uid)).toEqual([two.uid, one.uid]);
    });
  });

  describe('a new document', () => {
    it('has the properties it was made with', async () => {
      const { ana, workspace } = scene();
      const properties = { 'dc:description': 'a “quoted” line\nand another' };
      const made = { type: 'Video', name: 'cut', title: 'Cut', properties };
      expect((await ana.documents.create(workspace.uid, made)).properties).toMatchObject(properties);
    });

    it('gets another path when its name is taken', async () => {
      const { newFile } = scene();
      const [one, other] = [await newFile('same'), await newFile('same')];
      expect(other.uid).not.toBe(one.uid);
      expect(other.path).not.toBe(one.path);
      expect(other.title).toBe('same');
    });

    it('is refused to people who may only read', async () => {
      const { cleo, workspace } = scene();
      const creation = cleo.documents.create(workspace.uid, { type: 'File', name: 'x', title: 'x' });
      await expectRefusal(creation, 'nuxeo-forbidden');
    });

    it('is refused when there is no such type', async () => {
      const { ana, workspace } = scene();
      const creation = ana.documents.create(workspace.uid, { type: 'Nonsense', name: 'x', title: 'x' });
      await expectRefusal(creation, 'nuxeo-refused');
    });
  });

  describe('a document that is moved', () => {
    it('is in the other folder, under a name that is free there', async () => {
      const { ana, newFolder } = scene();
      const [from, to] = [await newFolder('from'), await newFolder('to')];
      const wish = { type: 'File', name: 'same', title: 'same' };
      const [moved, there] = [await ana.documents.create(from.uid, wish), await ana.documents.create(to.uid, wish)];
      await ana.documents.move(moved.uid, to.uid);

      const { parentUid, path, title } = await ana.documents.get(moved.uid);
      expect(parentUid).toBe(to.uid);
      expect(path).not.toBe(there.path);
      expect(title).toBe('same');
    });

    it('stays where it is for people who may only read', async () => {
      const { ana, cleo, newFolder, newFile } = scene();
      const [file, to] = [await newFile(), await newFolder('to')];
      await expectRefusal(cleo.documents.move(file.uid, to.uid), 'nuxeo-forbidden');
      expect((await ana.documents.get(file.uid)).parentUid).toBe(file.parentUid);
    });
  });

  describe('a document that goes to the trash', () => {
    it('is there and says so, with what is in it, and is found no more', async () => {
      const { ana, newFolder } = scene();
      const folder = await newFolder('Folder');
      const { uid } = await ana.documents.create(folder.uid, {
        ...{ type: 'File', name: 'a', title: 'a' },
        properties: { 'dc:source': 'there' },
      });
      for (const round of [1, 2]) {
        await ana.documents.trash(folder.uid);
        expect([round, (await ana.documents.get(folder.uid)).isTrashed]).toEqual([round, true]);
      }
      expect((await ana.documents.get(uid)).isTrashed).toBe(true);
      expect(await ana.documents.childrenFrom(folder.uid, ['there'])).toEqual([]);
    });

    it('stays where it is for people who may only read', async () => {
      const { ana, cleo, newFile } = scene();
      const { uid } = await newFile();
      await expectRefusal(cleo.documents.trash(uid), 'nuxeo-forbidden');
      expect((await ana.documents.get(uid)).isTrashed).toBe(false);
    });
  });

  describe('finding documents', () => {
    it('goes up from a document to the nearest folder first', async () => {
      const { ana, workspace, newFolder } = scene();
      const cuts = await newFolder('Cuts');
      const file = await ana.documents.create(cuts.uid, { type: 'File', name: 'a', title: 'a' });

      const ancestors = await ana.documents.ancestors(file.uid);
      expect(ancestors.slice(0, 2).map(({ uid }) => uid)).toEqual([cuts.uid, workspace.uid]);
      expect(ancestors[0]).toEqual({ uid: cuts.uid, path: cuts.path, title: 'Cuts' });
    });

    it('does not go up from a document that may not be read', async () => {
      const { nuxeo, ana, newFolder } = scene();
      const secret = await newFolder('Secret');
      await nuxeo.hide(secret.uid);
      await expectRefusal(ana.documents.ancestors(secret.uid), 'nuxeo-forbidden');
    });

    it('knows which documents below a path carry a facet', async () => {
      const { nuxeo, ana, workspace, newFolder } = scene();
      const [bound, inner, trashed] = [await newFolder('one'), await newFolder('two'), await newFolder('three')];
      for (const { uid } of [bound, inner, trashed]) await ana.documents.addFacet(uid, 'FrameioBound');
      await nuxeo.trash(trashed.uid);

      const found = await ana.documents.withFacetBelow(workspace.path, 'FrameioBound');
      expect(found.toSorted()).toEqual([bound.uid, inner.uid].toSorted());
      expect(await ana.documents.withFacetBelow(bound.path, 'FrameioBound')).toEqual([]);
    });

    it('walks over all that carry a facet, page by page, and says who has locked them', async () => {
      const { ana, newFile, newFolder } = scene();
      const cuts = await newFolder('Cuts');
      const inside = await ana.documents.create(cuts.uid, { type: 'File', name: 'a', title: 'a' });
      const others = [await newFile(), await newFile()];
      for (const { uid } of [inside, ...others])
        await ana.documents.addFacet(uid, 'FrameioAsset', { 'frameioasset:uid': uid });
      await ana.locks.take(inside.uid);

      const seen: MarkedDocument[] = [];
      for (let page = 0, hasMore = true; hasMore; page += 1) {
        const answer = await ana.documents.withFacet('FrameioAsset', { page });
        ({ hasMore } = answer);
        seen.push(...answer.documents);
      }
      const uids = seen.map(({ uid }) => uid);
      expect(uids).toEqual(expect.arrayContaining([inside.uid, ...others.map(({ uid }) => uid)]));
      expect(new Set(uids).size).toBe(uids.length);
      const { documents } = await ana.documents.withFacet('FrameioAsset', { page: 0, below: cuts.path });
      expect(documents).toMatchObject([
        { uid: inside.uid, lock: { owner: 'ana' }, properties: { 'frameioasset:uid': inside.uid } },
      ]);
    });

    it('does not find versions by their facet', async () => {
      const { ana, workspace, newFile } = scene();
      const file = await newFile();
      await ana.documents.addFacet(file.uid, 'FrameioAsset', { 'frameioasset:fileId': 'f1' });
      await ana.versions.create(file.uid, 'minor');
      expect(await ana.documents.withFacetBelow(workspace.path, 'FrameioAsset')).toEqual([file.uid]);
    });

    it('takes any name of a folder as it is', async () => {
      const { ana, newFolder } = scene();
      const odd = await newFolder(`Ana's "cuts" \\ 100 %`);
      const file = await ana.documents.create(odd.uid, { type: 'File', name: 'a', title: 'a' });
      await ana.documents.addFacet(file.uid, 'FrameioAsset');
      expect(await ana.documents.withFacetBelow(odd.path, 'FrameioAsset')).toEqual([file.uid]);
    });

    it('goes through everything below a path that is neither trashed nor a version', async () => {
      const { nuxeo, ana, newFolder } = scene();
      const folder = await newFolder('Cuts');
      const inner = await ana.documents.create(folder.uid, { type: 'Folder', name: 'in', title: 'in' });
      const file = await ana.documents.create(inner.uid, { type: 'File', name: 'a', title: 'a' });
      const trashed = await ana.documents.create(inner.uid, { type: 'File', name: 'b', title: 'b' });
      await nuxeo.trash(trashed.uid);
      await ana.versions.create(file.uid, 'minor');

      const { documents, next } = await ana.documents.below(folder.path, 0);
      expect(documents.map(({ uid }) => uid).toSorted()).toEqual([inner.uid, file.uid].toSorted());
      expect(next).toBeUndefined();
    });

    it('knows the types that may be created in a folder', async () => {
      const { ana, newFolder } = scene();
      const { uid } = await newFolder('Cuts');
      const types = await ana.documents.creatableTypes(uid);
      expect(types).toEqual(expect.arrayContaining(['File', 'Folder', 'Video']));
      expect(types).not.toContain('Domain');
    });

    it('finds children by what they were made from, whatever they are called', async () => {
      const { nuxeo, ana, workspace, newFile } = scene();
      const source = `Ana's \\ "cut"`;
      const [wanted, trashed, other] = [await newFile('one'), await newFile('two'), await newFile('three')];
      for (const { uid } of [wanted, trashed]) {
        await ana.documents.update(uid, { properties: { 'dc:source': source, 'dc:title': 'renamed' } });
      }
      await ana.documents.update(other.uid, { properties: { 'dc:source': `${source} 2` } });
      await nuxeo.trash(trashed.uid);

      const found = await ana.documents.childrenFrom(workspace.uid, ['something else', source]);
      expect(found.map(({ uid }) => uid)).toEqual([wanted.uid]);
    });
  });
}
