import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Ids } from '../ports/clock.ts';
import type { Probe, ProbeSeal } from '../ports/probe.ts';
import { HttpFailure, type HttpClient, type HttpResponse } from './http/http-client.ts';

export interface ProbeOptions {
  readonly http: HttpClient;
  readonly seal: ProbeSeal;
  readonly ids: Ids;
}

const TIMEOUT_MS = 10_000;
const sealPayload = z.object({ check: z.string() });

export function createProbe({ http, seal, ids }: ProbeOptions): Probe {
  async function get(url: string): Promise<HttpResponse | undefined> {
    const headers = { accept: 'application/json' };
    try {
      return await http.request({
        method: 'GET',
        url,
        headers,
        operation: 'check',
        timeoutMs: TIMEOUT_MS,
        retry: 'never',
      });
    } catch (error) {
      if (error instanceof HttpFailure) return undefined;
      throw error;
    }
  }

  return {
    async reach(url) {
      const response = await get(url);
      response?.body.destroy();
      return response && { status: response.status, date: dateIn(response.headers.date) };
    },

    async whoAnswers(url) {
      const word = ids.uuid();
      const response = await get(`${url}?check=${word}`);
      if (!response) return 'nobody';
      const body = await response.json().catch(() => undefined);
      return sealPayload.safeParse(body).data?.check === seal.seal(word) ? 'connector' : 'other';
    },
  };
}

function dateIn(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** @param key - The same in all processes that share a database, and used for nothing else. */
export function createProbeSeal(key: string | Uint8Array): ProbeSeal {
  return { seal: (word) => createHmac('sha256', key).update(`nuxeo-frameio check ${word}`).digest('hex') };
}
