import type { ClientRequest } from 'node:http';
import { TransferError } from '../../domain/errors.ts';
import type { Readable } from 'node:stream';

export interface StreamedBody {
  /** Every byte left the source. */
  isSent(): boolean;
  /** Lets go of the source; may be repeated. */
  stop(): void;
}

/**
 * Pipes a source into a request. The request is ended only when exactly
 * `length` bytes went through; anything else is a failure, never a shorter body.
 */
export function streamBody(
  { stream, length }: { stream: Readable; length: number },
  sent: ClientRequest,
  fail: (error: unknown) => void,
): StreamedBody {
  let passed = 0;
  let stopped = false;
  const mismatch = () => fail(new TransferError('length-mismatch', { retryable: true, context: { length, passed } }));
  const stop = () => {
    stopped = true;
    stream.unpipe(sent);
    stream.destroy();
  };

  // Counting beside the pipe costs nothing; a Transform in between would cost a tenth of the whole transfer.
  stream.on('data', (chunk: Uint8Array) => {
    passed += chunk.length;
    if (passed > length) mismatch();
  });
  stream.once('end', () => {
    if (passed < length) mismatch();
  });
  stream.on('error', fail);
  stream.once('close', () => {
    if (!stopped && !stream.readableEnded) fail(stream.errored ?? new Error('the source was closed'));
  });

  if (stream.destroyed) fail(stream.errored ?? new Error('the source was closed before it was read'));
  else stream.pipe(sent);
  return { isSent: () => passed === length, stop };
}
