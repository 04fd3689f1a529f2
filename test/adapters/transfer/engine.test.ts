import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { seededBytes } from '../../../sandbox/shared/seeded-bytes.ts';
import { createTransferEngine, type TransferEngineOptions } from '../../../server/adapters/transfer/engine.ts';
import { TransferError } from '../../../server/domain/errors.ts';
import type { ByteSource, ByteTarget, CopyOptions, PartRecord } from '../../../server/ports/bytes.ts';
import { eventually } from '../http/local-server.ts';
import {
  expectedDigest,
  memoryStore,
  partsOf,
  rangeOf,
  SEED,
  startSink,
  startSource,
  type Fault,
  type FileSink,
  type FileSource,
} from './file-servers.ts';

const MIB = 1024 * 1024;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function world(
  length: number,
  faults: { source?: Fault; sink?: Fault; restMs?: (n: number) => number } = {},
  options = {},
) {
  const from = await startSource(length, faults.source);
  const to = await startSink({
    ...(faults.sink ? { fault: faults.sink } : {}),
    ...(faults.restMs ? { restMs: faults.restMs } : {}),
  });
  closing.push(from.close, to.close);
  return { from, to, ...engineWithStore(options) };
}

function engineWithStore(options: Partial<TransferEngineOptions> = {}) {
  const store = memoryStore();
  return { store, engine: createTransferEngine({ store, backoffMs: 5, random: () => 0, ...options }) };
}

const copyOptions = (more: Partial<CopyOptions> = {}): CopyOptions => ({
  transferId: 't1',
  recorded: [],
  onProgress: () => undefined,
  signal: new AbortController().signal,
  ...more,
});

async function expectWhole(to: FileSink, length: number, partLength: number) {
  for (const part of partsOf(length, partLength)) {
    expect(to.digests.get(part.index), `part ${part.index}`).toBe(await expectedDigest(part));
  }
}

async function expectNothingOpen(...servers: (FileSource | FileSink)[]) {
  // Idle connections are kept for the next part; those in use are gone.
  await eventually('nothing is on its way', () =>
    servers.every(({ sockets }) => [...sockets].every((socket) => socket.bytesWritten >= 0 && isIdle(socket))),
  );
}

function isIdle(socket: object): boolean {
  const { _httpMessage: message } = socket as { _httpMessage?: unknown };
  return !message;
}

describe('bytes', () => {
  it('arrive in their places, whatever order the parts took', async () => {
    const [length, partLength] = [20 * MIB + 12_345, MIB];
    const { from, to, engine, store } = await world(length);
    await engine.copy(from.source, to.target(partsOf(length, partLength)), copyOptions());

    await expectWhole(to, length, partLength);
    expect(store.records.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...Array(21).keys()]);
    for (const part of partsOf(length, partLength)) {
      const bytes = await buffer(seededBytes(SEED, part.start, part.end));
      const record = store.records.find(({ index }) => index === part.index);
      expect(record).toEqual({ index: part.index, length: part.length, crc32: crc32(bytes) });
    }
  });

  it('survive a sink that reads slowly and stalls', async () => {
    const [length, partLength] = [6 * MIB, MIB];
    const stalling: Fault = (_req, _res, n) => wait(n % 3 === 0 ? 120 : 0, true);
    const { from, to, engine } = await world(length, { sink: stalling, restMs: (n) => n % 3 });
    await engine.copy(from.source, to.target(partsOf(length, partLength)), copyOptions());
    await expectWhole(to, length, partLength);
  });

  it('are not lost when the target takes its time before it reads', async () => {
    const { from, engine, store } = await world(3 * MIB);
    const arrived: Buffer[] = [];
    const target: ByteTarget = {
      parts: partsOf(3 * MIB, MIB),
      async put({ index }, body) {
        await wait(30);
        arrived[index] = await buffer(body);
      },
    };
    await engine.copy(from.source, target, copyOptions());
    expect(Buffer.concat(arrived).equals(await buffer(seededBytes(SEED, 0, 3 * MIB - 1)))).toBe(true);
    expect(store.records).toHaveLength(3);
  });

  it('of an empty file are none, and of an empty part too', async () => {
    const { to, engine, store } = await world(1);
    const source: ByteSource = { length: 0, fingerprint: '', open: () => Promise.reject(new Error('nothing to open')) };
    await engine.copy(source, to.target([]), copyOptions());
    await engine.copy(source, to.target([{ index: 0, start: 0, end: -1, length: 0 }]), copyOptions());
    expect(store.records).toEqual([{ index: 0, length: 0, crc32: 0 }]);
    expect([...to.digests.keys()]).toEqual([0]);
  });

  it('that the target had already are still counted and checked', async () => {
    const { from, engine, store } = await world(MIB);
    const target: ByteTarget = { parts: partsOf(MIB, MIB), put: () => Promise.resolve() };
    await engine.copy(from.source, target, copyOptions());
    expect(store.records).toEqual([
      { index: 0, length: MIB, crc32: crc32(await buffer(seededBytes(SEED, 0, MIB - 1))) },
    ]);
  });

  it('are not taken for arrived when the target read only some of them', async () => {
    const { from, engine, store } = await world(MIB, {}, { attemptsPerPart: 2 });
    const target: ByteTarget = {
      parts: partsOf(MIB, MIB),
      put: async (_part, body) => {
        await once(body.resume(), 'data');
      },
    };
    await expect(engine.copy(from.source, target, copyOptions())).rejects.toMatchObject({ code: 'length-mismatch' });
    expect(store.records).toEqual([]);
  });
});

