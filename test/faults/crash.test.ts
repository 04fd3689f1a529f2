import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../server/storage/embedded-postgres.ts';
import { openDatabase } from '../../server/storage/postgres.ts';
import { bindDemoWorkspace, TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch, versionsOf, type DocumentSeen, type JobSeen } from '../../sandbox/demo/watching.ts';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import { Reviewer } from '../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../sandbox/environment/set-up.ts';
import { until } from '../../sandbox/environment/until.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { seededDigest } from '../../sandbox/shared/seeded-bytes.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedCall } from '../../sandbox/shared/control.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ROUNDS = 5;
const MEGABYTE = 1_000_000;

let dataFolder: string;
let environment: Environment;
let ana: Person;
let cleo: Reviewer;
let recordedInAll = 0;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'frameio-crash-'));
  environment = await startEnvironment({ dataFolder });
  await setUp(environment);
  ana = await connected(environment, 'ana');
  cleo = await Reviewer.signIn(environment.frameioUrl, 'cleo@northlight.example');
  await bindDemoWorkspace(ana);
}, 60_000);

afterAll(async () => {
  await environment.stop();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** Slow enough that a crash hits the middle: several waves of parts, about three seconds in all. */
async function slowDown(partSize: number, bytesPerSecondPerConnection: number): Promise<void> {
  await control(environment.frameioUrl, 'PUT', 'switches', {
    partSize,
    throttle: { bytesPerSecondPerConnection, requestDelayMs: 0 },
  });
}

async function control<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${new URL(url).origin}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** Kills the sidecar at a random moment and starts it again. Answers which parts were recorded when it died. */
async function crash(): Promise<Set<number>> {
  await wait(randomInt(20, 3500));
  environment.sidecar().kill('SIGKILL');
  await environment.sidecar().exited;
  const recorded = await recordedParts();
  recordedInAll += recorded.size;
  await environment.restartSidecar();
  return recorded;
}

async function recordedParts(): Promise<Set<number>> {
  const postgres = await startEmbeddedPostgres({ dataFolder, log: silent });
  const db = await openDatabase({ connection: postgres.connection, log: silent, migrate: false });
  try {
    const { rows } = await sql<{ index: number }>`select index from frameio.transfer_parts`.execute(db.kysely);
    return new Set(rows.map((row) => row.index));
  } finally {
    await db.close();
    await postgres.stop();
  }
}

/** Calls that began after the sidecar had been started again: nothing of the dead process is among them. */
async function callsOf(url: string, since: Date): Promise<RecordedCall[]> {
  const calls = await control<RecordedCall[]>(url, 'GET', 'calls?since=0');
  return calls.filter((call) => new Date(call.at) >= since && call.status < 300);
}

describe('the sidecar, killed in the middle', () => {
  it.each(Array.from({ length: ROUNDS }, (_, n) => n))(
    'finishes push %i: no recorded part again, one file, one lock',
    async (n) => {
      await slowDown(MEGABYTE, MEGABYTE);
      const seed = `push ${n}`;
      const blob = { seed, size: 24 * MEGABYTE, name: `camera-${n}.mov`, mimeType: 'video/quicktime', digest: true };
      const { uid } = await control<{ uid: string }>(environment.nuxeoUrl, 'POST', 'documents', {
        parent: SEEDED.dailies,
        type: 'File',
        name: `camera-${n}`,
        properties: { 'dc:title': `camera-${n}` },
        blob,
      });
      const started = await ana.api<{ batchId: string }>('POST', '/push', { documents: [uid], target: TARGET });
      const recorded = await crash();
      const restartedAt = new Date();
      const [job] = await settledBatch(ana, started.batchId);

      expect(job).toMatchObject({ state: 'completed', failure: null });
      const document = await documentOf(ana, uid);
      expect(document.lockOwner).toBe('ana');
      const fileId = String(document.properties['frameioasset:fileId']);
      expect(await control(environment.frameioUrl, 'GET', `files/${fileId}/digest`)).toMatchObject({
        sha256: await seededDigest(seed, blob.size, 'sha256'),
      });
      expect(await filesNamed(blob.name)).toHaveLength(1);
      const again = (await callsOf(environment.frameioUrl, restartedAt)).flatMap((call) => partOf(call, fileId));
      expect(again.filter((part) => recorded.has(part))).toEqual([]);
      await ana.api('POST', `/documents/${uid}/recall`);
      expect((await documentOf(ana, uid)).lockOwner).toBeUndefined();
    },
    60_000,
  );

  it.each(Array.from({ length: ROUNDS }, (_, n) => n))(
    'finishes publish %i: no recorded chunk again, one document, no lock',
    async (n) => {
      await slowDown(20 * MEGABYTE, 8 * MEGABYTE);
      const seed = `publish ${n}`;
      const file = { folderId: TARGET.folderId, name: `graded-${n}.mov`, seed, size: 160 * MEGABYTE };
      const { id } = await control<{ id: string }>(environment.frameioUrl, 'POST', 'files', file);
      const run = await cleo.run('Publish to Nuxeo', TARGET.workspaceId, [{ type: 'file', id }]);
      expect(run.answer).toMatchObject({ title: 'Success', description: 'Asset pushed to Nuxeo.' });
      const recorded = await crash();
      const restartedAt = new Date();
      const document = await until('the document', async () => (await published(`graded-${n}`))[0]);
      await until('its job', () => completed(id));

      expect(await published(`graded-${n}`)).toHaveLength(1);
      const sha256 = await seededDigest(seed, file.size, 'sha256');
      expect(await storedSha256(document.uid)).toBe(sha256);
      expect((await documentOf(ana, document.uid)).lockOwner).toBeUndefined();
      const versions = await versionsOf(ana, document.uid);
      const digests = await Promise.all(versions.map((version) => storedSha256(version.uid)));
      expect(digests.filter((one) => one === sha256)).toHaveLength(1);
      const again = (await callsOf(environment.nuxeoUrl, restartedAt)).flatMap(chunkOf);
      expect(again.filter((chunk) => recorded.has(chunk))).toEqual([]);
    },
    60_000,
  );
});

it('was killed late enough to have something to lose', () => {
  expect(recordedInAll).toBeGreaterThan(0);
});

async function filesNamed(name: string): Promise<unknown[]> {
  const path = `/accounts/${TARGET.accountId}/folders/${TARGET.folderId}/files?page_size=500`;
  return (await cleo.v4<{ name: string }[]>('GET', path)).filter((file) => file.name === name);
}

function partOf(call: RecordedCall, fileId: string): number[] {
  const [, part] = new RegExp(`^/parts/${fileId}/part_(\\d+)`).exec(call.path) ?? [];
  return call.method === 'PUT' && part ? [Number(part) - 1] : [];
}

function chunkOf(call: RecordedCall): number[] {
  const index = call.requestHeaders['x-upload-chunk-index'];
  return call.method === 'POST' && typeof index === 'string' ? [Number(index)] : [];
}

async function published(title: string): Promise<DocumentSeen[]> {
  const { entries } = await ana.nuxeo<{ entries: DocumentSeen[] }>(
    'GET',
    `/id/${SEEDED.workspace}/@children?pageSize=200`,
  );
  return entries.filter((document) => document.title === title);
}

async function completed(fileId: string): Promise<boolean> {
  const { jobs } = await ana.api<{ jobs: JobSeen[] }>('GET', '/jobs?limit=200');
  const open = jobs.filter((job) => !['completed', 'failed', 'cancelled'].includes(job.state));
  const failed = jobs.filter((job) => job.state === 'failed');
  if (failed.length) throw new Error(`failed: ${JSON.stringify(failed)}`);
  return open.length === 0 && fileId.length > 0;
}

async function storedSha256(uid: string): Promise<string | undefined> {
  const dump = await control<{ blob?: { sha256: string } }>(environment.nuxeoUrl, 'GET', `documents/${uid}`);
  return dump.blob?.sha256;
}
