import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readMp4Info } from '../../../sandbox/nuxeo/video/mp4-info.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer({ switches: { videoDelayMs: 50 } });
const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../sandbox/fixtures/${name}`, import.meta.url)));
const properties = async (uid: string) => (await server.get('ana', uid)).json['properties'] as Json;
const names = async (uid: string) =>
  ((await properties(uid))['vid:transcodedVideos'] as Json[]).map(({ name }) => name);

function reader(file: Buffer) {
  return (start: number, end: number) => Promise.resolve(file.subarray(start, end + 1));
}

async function setVideo(uid: string, file: Buffer, headers: Record<string, string> = {}) {
  const batch = String((await server.api('ana', 'POST', '/upload')).json['batchId']);
  const about = { 'X-File-Name': 'cut.mp4', 'X-File-Type': 'video/mp4' };
  await server.api('ana', 'POST', `/upload/${batch}/0`, { body: new Uint8Array(file), headers: about });
  const blob = { 'upload-batch': batch, 'upload-fileId': '0' };
  return await server.update('ana', uid, { 'file:content': blob }, { properties: 'video', ...headers });
}

describe('the MP4 reader', () => {
  it.each([
    ['first-cut.mp4', { duration: 20, width: 1280, height: 720, frameRate: 25, codec: 'avc1' }],
    ['second-cut.mp4', { duration: 22.4, width: 1280, height: 720, frameRate: 25, codec: 'avc1' }],
    ['proxy-480p.mp4', { duration: 20, width: 854, height: 480, frameRate: 25, codec: 'avc1' }],
  ])('reads %s', async (name, info) => {
    const file = fixture(name);
    expect(await readMp4Info(file.length, reader(file))).toEqual(info);
  });

  it('finds the index behind the media as well', async () => {
    const file = fixture('proxy-480p.mp4');
    const size = file.readUInt32BE(0);
    const index = file.readUInt32BE(size);
    const moved = Buffer.concat([
      file.subarray(0, size),
      file.subarray(size + index),
      file.subarray(size, size + index),
    ]);
    expect(await readMp4Info(moved.length, reader(moved))).toMatchObject({ width: 854 });
  });

  it.each([
    ['text', Buffer.from('this is no video at all')],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(64)],
  ])('says nothing about %s', async (_what, file) => {
    expect(await readMp4Info(file.length, reader(file))).toBeUndefined();
  });
});

describe('a video document', () => {
  it('is ready from the start in the demo', async () => {
    const video = await properties(SEEDED.firstCut);
    expect(video['vid:info']).toMatchObject({ duration: 20, width: 1280, height: 720, frameRate: 25 });
    expect(video['vid:storyboard']).toHaveLength(9);
    expect(await names(SEEDED.firstCut)).toEqual(['MP4 480p', 'WebM 480p']);
  });

  it('has a proxy that can be downloaded, with its true length and digest', async () => {
    const proxy = fixture('proxy-480p.mp4');
    const content = at(await properties(SEEDED.firstCut), 'vid:transcodedVideos', 0, 'content') as Json;
    expect(content).toMatchObject({ name: 'first-cut-480p.mp4', length: String(proxy.length) });
    const link = `/api/v1/id/${SEEDED.firstCut}/@blob/vid:transcodedVideos/0/content`;
    const answer = await server.call('ana', 'GET', link, { headers: { Range: 'bytes=0-9' } });
    expect(answer.headers.get('etag')).toBe(`"${String(content['digest'])}"`);
    expect(answer.headers.get('content-range')).toBe(`bytes 0-9/${proxy.length}`);
  });

  it('is emptied when its file changes, and filled later, in an order that may differ', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'Video', 'cut.mp4'));
    const first = await setVideo(uid, fixture('first-cut.mp4'));
    expect(at(first.json, 'properties', 'vid:transcodedVideos')).toEqual([]);
    await expect.poll(() => names(uid)).toEqual(['MP4 480p', 'WebM 480p']);
    const second = await setVideo(uid, fixture('second-cut.mp4'));
    expect(at(second.json, 'properties', 'vid:info', 'duration')).toBeNull();
    expect(at(second.json, 'properties', 'vid:storyboard')).toEqual([]);
    await expect.poll(() => names(uid)).toEqual(['WebM 480p', 'MP4 480p']);
    expect(at(await properties(uid), 'vid:info', 'duration')).toBe(22.4);
  });

  it('is written by nobody when it is filled: no version, no contributor, no user token, but a date', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'Video', 'quiet.mp4'));
    await setVideo(uid, fixture('first-cut.mp4'));
    await server.operation('ana', 'Document.CheckIn', uid, { version: 'minor' });
    const before = (await server.get('ana', uid)).json;
    await expect.poll(async () => (await names(uid)).length).toBe(2);
    const after = (await server.get('ana', uid)).json;
    expect(after['isCheckedOut']).toBe(false);
    expect(at(after, 'properties', 'dc:lastContributor')).toBe('ana');
    expect(after['lastModified']).not.toBe(before['lastModified']);
    expect(String(after['changeToken']).split('-')[1]).toBe(String(before['changeToken']).split('-')[1]);
  });

  it('of which nothing can be read has conversions of unknown size', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'Video', 'odd.mp4'));
    await setVideo(uid, Buffer.from('no video'));
    await expect.poll(async () => (await names(uid)).length).toBe(2);
    expect(at(await properties(uid), 'vid:info')).toMatchObject({ duration: null, width: null, format: 'mp4' });
  });

  it('is the only kind that is converted', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'File', 'plain.mp4'));
    await setVideo(uid, fixture('proxy-480p.mp4'));
    expect(await properties(uid)).not.toHaveProperty('vid:info');
  });
});