describe('failures of a part', () => {
  it('are repeated alone: a truncated download', async () => {
    const length = 5 * MIB;
    let cuts = 0;
    const truncating: Fault = (req, res) => {
      const { start, end } = rangeOf(req);
      if (start !== 2 * MIB || cuts === 2) return true;
      cuts += 1;
      res.writeHead(206, { 'content-range': `bytes ${start}-${end}/${length}`, 'content-length': end - start + 1 });
      res.write(Buffer.alloc(300_000), () => res.destroy());
      return false;
    };
    const { from, to, engine } = await world(length, { source: truncating });
    await engine.copy(from.source, to.target(partsOf(length, MIB)), copyOptions());

    await expectWhole(to, length, MIB);
    expect(from.ranges.filter((range) => range.startsWith(`bytes=${2 * MIB}-`))).toHaveLength(3);
    expect(from.ranges).toHaveLength(7);
    expect(to.cut).toEqual([2, 2]);
  });

  it('are repeated alone: a sink that resets', async () => {
    const resetting: Fault = (req, _res, n) => {
      if (n !== 2) return true;
      req.once('data', () => req.socket.resetAndDestroy());
      return false;
    };
    const { from, to, engine } = await world(4 * MIB, { sink: resetting });
    await engine.copy(from.source, to.target(partsOf(4 * MIB, MIB)), copyOptions());
    await expectWhole(to, 4 * MIB, MIB);
    expect(to.asked).toHaveLength(5);
  });

  it('end the transfer after the last attempt, with what arrived recorded', async () => {
    const failing: Fault = (req, res) => {
      if (!req.url?.endsWith('/3')) return true;
      req.resume().once('end', () => res.writeHead(503).end('busy'));
      return false;
    };
    const { from, to, engine, store } = await world(4 * MIB, { sink: failing }, { attemptsPerPart: 3 });
    const copying = engine.copy(from.source, to.target(partsOf(4 * MIB, MIB)), copyOptions());

    await expect(copying).rejects.toMatchObject({ code: 'upload-failed', params: ['busy'] });
    expect(to.asked.filter((index) => index === 3)).toHaveLength(3);
    expect(store.records.map(({ index }) => index).sort()).toEqual([0, 1, 2]);
  });

  it('that cannot pass end it at once, the other lanes too', async () => {
    const refusing: Fault = (req, res) => {
      if (!req.url?.endsWith('/1')) return true;
      req.resume().once('end', () => res.writeHead(403).end('no'));
      return false;
    };
    const { from, to, engine, store } = await world(40 * MIB, { sink: refusing, restMs: () => 20 });
    const startedAt = performance.now();
    const copying = engine.copy(from.source, to.target(partsOf(40 * MIB, 4 * MIB)), copyOptions());

    await expect(copying).rejects.toMatchObject({ code: 'upload-failed', params: ['no'] });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(to.asked.filter((index) => index === 1)).toHaveLength(1);
    expect(store.records).toEqual([]);
    await expectNothingOpen(from, to);
  });

  it('of the source are named as such, not as the target’s', async () => {
    const { from, to, engine } = await world(MIB, {
      source: (_req, res) => {
        res.writeHead(206, { 'content-range': `bytes 0-9/10`, 'content-length': 10 }).end('0123456789');
        return false;
      },
    });
    const copying = engine.copy(from.source, to.target(partsOf(MIB, MIB)), copyOptions());
    await expect(copying).rejects.toMatchObject({ code: 'length-mismatch' });
    expect(to.asked).toEqual([]);
  });

  it('wait as long as the vendor asks', async () => {
    const { from, engine } = await world(1000);
    const times: number[] = [];
    const target: ByteTarget = {
      parts: partsOf(1000, 1000),
      async put(_part, body) {
        times.push(performance.now());
        await buffer(body);
        if (times.length === 1) throw new TransferError('upload-failed', { retryable: true, retryAfterMs: 300 });
      },
    };
    await engine.copy(from.source, target, copyOptions());
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(290);
  });
});

