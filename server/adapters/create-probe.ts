import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Probe, ProbeSeal } from '../ports/probe.ts';
import { HttpFailure, type HttpClient, type HttpRequest, type HttpResponse } from './http/http-client.ts';

export interface ProbeOptions {
  readonly http: HttpClient;
  readonly seal: ProbeSeal;
  readonly ids: Ids;
  readonly clock: Clock;
}

const TIMEOUT_MS = 10_000;
const sealPayload = z.object({ check: z.string() });

export function createProbe({ http, seal, ids, clock }: ProbeOptions): Probe {
  const ask = async (request: Omit<HttpRequest, 'operation'>): Promise<HttpResponse | undefined> => {
    try {
      return await http.request({ ...request, operation: 'check', timeoutMs: TIMEOUT_MS, retry: 'never' });
    } catch (error) {
      if (error instanceof HttpFailure) return undefined;
      throw error;
    }
  };

  return {
    async reach(url) {
      const response = await ask({ method: 'GET', url });
      response?.body.destroy();
      return response && { status: response.status, date: dateIn(response.headers.date) };
    },

    async whoAnswers(url) {
      const word = ids.uuid();
      const response = await ask({ method: 'GET', url: `${url}?check=${word}` });
      if (!response) return 'nobody';
      const body = await response.json().catch(() => undefined);
      return sealPayload.safeParse(body).data?.check === seal.seal(word) ? 'connector' : 'other';
    },

    async signedCall(url, signature) {
      const secret = signature === 'right' ? seal.signingSecret : ids.uuid();
      const response = await ask({ method: 'POST', url, ...signed({ check: ids.uuid() }, secret, clock.now()) });
      response?.body.destroy();
      return response?.status;
    },
  };
}

/** As Frame.io signs: over the version, the seconds and the raw body. */
function signed(call: object, secret: string, now: Date) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const text = JSON.stringify(call);
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex');
  return {
    body: { bytes: Buffer.from(text), contentType: 'application/json' },
    headers: { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': `v0=${digest}` },
  };
}

function dateIn(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** @param key - The same in all processes that share a database, and used for nothing else. */
export function createProbeSeal(key: string | Uint8Array): ProbeSeal {
  const digest = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return { seal: (word) => digest(`check word ${word}`), signingSecret: digest('check signature') };
}
