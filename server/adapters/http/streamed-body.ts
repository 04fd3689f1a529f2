import type { ClientRequest } from 'node:http';
import type { Readable } from 'node:stream';
import { TransferError } from '../../domain/errors.ts';
import { giveBack, isHandedOver } from './read-memory.ts';

export interface StreamedBody {
  /** Every byte left the source. */
  isSent(): boolean;
  /** Lets go of the source; may be repeated. */
  stop(): void;
}

/**
 * Sends a source as the body of a request. The request is ended only when
 * exactly `length` bytes went through; anything else is a failure, never a
 * shorter body.
 */
export function streamBody(
  { stream, length }: { stream: Readable; length: number },
  sent: ClientRequest,
  fail: (error: unknown) => void,
): StreamedBody {
  let passed = 0;
  let stopped = false;
  const write = writer(stream, sent);

  const mismatch = () => fail(new TransferError('length-mismatch', { retryable: true, context: { length, passed } }));
  const onData = (chunk: Uint8Array) => {
    passed += chunk.length;
    if (passed > length) mismatch();
    else write(chunk);
  };
  const stop = () => {
    stopped = true;
    stream.off('data', onData).destroy();
  };

  stream.on('data', onData);
  stream.once('end', () => (passed === length ? sent.end() : mismatch()));
  stream.on('error', fail);
  stream.once('close', () => {
    if (!stopped && !stream.readableEnded) fail(stream.errored ?? new Error('the source was closed'));
  });
  if (stream.destroyed) fail(stream.errored ?? new Error('the source was closed before it was read'));
  else stream.resume();
  return { isSent: () => passed === length, stop };
}

/** Pauses the source while the connection is full; gives the memory of a chunk back when the system has it. */
function writer(stream: Readable, sent: ClientRequest): (chunk: Uint8Array) => void {
  const isOurs = isHandedOver(stream);
  sent.on('drain', () => stream.resume());
  return (chunk) => {
    // A write that failed may still be under way below: its memory is left to the collector.
    const written = isOurs ? (error?: Error | null) => error ?? giveBack(chunk) : undefined;
    if (!sent.write(chunk, written)) stream.pause();
  };
}