describe('resume', () => {
  it('sends only what is not recorded', async () => {
    const length = 8 * MIB;
    const parts = partsOf(length, MIB);
    const abort = new AbortController();
    const { from, to, engine, store } = await world(length, {}, { lanesPerTransfer: 1 });
    const stopAfterThree = (done: number) => done > 3 * MIB && abort.abort(new Error('stop'));
    const first = engine.copy(
      from.source,
      to.target(parts),
      copyOptions({ signal: abort.signal, onProgress: stopAfterThree }),
    );
    await expect(first).rejects.toThrow('stop');
    expect(store.records.map(({ index }) => index)).toEqual([0, 1, 2]);

    from.ranges.length = 0;
    const progress: number[] = [];
    await engine.copy(
      from.source,
      to.target(parts),
      copyOptions({ recorded: [...store.records], onProgress: (done) => progress.push(done) }),
    );
    expect(from.ranges).toEqual(parts.slice(3).map(({ start, end }) => `bytes=${start}-${end}`));
    expect(progress[0]).toBe(3 * MIB);
    expect(progress.at(-1)).toBe(length);
    await expectWhole(to, length, MIB);
  });

  it('does not believe a record of another length', async () => {
    const { from, to, engine } = await world(MIB);
    const recorded = [{ index: 0, length: 5, crc32: 1 }];
    await engine.copy(from.source, to.target(partsOf(MIB, MIB)), copyOptions({ recorded }));
    expect(to.asked).toEqual([0]);
  });

  it('records a part before the lane takes the next', async () => {
    const events: string[] = [];
    const { from } = await world(3000);
    const engine = createTransferEngine({
      lanesPerTransfer: 1,
      store: {
        async record(_id, { index }) {
          await wait(10);
          events.push(`recorded ${index}`);
        },
      },
    });
    const target: ByteTarget = {
      parts: partsOf(3000, 1000),
      async put({ index }, body) {
        events.push(`put ${index}`);
        await buffer(body);
      },
    };
    await engine.copy(from.source, target, copyOptions());
    expect(events).toEqual([0, 1, 2].flatMap((index) => [`put ${index}`, `recorded ${index}`]));
  });
});

