import { describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
let n = 0;
const newFile = async (who = 'ana') => uidOf(await server.create(who, SEEDED.dailies, 'File', `saved-${(n += 1)}`));
const read = async (uid: string, who = 'ana') =>
  (await server.get(who, uid, { 'fetch-document': 'versionLabel,lock' })).json;
const property = async (uid: string, name: string) => at(await read(uid), 'properties', name);

describe('updating a document', () => {
  it('leaves what is not named, clears with null and keeps an empty text', async () => {
    const uid = await newFile();
    await server.update('ana', uid, { 'dc:description': 'd', 'dc:source': 's', 'dc:rights': 'r' });
    const { json } = await server.update(
      'ana',
      uid,
      { 'dc:description': null, 'dc:source': '' },
      { properties: 'dublincore' },
    );
    expect(json['properties']).toMatchObject({ 'dc:description': null, 'dc:source': '', 'dc:rights': 'r' });
  });

  it('replaces lists and complex values as a whole', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioReview' });
    const comment = { id: '1', author: 'ben', text: 'too dark', frame: 12, completed: true };
    await server.update('ana', uid, { 'frameioreview:comments': [comment, comment], 'dc:subjects': ['a', 'b'] });
    await server.update('ana', uid, { 'frameioreview:comments': [{ id: '2' }], 'dc:subjects': ['c'] });
    const blank = { author: null, text: null, timecode: null, frame: null, completed: null };
    expect(await property(uid, 'frameioreview:comments')).toEqual([{ id: '2', ...blank }]);
    expect(await property(uid, 'dc:subjects')).toEqual(['c']);
  });

  it('ignores unknown properties and those of facets it does not have', async () => {
    const uid = await newFile();
    const answer = await server.update('ana', uid, { 'frameioasset:fileId': 'x', 'no:such': 1, nonsense: 2 });
    expect(answer.status).toBe(200);
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    expect(await property(uid, 'frameioasset:fileId')).toBeNull();
  });

  it.each([
    [{ 'dc:title': { a: 1 } }, 'dc:title'],
    [{ 'dc:subjects': 'a' }, 'dc:subjects'],
    [{ 'dc:valid': 'tomorrow' }, 'dc:valid'],
    [{ 'uid:major_version': 'many' }, 'uid:major_version'],
  ])('refuses %o', async (properties, name) => {
    const answer = await server.update('ana', await newFile(), properties);
    expect(answer.json).toMatchObject({ status: 400, message: `Unable to deserialize property: ${name}` });
  });

  it('keeps numbers, booleans and dates in their types', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    const sent = {
      'frameioasset:fps': '23.976',
      'frameioasset:size': 53_180_000_000,
      'frameioasset:uploadDate': '2021-07-06T10:00:00Z',
    };
    await server.update('ana', uid, sent);
    expect(await property(uid, 'frameioasset:fps')).toBe(23.976);
    expect(await property(uid, 'frameioasset:size')).toBe(53_180_000_000);
    expect(await property(uid, 'frameioasset:uploadDate')).toBe('2021-07-06T10:00:00.000Z');
  });

  it('neither renames nor moves, whatever the body says', async () => {
    const uid = await newFile();
    const { path } = await read(uid);
    const json = { 'entity-type': 'document', uid, name: 'other', path: '/other', properties: {} };
    await server.api('ana', 'PUT', `/id/${uid}`, { json });
    expect((await read(uid))['path']).toBe(path);
  });

  it('needs the entity type', async () => {
    const uid = await newFile();
    expect((await server.api('ana', 'PUT', `/id/${uid}`, { json: { uid, properties: {} } })).status).toBe(400);
  });

  it('stamps who wrote and when, but only for a change', async () => {
    const uid = await newFile();
    const before = await property(uid, 'dc:modified');
    await server.update('ben', uid, { 'dc:title': String((await read(uid))['title']) });
    expect(await property(uid, 'dc:modified')).toBe(before);
    expect(await property(uid, 'dc:lastContributor')).toBe('ana');
    await server.update('ben', uid, { 'dc:title': 'other' });
    expect(await property(uid, 'dc:lastContributor')).toBe('ben');
    expect(await property(uid, 'dc:contributors')).toEqual(['ana', 'ben']);
  });

  it('needs WriteProperties', async () => {
    const answer = await server.update('cleo', await newFile(), { 'dc:title': 'x' });
    expect(answer.json).toMatchObject({ status: 403, message: "Privilege 'WriteProperties' is not granted to 'cleo'" });
  });
});

