import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { say, endWithParent } from './child.ts';
import { createHeadReader, type HeadReader } from './http-heads.ts';
import { createPace, readCap } from './pace.ts';

// A sink that counts what arrives and lets it go: any method with a Content-Length. Its own process.
// `GET /bytes` says how many bytes of finished requests there were.

endWithParent();
const cap = readCap();
let bytes = 0;
const server = createServer({ noDelay: true }, (socket) => serve(socket)).listen(0, '127.0.0.1');
await once(server, 'listening');
say({ port: (server.address() as AddressInfo).port });

function serve(socket: Socket): void {
  const heads = createHeadReader();
  let body: Body | undefined;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    let rest = chunk as Buffer;
    if (!body) {
      const complete = heads.feed(rest);
      if (!complete) return;
      body = startBody(socket, complete.head);
      rest = rest.subarray(complete.used);
    }
    body = body.take(rest.length) ? undefined : body;
  });
}

interface Body {
  /** true when that was all of it. */
  take(count: number): boolean;
}

function startBody(socket: Socket, { headers }: NonNullable<ReturnType<HeadReader['feed']>>['head']): Body {
  if (headers.has('expect')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
  const length = Number(headers.get('content-length') ?? 0);
  const pace = createPace(cap.bytesPerSecond);
  let left = length;
  return {
    take(count) {
      left -= count;
      const rest = pace(count);
      if (rest > 1 && left > 0) {
        socket.pause();
        setTimeout(() => socket.resume(), rest);
      }
      if (left === 0) void confirm(socket, length, rest);
      return left === 0;
    },
  };
}

async function confirm(socket: Socket, length: number, rest: number): Promise<void> {
  bytes += length;
  if (rest + cap.requestDelayMs > 0) await wait(rest + cap.requestDelayMs);
  const text = length === 0 ? String(bytes) : '';
  socket.write(
    `HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: ${text.length}\r\nConnection: keep-alive\r\n\r\n${text}`,
  );
}
