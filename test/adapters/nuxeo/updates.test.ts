import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, mainBlob, upload } from '../../contracts/nuxeo/subject.ts';
import { failureOf, startBench, type NuxeoBench } from './stand-in.ts';

let bench: NuxeoBench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

/** The batch is gone, and the question before the write does not notice. */
function loseBatchBehindTheCheck(): void {
  bench.standIn.world.batches.expireAll();
  bench.fault({ method: 'GET', path: '/upload/.+/0$', action: { type: 'status', status: 200, body: { size: '100' } } });
}

describe('an update', () => {
  it('asks once, with everything in it', async () => {
    const { uid } = await bench.newFile();
    await bench.admin.documents.addFacet(uid, 'FrameioReview');
    const mainFile = await upload(bench.admin, bytesOf(2_100));
    const attachment = await upload(bench.admin, bytesOf(20));
    const record = { property: 'frameioreview:record', fileName: 'record.json', json: '{}' };
    bench.clear();
    const properties = { 'dc:source': 'x' };
    const said = { comment: 'Zürich\n→ “here”', source: 'frameio' };
    await bench.admin.documents.update(uid, { mainFile, attachment, record, properties, version: 'major', ...said });

    const puts = bench.calls('PUT', /\/id\//);
    expect(puts).toHaveLength(1);
    expect(puts[0]?.requestHeaders).toMatchObject({
      'x-batch-no-drop': 'true',
      'x-versioning-option': 'major',
      'update-comment': 'Zurich ? ?here?',
      source: 'frameio',
    });
    expect((await bench.admin.versions.list(uid)).map(({ label }) => label)).toEqual(['1.0']);
  });

  it('gives Nuxeo time by the size of the file', async () => {
    const { uid } = await bench.newFile();
    const transactionTimeoutSeconds = (length: number) => 10 + length;
    const nuxeo = bench.as('Administrator', { transactionTimeoutSeconds });
    await nuxeo.documents.update(uid, { mainFile: await upload(nuxeo, bytesOf(1_500)) });
    expect(bench.calls('PUT', /\/id\//)[0]?.requestHeaders['nuxeo-transaction-timeout']).toBe('1510');
  });

  it('deletes the batch of the record afterwards, also when it failed', async () => {
    const { uid } = await bench.newFile();
    await bench.admin.documents.addFacet(uid, 'FrameioReview');
    const record = { property: 'frameioreview:record', fileName: 'record.json', json: '{"comments":[]}' };
    const others = bench.standIn.world.batches.all().length;
    await bench.admin.documents.update(uid, { record });
    bench.fault({ method: 'PUT', path: '/id/', action: { type: 'status', status: 500 } });
    await failureOf(bench.admin.documents.update(uid, { record }));
    expect(bench.calls('DELETE', /\/upload\//).map(({ status }) => status)).toEqual([204, 204]);
    expect(bench.standIn.world.batches.all()).toHaveLength(others);
  });

  it('notices a batch that Nuxeo lost in between and answered with 200', async () => {
    const { uid } = await bench.newFile();
    const mainFile = await upload(bench.admin, bytesOf(100));
    loseBatchBehindTheCheck();
    expect(await failureOf(bench.admin.documents.update(uid, { mainFile }))).toMatchObject({ code: 'batch-lost' });
    expect(bench.calls('PUT', /\/id\//).map(({ status }) => status)).toEqual([200]);
  });

  it('notices it also when the file before had the same length', async () => {
    const { uid } = await bench.newFile();
    await bench.admin.documents.update(uid, { mainFile: await upload(bench.admin, bytesOf(100, 1)) });
    const mainFile = await upload(bench.admin, bytesOf(100, 2));
    loseBatchBehindTheCheck();
    expect(await failureOf(bench.admin.documents.update(uid, { mainFile }))).toMatchObject({ code: 'batch-lost' });
  });

  it('takes the same bytes again without complaint', async () => {
    const { uid } = await bench.newFile();
    for (let time = 1; time <= 2; time += 1) {
      const mainFile = await upload(bench.admin, bytesOf(100));
      expect(mainBlob(await bench.admin.documents.update(uid, { mainFile }))).toMatchObject({ length: 100 });
    }
  });

  it('notices an attachment whose batch was lost in between', async () => {
    const { uid } = await bench.newFile();
    const attachment = await upload(bench.admin, bytesOf(100));
    loseBatchBehindTheCheck();
    expect(await failureOf(bench.admin.documents.update(uid, { attachment }))).toMatchObject({ code: 'batch-lost' });
  });

  it('does not take a version for the document where Nuxeo answers with one', async () => {
    const { uid } = await bench.newFile();
    const asked = await bench.admin.documents.update(uid, { properties: { 'dc:source': 'x' }, version: 'minor' });
    const [put] = bench.calls('PUT', /\/id\//);
    expect(put?.responseBody).toMatchObject({ isVersion: true });
    expect(asked).toMatchObject({ uid, isVersion: false, versionLabel: '0.1' });
  });
});
