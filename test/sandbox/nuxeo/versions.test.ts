import { describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
let n = 0;
const newFile = async (who = 'ana') => uidOf(await server.create(who, SEEDED.dailies, 'File', `saved-${(n += 1)}`));
const read = async (uid: string, who = 'ana') =>
  (await server.get(who, uid, { 'fetch-document': 'versionLabel,lock' })).json;
const property = async (uid: string, name: string) => at(await read(uid), 'properties', name);
const versions = async (uid: string) =>
  (await server.operation('ana', 'Document.GetVersions', uid)).json['entries'] as Json[];

describe('versions by header', () => {
  it('answer with the version instead of the document', async () => {
    const uid = await newFile();
    const answer = await server.update('ana', uid, { 'dc:title': 'one' }, { 'X-Versioning-Option': 'MiNoR' });
    expect(answer.json).toMatchObject({
      isVersion: true,
      versionableId: uid,
      isLatestVersion: true,
      isCheckedOut: false,
    });
    expect(answer.json['uid']).not.toBe(uid);
    expect(answer.json['path']).toBe((await read(uid))['path']);
    expect(await read(uid)).toMatchObject({ isVersion: false, isCheckedOut: false, versionLabel: '0.1' });
  });

  it('number by minor and major', async () => {
    const uid = await newFile();
    for (const option of ['minor', 'minor', 'major', 'minor']) {
      await server.update('ana', uid, { 'dc:title': `after ${option} ${(n += 1)}` }, { 'X-Versioning-Option': option });
    }
    const labels = (await versions(uid)).map((version) => version['uid']);
    expect(labels).toHaveLength(4);
    expect((await read(uid))['versionLabel']).toBe('1.1');
    const found = await server.operation('ana', 'Document.GetVersions', uid, {}, { 'fetch-document': 'versionLabel' });
    expect((found.json['entries'] as Json[]).map((v) => v['versionLabel'])).toEqual(['0.1', '0.2', '1.0', '1.1']);
    expect((found.json['entries'] as Json[]).map((v) => v['isLatestMajorVersion'])).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('answer with the last version when nothing changed and none was made', async () => {
    const uid = await newFile();
    const first = await server.update('ana', uid, { 'dc:title': 'one' }, { 'X-Versioning-Option': 'minor' });
    const again = await server.update('ana', uid, { 'dc:title': 'one' }, { 'X-Versioning-Option': 'minor' });
    expect(again.json['uid']).toBe(first.json['uid']);
    expect(await versions(uid)).toHaveLength(1);
  });

  it('answer with the document for `none`, and 400 for nonsense before anything is written', async () => {
    const uid = await newFile();
    expect((await server.update('ana', uid, { 'dc:title': 'x' }, { 'X-Versioning-Option': 'none' })).json['uid']).toBe(
      uid,
    );
    expect((await server.update('ana', uid, { 'dc:title': 'y' }, { 'X-Versioning-Option': 'huge' })).status).toBe(400);
    expect(await property(uid, 'dc:title')).toBe('x');
  });

  it('answer with the document when it is created', async () => {
    const json = { 'entity-type': 'document', type: 'File', name: 'born', properties: {} };
    const headers = { 'X-Versioning-Option': 'major' };
    const { json: created } = await server.api('ana', 'POST', `/id/${SEEDED.dailies}`, { json, headers });
    expect(created).toMatchObject({ isVersion: false, isCheckedOut: false });
    expect((await read(uidOf(created)))['versionLabel']).toBe('1.0');
  });

  it('`source` alone also answers with the last version, and 204 while there is none', async () => {
    const uid = await newFile();
    expect((await server.update('ana', uid, { 'dc:title': 'a' }, { source: 'frameio' })).status).toBe(204);
    expect(await property(uid, 'dc:title')).toBe('a');
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Minor' });
    const answer = await server.update('ana', uid, { 'dc:title': 'b' }, { source: 'frameio' });
    expect(answer.json).toMatchObject({ isVersion: true, title: 'a' });
  });
});

describe('automatic versions', () => {
  it('keep what another contributor left, before it is written over', async () => {
    const uid = await newFile('ana');
    await server.update('ben', uid, { 'dc:title': "ben's" });
    const [kept] = await versions(uid);
    expect(kept?.['title']).toMatch(/^saved-/);
    expect((await read(uid))['versionLabel']).toBe('0.1+');
  });

  it('make two with the header: the state before and the new one', async () => {
    const uid = await newFile('ana');
    await server.update('ben', uid, { 'dc:title': "ben's" }, { 'X-Versioning-Option': 'major' });
    expect(await versions(uid)).toMatchObject([
      { title: expect.stringMatching(/^saved-/) as unknown },
      { title: "ben's" },
    ]);
    expect((await read(uid))['versionLabel']).toBe('1.0');
  });

  it('are not made for the same person, nor for a state that is a version already', async () => {
    const uid = await newFile('ana');
    await server.update('ana', uid, { 'dc:title': 'a' });
    expect(await versions(uid)).toEqual([]);
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Minor' });
    await server.update('ben', uid, { 'dc:title': 'b' });
    expect(await versions(uid)).toHaveLength(1);
  });

  it('come with every save of a note', async () => {
    const note = await server.create('ana', SEEDED.dailies, 'Note', 'note');
    await server.update('ana', uidOf(note), { 'note:note': 'one' });
    await server.update('ana', uidOf(note), { 'note:note': 'two' });
    expect((await read(uidOf(note)))['versionLabel']).toBe('0.2');
  });

  it('do not concern folders', async () => {
    const folder = await server.create('ana', SEEDED.dailies, 'Folder', 'plain');
    const answer = await server.update('ben', uidOf(folder), { 'dc:title': 'x' });
    expect(answer.json).toMatchObject({ isCheckedOut: true });
    expect(await versions(uidOf(folder))).toEqual([]);
  });
});

describe('version operations', () => {
  it('create a version and answer with the live document', async () => {
    const uid = await newFile();
    const answer = await server.operation('ana', 'Document.CreateVersion', uid, {
      increment: 'Minor',
      saveDocument: true,
    });
    expect(answer.json).toMatchObject({ uid, isVersion: false, isCheckedOut: false });
    expect(await versions(uid)).toHaveLength(1);
  });

  it('make nothing for None, nor for a document that is checked in', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'None' });
    expect(await versions(uid)).toEqual([]);
    await server.operation('ana', 'Document.CheckIn', uid, { version: 'minor', comment: 'first' });
    expect((await server.operation('ana', 'Document.CheckIn', uid, { version: 'major' })).status).toBe(200);
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Major' });
    expect((await read(uid))['versionLabel']).toBe('0.1');
  });

  it('fail with 500, and say nothing, for what has no versions', async () => {
    const answer = await server.operation('ana', 'Document.CreateVersion', SEEDED.archive, { increment: 'Minor' });
    expect(answer.json).toEqual({ 'entity-type': 'exception', status: 500, message: 'Internal Server Error' });
  });

  it('check out, and an update does it by itself', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.CheckIn', uid, { version: 'minor' });
    expect((await server.operation('ana', 'Document.CheckOut', uid)).json['isCheckedOut']).toBe(true);
    await server.operation('ana', 'Document.CheckIn', uid, { version: 'minor' });
    expect((await server.update('ana', uid, { 'dc:title': 'z' })).json['isCheckedOut']).toBe(true);
    expect((await read(uid))['versionLabel']).toBe('0.2+');
  });

  it('find the last version, and 204 where there is none', async () => {
    const uid = await newFile();
    expect((await server.operation('ana', 'Document.GetLastVersion', uid)).status).toBe(204);
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Major' });
    expect((await server.operation('ana', 'Document.GetLastVersion', uid)).json).toMatchObject({ isVersion: true });
  });

  it('bring a version back and keep what was there', async () => {
    const uid = await newFile();
    const first = await server.update('ana', uid, { 'dc:title': 'first' }, { 'X-Versioning-Option': 'minor' });
    await server.update('ana', uid, { 'dc:title': 'second' });
    const restored = await server.operation('ana', 'Document.RestoreVersion', uidOf(first.json));
    expect(restored.json).toMatchObject({ uid, title: 'first', isCheckedOut: false });
    expect((await versions(uid)).map((version) => version['title'])).toEqual(['first', 'second']);
    const again = await server.operation('ana', 'Document.RestoreVersion', uidOf(first.json), { checkout: true });
    expect(again.json['isCheckedOut']).toBe(true);
  });

  it('never let a version itself be changed', async () => {
    const uid = await newFile();
    const version = await server.update('ana', uid, { 'dc:title': 'v' }, { 'X-Versioning-Option': 'minor' });
    expect((await server.update('ana', uidOf(version.json), { 'dc:title': 'forged' })).status).toBe(500);
    expect((await read(uidOf(version.json)))['title']).toBe('v');
  });
});
