import { Readable } from 'node:stream';
import { IntegrationError, TransferError } from '../../domain/errors.ts';
import { giveBackReads, handOver } from '../http/read-memory.ts';

/**
 * The same bytes, failing with `download-truncated` when the source breaks,
 * ends early or goes on for longer than `length`.
 *
 * Chunks are handed on by reference, and no more of them wait here than the
 * source's own buffer: pausing goes straight through. They belong to the reader,
 * who may give their memory back.
 */
export function exactly(source: Readable, length: number, signal: AbortSignal): Readable {
  let delivered = 0;
  const outcome = new Readable({
    highWaterMark: source.readableHighWaterMark,
    read: () => void source.resume(),
    destroy(error, done) {
      source.destroy();
      done(error);
    },
  });
  const fail = (cause?: unknown) => outcome.destroy(failure(cause, { length, delivered }, signal));

  giveBackReads(source);
  source.on('data', (chunk: Uint8Array) => {
    delivered += chunk.length;
    if (delivered > length) fail();
    else if (!outcome.push(chunk)) source.pause();
  });
  source.once('end', () => (delivered === length ? outcome.push(null) : fail()));
  source.on('error', fail);
  source.once('close', () => {
    if (!source.readableEnded) fail(source.errored);
  });
  outcome.on('error', () => undefined); // whoever reads it hears of it, also when it broke before they came
  if (source.destroyed) fail(source.errored);
  return handOver(outcome);
}

function failure(cause: unknown, context: { length: number; delivered: number }, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error;
  if (cause instanceof IntegrationError) return cause;
  return new TransferError('download-truncated', { retryable: true, cause, context });
}