describe('abort', () => {
  it('throws the reason, ends every lane and keeps what is recorded', async () => {
    const length = 64 * MIB;
    const leave = new Error('leave');
    const abort = new AbortController();
    const { from, to, engine, store } = await world(length, { restMs: () => 30 });
    let done = 0;
    const copying = engine.copy(
      from.source,
      to.target(partsOf(length, 4 * MIB)),
      copyOptions({ signal: abort.signal, onProgress: (bytes) => (done = bytes) }),
    );
    await eventually('some is on its way', () => done > 4 * MIB);
    const abortedAt = performance.now();
    abort.abort(leave);

    await expect(copying).rejects.toBe(leave);
    expect(performance.now() - abortedAt).toBeLessThan(1500);
    await eventually('what had not arrived was cut', () => to.cut.length + to.digests.size === to.asked.length);
    expect(to.cut.length).toBeGreaterThan(0);
    expect(store.records.every(({ index }) => to.digests.has(index))).toBe(true);
    await expectNothingOpen(from, to);
  });

  it('before the start moves nothing', async () => {
    const { from, to, engine } = await world(MIB);
    const leave = new Error('leave');
    const copying = engine.copy(
      from.source,
      to.target(partsOf(MIB, MIB)),
      copyOptions({ signal: AbortSignal.abort(leave) }),
    );
    await expect(copying).rejects.toBe(leave);
    expect(from.ranges).toEqual([]);
  });

  it('while a part waits for its next attempt does not wait', async () => {
    const abort = new AbortController();
    const leave = new Error('leave');
    const { from, to, engine } = await world(
      MIB,
      {
        sink: (req, res) => {
          req.resume().once('end', () => res.writeHead(503).end());
          return false;
        },
      },
      { backoffMs: 60_000 },
    );
    const copying = engine.copy(from.source, to.target(partsOf(MIB, MIB)), copyOptions({ signal: abort.signal }));
    await eventually('it was tried', () => to.asked.length === 1);
    setTimeout(() => abort.abort(leave), 50);
    await expect(copying).rejects.toBe(leave);
  });

  it('lets a part that arrived be recorded', async () => {
    const { from } = await world(1000);
    const abort = new AbortController();
    const records: PartRecord[] = [];
    const engine = createTransferEngine({
      store: {
        async record(_id, part) {
          abort.abort(new Error('leave'));
          await wait(20);
          records.push(part);
        },
      },
    });
    const target: ByteTarget = { parts: partsOf(1000, 1000), put: async (_part, body) => void (await buffer(body)) };
    await expect(engine.copy(from.source, target, copyOptions({ signal: abort.signal }))).rejects.toThrow('leave');
    expect(records).toHaveLength(1);
  });
});

describe('looking ahead', () => {
  const held = () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    return { gate, open: () => open() };
  };

  it('opens the next source while the last part is being confirmed, and sends nothing of it', async () => {
    const confirmation = held();
    const { from, engine, store } = await world(3000, {}, { lanesPerTransfer: 1 });
    const put: number[] = [];
    const target: ByteTarget = {
      parts: partsOf(3000, 1000),
      async put({ index }, body) {
        put.push(index);
        await buffer(body);
        if (index === 0) await confirmation.gate;
      },
    };
    const copying = engine.copy(from.source, target, copyOptions());
    await eventually('the second range is asked for', () => from.ranges.length === 2);
    expect([put, store.records]).toEqual([[0], []]);
    confirmation.open();
    await copying;
    expect(from.ranges).toEqual(['bytes=0-999', 'bytes=1000-1999', 'bytes=2000-2999']);
    expect(put).toEqual([0, 1, 2]);
  });

  it('closes it and gives the part back when the confirmation does not come', async () => {
    const { from, engine, store } = await world(2000, {}, { lanesPerTransfer: 1, backoffMs: 200 });
    let failures = 0;
    const target: ByteTarget = {
      parts: partsOf(2000, 1000),
      async put({ index }, body) {
        await buffer(body);
        if (index !== 0 || failures === 1) return;
        await eventually('the next range is asked for', () => from.ranges.length === 2);
        failures += 1;
        throw new TransferError('upload-failed', { retryable: true });
      },
    };
    await engine.copy(from.source, target, copyOptions());
    expect(store.records.map(({ index }) => index)).toEqual([0, 1]);
    expect(from.ranges.filter((range) => range === 'bytes=1000-1999')).toHaveLength(2);
    await expectNothingOpen(from);
  });

  it('asks again, without counting it as an attempt, when what was opened early broke meanwhile', async () => {
    const { from, engine } = await world(2 * MIB, {}, { lanesPerTransfer: 1, attemptsPerPart: 1 });
    const opened: Readable[] = [];
    const source: ByteSource = {
      ...from.source,
      async open(range, signal) {
        const body = await from.source.open(range, signal);
        opened.push(body);
        return body;
      },
    };
    const target: ByteTarget = {
      parts: partsOf(2 * MIB, MIB),
      async put({ index }, body) {
        await buffer(body);
        if (index > 0) return;
        await eventually('the next is open', () => opened.length === 2);
        opened[1]?.destroy(new Error('reset'));
        await wait(5);
      },
    };
    await engine.copy(source, target, copyOptions());
    expect(opened).toHaveLength(3);
  });

  it('ends with the abort', async () => {
    const abort = new AbortController();
    const { from, engine } = await world(20 * MIB, {}, { lanesPerTransfer: 1 });
    const target: ByteTarget = {
      parts: partsOf(20 * MIB, 10 * MIB),
      put: async (_part, body, signal) => {
        await buffer(body);
        await eventually('the next range is asked for', () => from.ranges.length === 2);
        abort.abort(new Error('leave'));
        signal.throwIfAborted();
      },
    };
    await expect(engine.copy(from.source, target, copyOptions({ signal: abort.signal }))).rejects.toThrow('leave');
    await expectNothingOpen(from);
  });
});

