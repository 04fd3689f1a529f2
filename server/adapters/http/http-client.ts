import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export type HttpBody =
  | { readonly json: unknown }
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly bytes: Uint8Array; readonly contentType?: string }
  /** Streamed with an exact Content-Length, never buffered, never retried here. */
  | { readonly stream: Readable; readonly length: number };

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** What the call is, in the log and in errors: `files.show`. */
  readonly operation: string;
  /**
   * Until the answer's head has arrived; for streamed bodies and answers it is the longest silence instead.
   * Default 30 s.
   */
  readonly timeoutMs?: number;
  /**
   * `safe`: network failures, 502, 503 and 504 are repeated with jittered back-off (default for GET and HEAD);
   * `never`: default for everything else.
   */
  readonly retry?: 'safe' | 'never';
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Must be read to its end or destroyed. */
  readonly body: Readable;
  /** At most 16 MiB; undefined for an empty body or one that is not JSON. */
  json(): Promise<unknown>;
  /** The first 64 KiB. */
  text(): Promise<string>;
}

/**
 * Our one way out. Redirects are never followed. Answers of any status resolve.
 *
 * @throws HttpFailure when no answer came (`unreachable`, `timeout`).
 * @throws IntegrationError `host-not-allowed` before anything is sent.
 * @throws The signal's reason.
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

export class HttpFailure extends Error {
  readonly reason: 'unreachable' | 'timeout';
  constructor(reason: 'unreachable' | 'timeout', operation: string, cause?: unknown) {
    super(`${operation}: ${reason}`, { cause });
    this.name = 'HttpFailure';
    this.reason = reason;
  }
}
