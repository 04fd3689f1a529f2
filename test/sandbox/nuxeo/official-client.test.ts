import Nuxeo from 'nuxeo';
import { beforeAll, describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { TestServer } from './client.ts';

const server = new TestServer();
let client: Nuxeo;

function connect(username: string): Promise<Nuxeo> {
  const auth = { method: 'basic', username, password: username };
  return new Nuxeo({ baseURL: `${server.url}/`, auth }).connect();
}

describe('the official JavaScript client', () => {
  beforeAll(async () => {
    client = await connect('ana');
  });

  it('connects and learns who it is', () => {
    expect(client.user.id).toBe('ana');
    expect(client.user.properties['email']).toBe('ana@northlight.example');
    expect(String(client.serverVersion)).toContain('2023');
  });

  it('creates, fetches, changes and deletes a document', async () => {
    const repository = client.repository({ schemas: ['dublincore'] });
    const document = {
      'entity-type': 'document',
      type: 'File',
      name: 'storm.mov',
      properties: { 'dc:title': 'Storm' },
    };
    const created = await repository.create(SEEDED.dailies, document);
    const fetched = await repository.fetch('/default-domain/workspaces/Aurora/Dailies/storm.mov');
    expect(fetched.uid).toBe(created.uid);
    const saved = await fetched.set({ 'dc:description': 'thunder' }).save();
    expect(saved.properties['dc:description']).toBe('thunder');
    await repository.delete(created.uid);
    await expect(repository.fetch(created.uid)).rejects.toMatchObject({ response: { status: 404 } });
  });

  it('uploads a file in a batch and reads it back', async () => {
    const repository = client.repository({ schemas: ['dublincore', 'file'] });
    const blob = new Nuxeo.Blob({
      content: Buffer.from('rushes'),
      name: 'rushes.txt',
      mimeType: 'text/plain',
      size: 6,
    });
    const uploaded = await client.batchUpload().upload(blob);
    const document = {
      'entity-type': 'document',
      type: 'File',
      name: 'rushes',
      properties: { 'file:content': uploaded.blob },
    };
    const created = await repository.create(SEEDED.dailies, document);
    expect(created.properties['file:content']).toMatchObject({ name: 'rushes.txt', length: '6' });
    const answer = await (await repository.fetch(created.uid)).fetchBlob();
    expect(await answer.text()).toBe('rushes');
  });

  it('runs operations', async () => {
    const repository = client.repository({ schemas: ['dublincore', 'frameioasset'] });
    const document = await repository.create(SEEDED.dailies, { 'entity-type': 'document', type: 'File', name: 'op' });
    await client.operation('Document.AddFacet').input(document.uid).params({ facet: 'FrameioAsset' }).execute();
    const faceted = await repository.fetch(document.uid);
    expect(faceted.hasFacet('FrameioAsset')).toBe(true);
    const saved = await faceted.set({ 'frameioasset:fileId': 'f-1' }).save();
    expect(saved.properties['frameioasset:fileId']).toBe('f-1');
  });

  it('searches', async () => {
    const found = await client.repository().query({ query: "SELECT * FROM Document WHERE dc:title LIKE 'daily-0%'" });
    expect(found.entries.map((entry) => entry.title).sort()).toEqual([
      'daily-01',
      'daily-02',
      'daily-03',
      'daily-04',
      'daily-05',
    ]);
  });

  it('asks for people', async () => {
    expect((await client.users().fetch('ben')).properties['lastName']).toBe('Okafor');
    expect((await client.groups().fetch('editors')).grouplabel).toBe('Editors');
    await expect(client.users().fetch('nobody')).rejects.toMatchObject({ response: { status: 404 } });
  });

  it('manages people as an administrator only', async () => {
    const dora = {
      'entity-type': 'user',
      id: 'dora',
      properties: { username: 'dora', email: 'dora@northlight.example' },
    };
    await expect(client.users().create(dora)).rejects.toMatchObject({ response: { status: 403 } });
    const administrator = await connect('Administrator');
    expect((await administrator.users().create(dora)).id).toBe('dora');
    await administrator.users().delete('dora');
  });

  it('acquires a token for itself', async () => {
    const token = await client.requestAuthenticationToken('rehearsal', 'desk', 'Ana at her desk', 'rw');
    const answer = await server.api(null, 'GET', '/me', { headers: { 'X-Authentication-Token': token } });
    expect(answer.json).toMatchObject({ id: 'ana' });
  });
});