describe('the change token', () => {
  it('is checked only together with a uid, and only in its part behind the dash', async () => {
    const uid = await newFile();
    const put = (more: Json) =>
      server.api('ana', 'PUT', `/id/${uid}`, { json: { 'entity-type': 'document', properties: {}, ...more } });
    expect((await put({ changeToken: '0-7' })).status).toBe(200);
    expect((await put({ uid, changeToken: '99-0' })).status).toBe(200);
    const refused = await put({ uid, changeToken: '0-7' });
    expect(refused.json).toMatchObject({ status: 409, message: `${uid}, Invalid change token` });
  });

  it('grows in its last part only by writes that bring a token: others pass unseen', async () => {
    const uid = await newFile();
    await server.update('ben', uid, { 'dc:title': 'behind your back' });
    expect((await read(uid))['changeToken']).toMatch(/-0$/);
    const mine = await server.update('ana', uid, { 'dc:title': 'mine' }, {}, { changeToken: '0-0' });
    expect(mine.status).toBe(200);
    expect(mine.json['changeToken']).toMatch(/-1$/);
    expect((await server.update('ana', uid, { 'dc:title': 'late' }, {}, { changeToken: '0-0' })).status).toBe(409);
  });

  it('counts for the update operation too', async () => {
    const uid = await newFile();
    const params = { properties: { 'dc:title': 'x' }, changeToken: '0-9' };
    expect((await server.operation('ana', 'Document.Update', uid, params)).status).toBe(409);
  });
});

describe('facets', () => {
  it('come with their schemas at once, and go with their values', async () => {
    const uid = await newFile();
    const added = await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    expect(added.json['facets']).toContain('FrameioAsset');
    await server.update('ana', uid, { 'frameioasset:fileId': 'f' });
    await server.operation('ana', 'Document.RemoveFacet', uid, { facet: 'FrameioAsset' });
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    expect(await property(uid, 'frameioasset:fileId')).toBeNull();
  });

  it('alone do not check a document out, nor stamp it', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.CheckIn', uid, { version: 'minor' });
    const before = await read(uid);
    await server.operation('ben', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    const after = await read(uid);
    expect(after).toMatchObject({ isCheckedOut: false, lastModified: before['lastModified'] });
    expect(after['changeToken']).not.toBe(before['changeToken']);
  });

  it('of the type stay', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.RemoveFacet', uid, { facet: 'Versionable' });
    expect((await read(uid))['facets']).toContain('Versionable');
  });

  it('that are unknown are a 500 without a reason', async () => {
    const answer = await server.operation('ana', 'Document.AddFacet', await newFile(), { facet: 'Nonsense' });
    expect(answer.json).toMatchObject({ status: 500, message: 'Internal Server Error' });
  });

  it('are copied into versions and copies, values and all', async () => {
    const uid = await newFile();
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    await server.update('ana', uid, { 'frameioasset:uid': uid });
    const copy = await server.operation('ana', 'Document.Copy', uid, { target: SEEDED.archive });
    expect(copy.json['uid']).not.toBe(uid);
    expect(await property(uidOf(copy.json), 'frameioasset:uid')).toBe(uid);
  });
});

describe('audit', () => {
  it('remembers who did what, with the comment of an update', async () => {
    const uid = await newFile();
    await server.update('ana', uid, { 'dc:title': 'x' }, { 'Update-Comment': 'Returned from Frame.io' });
    await server.operation('ana', 'Document.Lock', uid);
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Minor' });
    const audit = async (query = '') =>
      (await server.api('ana', 'GET', `/id/${uid}/@audit${query}`)).json['entries'] as Json[];
    const events = (await audit()).map((entry) => entry['eventId']);
    expect(events).toEqual(['documentCheckedIn', 'documentLocked', 'documentModified', 'documentCreated']);
    const [modified] = await audit('?eventIds=documentModified');
    expect(modified).toMatchObject({ principalName: 'ana', comment: 'Returned from Frame.io', docUUID: uid });
  });
});
