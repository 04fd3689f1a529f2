import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { IntegrationError, TransferError } from '../../domain/errors.ts';
import type {
  ByteSource,
  ByteTarget,
  CopyOptions,
  Part,
  PartRecord,
  TransferEngine,
  TransferStore,
} from '../../ports/bytes.ts';
import { HttpFailure } from '../http/http-client.ts';
import { createLanePool, type LanePool, type ReleaseLane } from './lane-pool.ts';
import { createLookAhead, type LookAhead, type NextPart } from './look-ahead.ts';
import { meter, type PartMeter } from './part-meter.ts';
import { createProgress, type Progress } from './progress.ts';

export interface TransferEngineOptions {
  readonly store: Pick<TransferStore, 'record'>;
  readonly lanesPerTransfer?: number;
  /** Of all transfers of this process together. */
  readonly lanesTotal?: number;
  readonly attemptsPerPart?: number;
  /** Before the second attempt; doubles with each further one, with jitter, up to 30 s. */
  readonly backoffMs?: number;
  /** 0 … 1, for the jitter. */
  readonly random?: () => number;
}

const LONGEST_BACKOFF_MS = 30_000;

type Settings = Required<TransferEngineOptions> & { readonly pool: LanePool };

/** Moves files in parts: several at once, each recorded when it arrived, none of them in memory. */
export function createTransferEngine(options: TransferEngineOptions): TransferEngine {
  const { lanesPerTransfer = 8, lanesTotal = 32, attemptsPerPart = 5, backoffMs = 500, random = Math.random } = options;
  const pool = createLanePool(lanesTotal);
  const settings = { store: options.store, lanesPerTransfer, lanesTotal, attemptsPerPart, backoffMs, random, pool };
  return { copy: (source, target, copyOptions) => copy({ source, target, ...copyOptions }, settings) };
}

type Passed = Pick<PartRecord, 'length' | 'crc32'>;

interface Copy extends CopyOptions {
  readonly source: ByteSource;
  readonly target: ByteTarget;
}

/** What the lanes of one transfer share. */
interface Run extends Copy, Settings {
  readonly owner: symbol;
  readonly pending: Part[];
  readonly progress: Progress;
}

async function copy(options: Copy, settings: Settings): Promise<void> {
  options.signal.throwIfAborted();
  const { pending, bytesRecorded } = whatIsLeft(options);
  const progress = createProgress(bytesRecorded, options.onProgress);
  progress.report();

  await underOneSignal(options.signal, async (signal, stop) => {
    const run: Run = { ...options, ...settings, signal, pending, progress, owner: Symbol(options.transferId) };
    const movers = Array.from({ length: Math.min(moversFor(settings), pending.length) }, () => mover(run).catch(stop));
    await Promise.all(movers);
  });
  progress.report();
}

function whatIsLeft({ target, recorded }: Copy): { pending: Part[]; bytesRecorded: number } {
  const lengths = new Map(recorded.map((record) => [record.index, record.length]));
  const isRecorded = (part: Part) => lengths.get(part.index) === part.length;
  const bytesRecorded = target.parts.filter(isRecorded).reduce((sum, part) => sum + part.length, 0);
  return { pending: target.parts.filter((part) => !isRecorded(part)), bytesRecorded };
}

/**
 * Runs lanes under a signal of their own: the caller's abort and the first
 * failure of a lane both end all of them. Nothing runs any more when it returns.
 */
async function underOneSignal(
  outer: AbortSignal,
  run: (signal: AbortSignal, stop: (error: unknown) => void) => Promise<void>,
): Promise<void> {
  const inner = new AbortController();
  const stop = (error: unknown) => inner.abort(error);
  const onAbort = () => stop(outer.reason);
  outer.addEventListener('abort', onAbort, { once: true });
  try {
    await run(inner.signal, stop);
  } finally {
    outer.removeEventListener('abort', onAbort);
  }
  inner.signal.throwIfAborted();
}

/**
 * A part has its lane while its bytes flow. While it is confirmed and recorded the lane is somebody else's, so there are
 * more movers than lanes: otherwise the time of every answer would be lost to the line.
 */
