import { Readable } from 'node:stream';
import {
  HttpFailure,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
} from '../../server/adapters/http/http-client.ts';

export type FakeAnswer = { readonly status: number; readonly body?: unknown } | 'unreachable';

export interface FakeHttp extends HttpClient {
  readonly requests: HttpRequest[];
  /** Used up one by one; the last one stays. */
  answers: FakeAnswer[];
}

/** For answers that a stand-in would never give. */
export function createFakeHttp(...answers: FakeAnswer[]): FakeHttp {
  const http: FakeHttp = {
    requests: [],
    answers,
    request(request) {
      http.requests.push(request);
      const answer = http.answers.length > 1 ? http.answers.shift() : http.answers[0];
      if (answer === undefined || answer === 'unreachable')
        return Promise.reject(new HttpFailure('unreachable', request.operation));
      return Promise.resolve(responseOf(answer));
    },
    close: () => Promise.resolve(),
  };
  return http;
}

function responseOf({ status, body }: Exclude<FakeAnswer, string>): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return {
    status,
    headers: {},
    body: Readable.from([text]),
    json: () => Promise.resolve(typeof body === 'string' ? undefined : body),
    text: () => Promise.resolve(text),
  };
}

/** The form fields of a request. */
export function formIn(request: HttpRequest | undefined): Readonly<Record<string, string>> {
  return request?.body && 'form' in request.body ? request.body.form : {};
}
