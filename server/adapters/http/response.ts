import type { IncomingMessage } from 'node:http';
import { HttpFailure, type HttpResponse } from './http-client.ts';

const JSON_LIMIT_BYTES = 16 * 1024 * 1024;
const TEXT_LIMIT_BYTES = 64 * 1024;

export function toHttpResponse(message: IncomingMessage, operation: string, signal?: AbortSignal): HttpResponse {
  const collect = (limit: number) => collectBytes(message, limit, operation, signal);
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    body: message,
    async json() {
      const bytes = await collect(JSON_LIMIT_BYTES + 1);
      if (bytes.length > JSON_LIMIT_BYTES) {
        throw new HttpFailure('unreachable', operation, new Error('the answer is larger than 16 MiB'));
      }
      return parsed(bytes);
    },
    async text() {
      return (await collect(TEXT_LIMIT_BYTES)).toString('utf8');
    },
  };
}

/** The first `limit` bytes; what comes after them is never read. */
async function collectBytes(
  message: IncomingMessage,
  limit: number,
  operation: string,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= limit) break; // leaving the loop destroys the message
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof HttpFailure ? error : new HttpFailure('unreachable', operation, error);
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
