import type { Response } from 'express';

/** The handler's answer goes nowhere; the connection is cut where it would have ended. */
export function loseAnswer(res: Response): void {
  res.flushHeaders = () => undefined;
  res.write = (...args: unknown[]) => {
    process.nextTick(doneOf(args));
    return true;
  };
  res.end = (...args: unknown[]) => {
    process.nextTick(doneOf(args));
    res.socket?.destroy();
    return res;
  };
}

/** Sends the first bytes of the body and cuts the connection; headers keep the length of the whole. */
export function truncateAnswer(res: Response, afterBytes: number): void {
  const write = res.write.bind(res) as (chunk: Uint8Array, done: () => void) => boolean;
  const end = res.end.bind(res);
  let left = afterBytes;

  const writeUpToCut = (chunk: Buffer, done: () => void): boolean => {
    if (chunk.length <= left) {
      left -= chunk.length;
      return write(chunk, done);
    }
    // Only the callback says that the bytes have left; cutting earlier would lose them.
    write(chunk.subarray(0, left), () => res.socket?.destroy());
    left = -1;
    return false;
  };
  res.write = (...args: unknown[]) => left >= 0 && writeUpToCut(bytesOf(args), doneOf(args));
  res.end = (...args: unknown[]) => {
    const chunk = bytesOf(args);
    if (chunk.length > 0 && left >= 0) writeUpToCut(chunk, () => undefined);
    if (left >= 0) end(doneOf(args));
    return res;
  };
}

function bytesOf([chunk, encoding]: unknown[]): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return chunk instanceof Uint8Array ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.alloc(0);
}

/** The callback of `write(chunk, encoding, done)` in any of its forms. */
function doneOf(args: unknown[]): () => void {
  const done = args.find((arg) => typeof arg === 'function');
  return (done as (() => void) | undefined) ?? (() => undefined);
}