describe('lanes', () => {
  const tenBytes: ByteSource = {
    length: 0,
    fingerprint: '',
    open: () => Promise.resolve(Readable.from([Buffer.alloc(10)])),
  };

  it('are no more than one transfer may have', async () => {
    const engine = createTransferEngine({ store: memoryStore(), lanesPerTransfer: 3 });
    let [sending, most] = [0, 0];
    const target: ByteTarget = {
      parts: partsOf(400, 10),
      async put(_part, body) {
        most = Math.max(most, (sending += 1));
        body.once('end', () => (sending -= 1));
        await wait(2);
        await buffer(body);
      },
    };
    await engine.copy(tenBytes, target, copyOptions());
    expect(most).toBe(3);
  });

  it('are not held by parts that only wait for their confirmation, of which there are a bounded number', async () => {
    const engine = createTransferEngine({ store: memoryStore(), lanesPerTransfer: 4 });
    let [confirming, most] = [0, 0];
    const target: ByteTarget = {
      parts: partsOf(400, 10),
      async put(_part, body) {
        await buffer(body);
        most = Math.max(most, (confirming += 1));
        await wait(5);
        confirming -= 1;
      },
    };
    await engine.copy(tenBytes, target, copyOptions());
    expect(most).toBe(6);
  });

  it('are shared by all transfers, and a latecomer is not kept waiting', async () => {
    const active = new Map<string, number>();
    const seen: { early: number; late: number }[] = [];
    const engine = createTransferEngine({ store: memoryStore(), lanesPerTransfer: 8, lanesTotal: 4 });
    const count = (name: string, by: number) => active.set(name, (active.get(name) ?? 0) + by);
    const target = (name: string): ByteTarget => ({
      parts: partsOf(400, 10),
      async put(_part, body) {
        count(name, 1);
        body.once('end', () => count(name, -1));
        seen.push({ early: active.get('early') ?? 0, late: active.get('late') ?? 0 });
        await wait(5);
        await buffer(body);
      },
    });

    const early = engine.copy(tenBytes, target('early'), copyOptions());
    await wait(20);
    const before = seen.length;
    await Promise.all([early, engine.copy(tenBytes, target('late'), copyOptions({ transferId: 't2' }))]);

    expect(Math.max(...seen.map((now) => now.early + now.late))).toBe(4);
    expect(Math.max(...seen.slice(0, before).map((now) => now.early))).toBe(4);
    const shared = seen.slice(before + 8, before + 40);
    expect(shared.every((now) => now.early <= 3 && now.late <= 3)).toBe(true);
    expect(shared.some((now) => now.early === 2 && now.late === 2)).toBe(true);
  });
});

describe('progress', () => {
  it('never exceeds the file, and takes back what has to be sent again', async () => {
    const length = 6 * MIB;
    const resetting: Fault = (req, res, n) => {
      if (n !== 2) return true;
      req.resume().once('end', () => res.writeHead(500).end());
      return false;
    };
    const { from, to, engine } = await world(length, { sink: resetting }, { lanesPerTransfer: 1 });
    const progress: number[] = [];
    await engine.copy(
      from.source,
      to.target(partsOf(length, 2 * MIB)),
      copyOptions({ onProgress: (done) => progress.push(done) }),
    );
    expect(progress[0]).toBe(0);
    expect(Math.max(...progress)).toBe(length);
    expect(progress.at(-1)).toBe(length);
    expect(progress.filter((done, i) => done < (progress[i - 1] ?? 0))).toEqual([2 * MIB]);
    expect(progress.length).toBeLessThan(20);
  });
});
