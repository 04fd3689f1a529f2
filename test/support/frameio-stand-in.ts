import { setTimeout as wait } from 'node:timers/promises';
import { createFrameio, type FrameioOptions } from '../../server/adapters/frameio/create-frameio.ts';
import { createRateLimiter } from '../../server/adapters/frameio/rate-limiter.ts';
import { createHttpClient } from '../../server/adapters/http/create-http-client.ts';
import type { AccountRef, FileRef, FolderRef, ProjectRef, WorkspaceRef } from '../../server/domain/refs.ts';
import type { Clock } from '../../server/ports/clock.ts';
import type { Frameio } from '../../server/ports/frameio.ts';
import { ACCOUNTS, PEOPLE, PROJECTS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { startFrameio, type FrameioStandIn } from '../../sandbox/frameio/server.ts';
import type { Fault, FaultAction, RecordedCall } from '../../sandbox/shared/control.ts';
import type { Switches } from '../../sandbox/frameio/switches.ts';

/** A running stand-in and the adapter connected to it. */
export interface StandInWorld {
  readonly standIn: FrameioStandIn;
  readonly account: AccountRef;
  readonly workspace: WorkspaceRef;
  readonly project: ProjectRef;
  /** The adapter in somebody's name. */
  connect(email: string, more?: Partial<FrameioOptions>): Promise<Frameio>;
  newToken(email: string): Promise<string>;
  /** What only the stand-in can do, below `/_control`. */
  control(method: string, path: string, body: unknown): Promise<unknown>;
  /** A call of the API in somebody's name, past the adapter. */
  actAs(email: string, method: string, path: string, data?: object): Promise<unknown>;
  /** A file with every byte, made from its name. */
  addFile(folder: FolderRef, file: { name: string; size: number; fps?: number; email?: string }): Promise<FileRef>;
  /** What the stand-in was asked, API and storage, by path with query. */
  calls(path: RegExp): RecordedCall[];
  /** Once, unless `more` says otherwise. */
  fault(path: string, action: FaultAction, more?: Partial<Fault>): void;
  close(): Promise<void>;
}

export const clock: Clock = { now: () => new Date() };
export const { ana, ben, cleo, dan } = PEOPLE;

/** Limits a hundred times as wide as the documented ones, unless told otherwise. */
export async function startStandIn(switches: Partial<Switches> = {}): Promise<StandInWorld> {
  const standIn = await startFrameio({ switches: { rateLimitFactor: 100, transcodeDelayMs: 0, ...switches } });
  const account = { accountId: ACCOUNTS.northlight };
  const isAllowed = () => true;
  const http = createHttpClient({ userAgent: 'nuxeo-frameio-test', isAllowed, maxSockets: 16, clock });
  const storage = createHttpClient({ userAgent: 'nuxeo-frameio-test', isAllowed, maxSockets: 16, clock });
  const limiter = createRateLimiter({
    clock,
    sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  });

  const control = async (method: string, path: string, body: unknown) => {
    const answer = await http.request({
      method: method as 'POST',
      url: `${standIn.apiUrl}/_control${path}`,
      operation: `control ${path}`,
      body: { json: body },
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const newToken = async (email: string) =>
    ((await control('POST', '/tokens', { email })) as { access_token: string }).access_token;

  const actAs: StandInWorld['actAs'] = (email, method, path, data) =>
    control('POST', '/act-as', { email, method, path, ...(data ? { body: { data } } : {}) });

  return {
    standIn,
    account,
    workspace: { ...account, workspaceId: WORKSPACES.features },
    project: { ...account, projectId: PROJECTS.aurora },
    control,
    newToken,
    async connect(email, more = {}) {
      const token = await newToken(email);
      const accessToken = () => Promise.resolve(token);
      const { apiUrl } = standIn;
      return createFrameio({ http, storage, apiUrl, accessToken, limiter, user: email, frameBase: 1, clock, ...more });
    },
    actAs,
    async addFile({ accountId, folderId }, { name, size, fps, email = ana.email }) {
      const metadata = fps === undefined ? {} : { frameRate: fps, frames: 10_000, durationSeconds: 10_000 / fps };
      const { id } = (await control('POST', '/files', { folderId, name, seed: name, size, email, metadata })) as {
        id: string;
      };
      await transcoded(() => actAs(ana.email, 'GET', `/v4/accounts/${accountId}/files/${id}`));
      return { accountId, fileId: id };
    },
    calls: (path) => standIn.control.calls.filter((call) => path.test(call.path)),
    fault: (path, action, more = {}) => standIn.control.addFault({ path, action, ...more }),
    async close() {
      await Promise.all([http.close(), storage.close()]);
      await standIn.close();
    },
  };
}

async function transcoded(show: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { data } = (await show()) as { data: { status: string } };
    if (data.status === 'transcoded') return;
    await wait(5);
  }
  throw new Error('The stand-in did not transcode the file');
}
