import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createHttpClient } from '../../../server/adapters/http/create-http-client.ts';
import { openRange, sendStream } from '../../../server/adapters/transfer/http-parts.ts';
import { tlsCertificate, tlsKey } from './tls-fixture.ts';

const bytes = Buffer.alloc(5_000_000, 'over tls ');
let received: Buffer | undefined;
const server = createServer({ key: tlsKey, cert: tlsCertificate }, (req, res) => {
  if (req.method === 'PUT') {
    void buffer(req).then((body) => {
      received = body;
      res.end();
    });
  } else {
    res.writeHead(206, { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` }).end(bytes);
  }
});
const toLoopback: LookupFunction = (_name, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};
const http = createHttpClient({ userAgent: 'test/1', isAllowed: () => true, maxSockets: 2, lookup: toLoopback });
const trusted = getCACertificates();
const urlOf = (host: string) => `https://${host}:${(server.address() as AddressInfo).port}/file`;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => setDefaultCACertificates(trusted));
afterAll(async () => {
  await http.close();
  server.close();
});

it('refuses a certificate that nobody vouches for', async () => {
  const asked = http.request({ method: 'GET', url: urlOf('media.example.com'), operation: 'get', retry: 'never' });
  await expect(asked).rejects.toMatchObject({ reason: 'unreachable', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
});

it('refuses a certificate of another name', async () => {
  setDefaultCACertificates([...trusted, tlsCertificate]);
  const asked = http.request({ method: 'GET', url: urlOf('other.example.com'), operation: 'get', retry: 'never' });
  await expect(asked).rejects.toMatchObject({ reason: 'unreachable', cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
});

it('moves a part through two encrypted connections', async () => {
  setDefaultCACertificates([...trusted, tlsCertificate]);
  const { signal } = new AbortController();
  const url = urlOf('media.example.com');
  const range = { start: 0, end: bytes.length - 1 };
  const body = await openRange(http, { url, operation: 'read' }, range, signal);
  const answer = await sendStream(http, { method: 'PUT', url, operation: 'send' }, body, bytes.length, signal);

  expect(answer.status).toBe(200);
  expect(received?.equals(bytes)).toBe(true);
});
