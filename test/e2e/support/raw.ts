import { request } from 'node:http';
import { refusalOf, type Refusal } from './refusal.ts';

interface RawRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function basic(username: string, password = username): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/**
 * As it is written, where a browser would tidy the address or leave headers out; in two languages.
 *
 * @throws Error as `refusal` does.
 */
export async function rawRefusal(method: string, url: string, init: RawRequest = {}): Promise<Refusal> {
  return refusalOf(await rawRequest(method, url, 'en', init), await rawRequest(method, url, 'fr', init));
}

export function rawRequest(
  method: string,
  url: string,
  language: string,
  { headers = {}, body }: RawRequest = {},
): Promise<Response> {
  const { hostname, port } = new URL(url);
  const path = url.slice(new URL(url).origin.length);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request({
      method,
      hostname,
      port,
      path,
      headers: { 'accept-language': language, ...length, ...headers },
    });
    sent.on('error', reject);
    sent.on('response', (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('error', reject);
      message.on('end', () => {
        const given = Object.entries(message.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        resolve(new Response(Buffer.concat(chunks), { status: message.statusCode ?? 0, headers: given }));
      });
    });
    sent.end(body);
  });
}
