import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTransferEngine } from '../../../server/adapters/transfer/engine.ts';
import type { PartRecord } from '../../../server/ports/bytes.ts';
import { bytesOf, download, mainBlob, never, upload } from '../../contracts/nuxeo/subject.ts';
import { startBench, type NuxeoBench } from './stand-in.ts';

let bench: NuxeoBench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

const bytes = bytesOf(20_300);
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe('the transfer engine between two documents', () => {
  it('moves every byte, whatever answers are lost on the way', async () => {
    const source = await bench.newFile();
    const from = await bench.admin.documents.update(source.uid, { mainFile: await upload(bench.admin, bytes) });
    const { uid } = await bench.newFile();
    const batch = await bench.admin.uploads.begin({ name: 'copy.mp4', mimeType: 'video/mp4', length: bytes.length });
    bench.clear();
    bench.fault({ method: 'POST', path: '/upload/.+/0$', nth: 3, times: 2, action: { type: 'lose-answer' } });
    bench.fault({ method: 'POST', path: '/upload/.+/0$', nth: 9, action: { type: 'status', status: 500 } });
    bench.fault({ path: '@blob', nth: 4, times: 2, action: { type: 'truncate', afterBytes: 300 } });
    bench.fault({ path: '@blob', nth: 10, action: { type: 'reset' } });

    const recorded: PartRecord[] = [];
    const store = { record: (_: string, part: PartRecord) => Promise.resolve(void recorded.push(part)) };
    const engine = createTransferEngine({ store, backoffMs: 1, lanesPerTransfer: 4 });
    const options = { transferId: 't', recorded: [], onProgress: () => undefined, signal: never };
    await engine.copy(bench.admin.blobs.source(from.uid, mainBlob(from)), bench.admin.uploads.target(batch), options);

    expect(recorded).toHaveLength(21);
    const copied = await bench.admin.documents.update(uid, { mainFile: await bench.admin.uploads.uploaded(batch) });
    expect(sha256(await download(bench.admin, uid, mainBlob(copied)))).toBe(sha256(bytes));
    const refused = bench.calls('POST', /\/upload\/.+\/0$/).filter(({ status }) => status === 500);
    expect(refused).toHaveLength(1); // ours; a chunk that was there already would be another one
  });
});