function moversFor({ lanesPerTransfer }: Settings): number {
  return lanesPerTransfer + Math.floor(lanesPerTransfer / 2);
}

/** Moves one part after the other; each is recorded before the next begins. */
async function mover(run: Run): Promise<void> {
  const ahead = createLookAhead(run.pending, (part) => openPart(part, run));
  try {
    for (let next = ahead.take(); next; next = ahead.take()) await movePart(next, ahead, run);
  } finally {
    ahead.drop();
  }
}

async function movePart({ part, opening }: NextPart, ahead: LookAhead, run: Run): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const next = attempt === 1 && opening ? { part, opening } : { part };
      return await onALane(run, (release) => attemptPart(next, ahead, release, run));
    } catch (error) {
      ahead.drop();
      run.signal.throwIfAborted();
      if (!isRetryable(error) || attempt >= run.attemptsPerPart) throw lastWord(error, part);
      await pause(backoff(attempt, error, run), run.signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** The lane is free for others while a part is confirmed, or waits for its next attempt. */
async function onALane(run: Run, work: (release: ReleaseLane) => Promise<void>): Promise<void> {
  const release = await run.pool.acquire(run.owner, run.lanesPerTransfer, run.signal);
  try {
    await work(release);
  } finally {
    release();
  }
}

async function attemptPart(next: NextPart, ahead: LookAhead, release: ReleaseLane, run: Run): Promise<void> {
  const counted = run.progress.part();
  const onSent = () => {
    // A transfer that others wait for opens nothing before it has the lane.
    if (!run.pool.isCrowded(run.owner)) ahead.begin();
    release();
  };
  try {
    const passed = await sendPart(next, onSent, run, counted.add);
    await run.store.record(run.transferId, { index: next.part.index, ...passed });
  } catch (error) {
    counted.takeBack();
    throw error;
  }
}

async function sendPart(
  { part, opening }: NextPart,
  onSent: () => void,
  run: Run,
  onBytes: (count: number) => void,
): Promise<Passed> {
  const early = await opening;
  const body = early?.destroyed === false ? early : await openPart(part, run);
  const passed = meter(body, onBytes);
  body.once('end', onSent);
  try {
    await run.target.put(part, body, run.signal);
  } catch (error) {
    throw error instanceof IntegrationError ? error : (body.errored ?? error);
  } finally {
    body.destroy();
  }
  return passed.length() === 0 ? readUnsent(part, run, onBytes) : checked(passed, part);
}

/** An empty part has no range that could be asked for. */
async function openPart(part: Part, { source, signal }: Run): Promise<Readable> {
  const body = part.length === 0 ? Readable.from([]) : await source.open({ start: part.start, end: part.end }, signal);
  return body.on('error', () => undefined); // it reaches us through its reader; before that it must not end the process
}

/** A target that had the part already confirms it without a look at the body; its checksum is still ours to know. */
async function readUnsent(part: Part, run: Run, onBytes: (count: number) => void): Promise<Passed> {
  const body = await openPart(part, run);
  const passed = meter(body, onBytes);
  await finished(body.resume());
  return checked(passed, part);
}

/** A target that confirms a part of which it read less has not got it. */
function checked(passed: PartMeter, part: Part): Passed {
  const [length, checksum] = [passed.length(), passed.crc32()];
  if (length === part.length) return { length, crc32: checksum };
  throw new TransferError('length-mismatch', { retryable: true, context: { part: part.index, length } });
}

function isRetryable(error: unknown): boolean {
  return error instanceof HttpFailure || (error instanceof IntegrationError && error.retryable);
}

function lastWord(error: unknown, part: Part): unknown {
  if (!(error instanceof HttpFailure)) return error;
  return new TransferError('upload-failed', { retryable: true, cause: error, context: { part: part.index } });
}

function backoff(attempt: number, error: unknown, { backoffMs, random }: Run): number {
  const asked = error instanceof IntegrationError ? (error.retryAfterMs ?? 0) : 0;
  const jittered = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2 ** (attempt - 1)) * (0.5 + random() / 2);
  return Math.max(asked, jittered);
}
