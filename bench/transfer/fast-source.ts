import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { say, endWithParent } from './child.ts';
import { createHeadReader, type Head } from './http-heads.ts';
import { createPace, readCap, type Cap } from './pace.ts';

// A source that only writes one block again and again: GET with a range, any path, any length. Its own process.

const BLOCK = Buffer.alloc(1024 * 1024, 'nuxeo and frame.io ');
const SLICE_BYTES = 256 * 1024;

endWithParent();
const cap = readCap();
const size = Number(process.env['SIZE']);
const server = createServer({ noDelay: true }, (socket) => serve(socket)).listen(0, '127.0.0.1');
await once(server, 'listening');
say({ port: (server.address() as AddressInfo).port });

function serve(socket: Socket): void {
  const heads = createHeadReader();
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const complete = heads.feed(chunk as Buffer);
    if (complete) void answer(socket, complete.head, cap);
  });
}

async function answer(socket: Socket, { headers }: Head, { requestDelayMs, bytesPerSecond }: Cap): Promise<void> {
  if (requestDelayMs > 0) await wait(requestDelayMs);
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.get('range') ?? '') ?? [];
  const [start, end] = [Number(first ?? 0), Number(last ?? size - 1)];
  socket.write(
    `HTTP/1.1 ${first === undefined ? '200 OK' : '206 Partial Content'}\r\nContent-Length: ${end - start + 1}\r\n` +
      `Content-Range: bytes ${start}-${end}/${size}\r\nContent-Type: video/mp4\r\nConnection: keep-alive\r\n\r\n`,
  );
  const pace = createPace(bytesPerSecond);
  for (let left = end - start + 1; left > 0 && !socket.destroyed;) {
    const length = Math.min(left, bytesPerSecond > 0 ? SLICE_BYTES : BLOCK.length);
    left -= length;
    const rest = pace(length);
    if (!socket.write(BLOCK.subarray(0, length))) await drained(socket);
    if (rest > 0) await wait(rest);
  }
}

async function drained(socket: Socket): Promise<void> {
  const gone = new AbortController();
  const onClose = () => gone.abort();
  socket.once('close', onClose);
  await once(socket, 'drain', { signal: gone.signal }).catch(() => undefined);
  socket.off('close', onClose);
}
