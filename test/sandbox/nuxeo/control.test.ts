import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { SEEDED, seededUid, DAILIES_PATH } from '../../../sandbox/nuxeo/seed.ts';
import { seededDigest } from '../../../sandbox/shared/seeded-bytes.ts';
import { startNuxeo } from '../../../sandbox/nuxeo/server.ts';
import { at, basic, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
const folder = mkdtempSync(join(tmpdir(), 'nuxeo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the control of the stand-in', () => {
  it('makes documents with files of any size that are never stored', async () => {
    const blob = { seed: 'x', size: 20_000_000_000, name: 'master.mov', mimeType: 'video/quicktime' };
    const made = await server.control('POST', '/documents', {
      parent: SEEDED.cuts,
      type: 'Video',
      name: 'master',
      blob,
    });
    const { json } = await server.get('ana', uidOf(made.json));
    expect(at(json, 'properties', 'file:content')).toMatchObject({
      name: 'master.mov',
      length: '20000000000',
      digest: null,
    });
  });

  it('replaces the file of a document, with a digest if wanted', async () => {
    const uid = seededUid(`${DAILIES_PATH}/daily-01.txt`);
    const wish = { uid, seed: 'y', size: 100_000, name: 'new.bin', digest: true };
    expect((await server.control('POST', '/blobs', wish)).status).toBe(204);
    const dump = (await server.control('GET', `/documents/${uid}`)).json;
    expect(dump['blob']).toMatchObject({
      length: 100_000,
      digest: await seededDigest('y', 100_000, 'md5'),
      sha256: await seededDigest('y', 100_000, 'sha256'),
    });
  });

  it('shows everything that is stored about a document', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'File', 'dumped'));
    await server.operation('ana', 'Document.Lock', uid);
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Minor' });
    const dump = (await server.control('GET', `/documents/${uid}`)).json;
    expect(dump).toMatchObject({
      lock: { owner: 'ana' },
      instanceFacets: ['FrameioAsset'],
      versionLabel: '0.1',
      versions: [{ label: '0.1' }],
    });
    expect((await server.control('GET', '/documents/unknown')).status).toBe(404);
  });

  it('refuses a switch that does not exist', async () => {
    const answer = await server.control('PUT', '/switches', { redirectToPresined: true });
    expect([answer.status, answer.json['message']]).toEqual([400, 'no such switch: redirectToPresined']);
    expect((await server.control('GET', '/switches')).json).toMatchObject({
      version: '2023',
      throttle: { requestDelayMs: 0 },
    });
  });

  it('refuses to expire what never expires', async () => {
    expect((await server.control('POST', '/expire', { what: 'patience' })).status).toBe(400);
  });

  it('waits before it answers', async () => {
    await server.control('PUT', '/switches', { throttle: { requestDelayMs: 120 } });
    const startedAt = performance.now();
    await server.api('ana', 'GET', '/me');
    expect(performance.now() - startedAt).toBeGreaterThan(110);
    await server.control('PUT', '/switches', { throttle: { requestDelayMs: 0 } });
  });

  it('lists the batches there are', async () => {
    const batch = String((await server.api('ana', 'POST', '/upload')).json['batchId']);
    await server.api('ana', 'POST', `/upload/${batch}/3`, { body: 'x' });
    const batches = JSON.parse((await server.control('GET', '/batches')).text) as { id: string; files: string[] }[];
    expect(batches.find(({ id }) => id === batch)?.files).toEqual(['3']);
  });

  it('plays faults and records calls, like every stand-in', async () => {
    await server.control('DELETE', '/calls');
    await server.control('POST', '/faults', { path: '/api/v1/me', nth: 2, action: { type: 'status', status: 503 } });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await server.api('ana', 'GET', '/me')).status);
    expect(statuses).toEqual([200, 503, 200]);
    const calls = JSON.parse((await server.control('GET', '/calls')).text) as Json[];
    expect(calls.map(({ path, status }) => `${String(path)} ${String(status)}`)).toEqual([
      '/nuxeo/api/v1/me 200',
      '/nuxeo/api/v1/me 503',
      '/nuxeo/api/v1/me 200',
    ]);
    expect(calls[0]?.['responseBody']).toMatchObject({ id: 'ana' });
  });

  it('loses an answer after the work is done', async () => {
    await server.control('POST', '/faults', { method: 'PUT', path: '/id/', action: { type: 'lose-answer' } });
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'File', 'lost'));
    await expect(server.update('ana', uid, { 'dc:title': 'written' })).rejects.toThrow();
    expect((await server.get('ana', uid)).json['title']).toBe('written');
  });

  it('goes back to the beginning, with the same ids', async () => {
    await server.create('ana', SEEDED.cuts, 'File', 'to be forgotten');
    expect((await server.control('POST', '/reset')).status).toBe(204);
    const { json } = await server.api('ana', 'GET', `/id/${SEEDED.cuts}/@children`);
    expect((json['entries'] as Json[]).map((entry) => entry['uid'])).toEqual([SEEDED.firstCut]);
  });
});

describe('a restart', () => {
  it('keeps documents, versions, locks, files, people, clients and tokens', async () => {
    const first = await startNuxeo({ dataFolder: folder });
    const call = async (url: string, method: string, path: string, json?: unknown) => {
      const headers = {
        Authorization: basic('Administrator'),
        'Content-Type': 'application/json',
        properties: 'file,dublincore',
        'fetch-document': 'lock,versionLabel',
      };
      const answer = await fetch(`${url}${path}`, {
        method,
        headers,
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    await call(first.url, 'POST', '/api/v1/automation/Document.Lock', { input: SEEDED.firstCut });
    await call(first.url, 'POST', '/api/v1/automation/Document.CreateVersion', {
      input: SEEDED.firstCut,
      params: { increment: 'Minor' },
    });
    const client = { 'entity-type': 'oauth2Client', id: 'c', name: 'c', redirectURIs: ['https://c.example/'] };
    await call(first.url, 'POST', '/api/v1/oauth2/client', client);
    const token = (await call(first.url, 'GET', '/authentication/token?applicationName=a&deviceId=d&permission=r'))
      .text;
    const before = JSON.parse((await call(first.url, 'GET', `/api/v1/id/${SEEDED.firstCut}`)).text) as Json;
    await first.close();

    const second = await startNuxeo({ dataFolder: folder });
    const after = JSON.parse((await call(second.url, 'GET', `/api/v1/id/${SEEDED.firstCut}`)).text) as Json;
    expect(after).toMatchObject({
      lockOwner: 'Administrator',
      versionLabel: '0.1',
      changeToken: before['changeToken'],
    });
    const file = await fetch(`${second.url}/nxfile/default/${SEEDED.firstCut}/file:content`, {
      headers: { 'X-Authentication-Token': token },
    });
    expect((await file.arrayBuffer()).byteLength).toBe(Number(at(before, 'properties', 'file:content', 'length')));
    expect((await call(second.url, 'GET', '/api/v1/oauth2/client/c')).status).toBe(200);
    await second.close();
  });
});

describe('the process', () => {
  it('says when and where it is ready, and ends when told to', async () => {
    const main = fileURLToPath(new URL('../../../sandbox/nuxeo/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, NUXEO_PORT: '0', NUXEO_SEED: 'empty' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
    expect(ready).toBe(true);
    expect((await fetch(`${url}/runningstatus`)).status).toBe(200);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
