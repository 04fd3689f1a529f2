import { Readable } from 'node:stream';
import { createFrameio, type FrameioOptions } from '../../../server/adapters/frameio/create-frameio.ts';
import { createRateLimiter } from '../../../server/adapters/frameio/rate-limiter.ts';
import type { HttpClient, HttpRequest } from '../../../server/adapters/http/http-client.ts';
import type { Frameio } from '../../../server/ports/frameio.ts';
import { createVirtualTime, type VirtualTime } from '../../support/virtual-time.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A client that answers what the script says, and remembers what it was asked. */
export function scriptedHttp(script: (request: HttpRequest, url: URL) => ScriptedAnswer): HttpClient & {
  readonly asked: HttpRequest[];
} {
  const asked: HttpRequest[] = [];
  return {
    asked,
    close: () => Promise.resolve(),
    request(request) {
      asked.push(request);
      request.signal?.throwIfAborted();
      const { status = 200, headers = {}, body } = script(request, new URL(request.url));
      return Promise.resolve({
        status,
        headers,
        body: Readable.from([]),
        json: () => Promise.resolve(body),
        text: () => Promise.resolve(typeof body === 'string' ? body : JSON.stringify(body)),
      });
    },
  };
}

export interface Scripted {
  readonly frameio: Frameio;
  readonly asked: readonly HttpRequest[];
  readonly time: VirtualTime;
}

/** The adapter on top of scripted answers, in virtual time. */
export function scriptedFrameio(
  script: (request: HttpRequest, url: URL) => ScriptedAnswer,
  more: Partial<FrameioOptions> = {},
): Scripted {
  const time = createVirtualTime();
  const http = scriptedHttp(script);
  const limiter = createRateLimiter({ clock: time.clock, sleep: time.sleep, random: () => 0 });
  const accessToken = () => Promise.resolve('token');
  const fixed = { http, storage: http, limiter, accessToken, clock: time.clock, user: 'ana', frameBase: 1 } as const;
  return { frameio: createFrameio({ ...fixed, apiUrl: 'https://api.example', ...more }), asked: http.asked, time };
}

const common = {
  parent_id: 'parent',
  project_id: 'project',
  view_url: 'https://next.example/view',
  created_at: '2026-06-26T20:14:33.796116Z',
  updated_at: '2026-06-26T20:14:33.796116Z',
};

export const filePayload = (more: object = {}) => ({
  ...{ id: 'file', name: 'cut.mov', type: 'file', status: 'transcoded', file_size: 10, media_type: 'video/quicktime' },
  ...common,
  ...more,
});

export const stackPayload = (more: object = {}) => ({
  ...{ id: 'stack', name: 'cut.mov', type: 'version_stack', head_version: filePayload() },
  ...common,
  ...more,
});

export const folderPayload = (more: object = {}) => ({
  id: 'folder',
  name: 'Cuts',
  type: 'folder',
  ...common,
  ...more,
});

export const commentPayload = (more: object = {}) => ({
  ...{ id: 'comment', file_id: 'file', text: 'too dark', timestamp: null, duration: null, page: null },
  ...{ annotation: null, completed_at: null, completer_id: null, created_at: common.created_at },
  ...{ updated_at: common.updated_at, owner: null, replies: [], ...more },
});
