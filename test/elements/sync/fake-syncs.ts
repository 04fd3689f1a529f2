import type { Page, Route } from 'playwright-core';
import type { z } from 'zod';
import {
  driftAnswer,
  driftChoiceBody,
  syncAnswer,
  syncBody,
  syncItemsAnswer,
  syncOptionsAnswer,
  syncRunAnswer,
  type driftLineAnswer,
  type SyncAnswer,
  type syncItemAnswer,
  type SyncRunAnswer,
} from '../../../server/contract/sync.ts';
import { ACCOUNTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { choicesFor, driftKinds, type DriftKind } from '../../../server/domain/sync.ts';

type Options = z.infer<typeof syncOptionsAnswer>;
type Item = z.infer<typeof syncItemAnswer>;
export type Line = z.infer<typeof driftLineAnswer>;

/** What the sidecar would say of one folder, in states that are hard to come by. Held to the contract. */
export class FakeSync {
  sync: SyncAnswer;
  items: Item[] = [];
  drift: { run: SyncRunAnswer | null; lines: Line[] } = { run: null, lines: [] };
  /** `POST /runs` and so on, as they came, with their bodies. */
  readonly asked: { path: string; body: unknown }[] = [];
  /** Answered in place of the next `POST` or `DELETE`. */
  refusal: { status: number; code: string; params?: string[]; field?: string } | undefined;
  isGone = false;
  /** Who is asked about it after the database was lost. */
  waitsFor: string | undefined;
  options: Options = {
    ...{ documentTypes: ['File', 'Video'], defaultDocumentType: 'File', commentsBecomeVisible: true },
    workspaces: [aWorkspace('Commercials', WORKSPACES.commercials), aWorkspace('Features', WORKSPACES.features)],
  };
  /** What the sidecar does in Nuxeo besides. */
  created: () => Promise<void> = () => Promise.resolve();

  constructor(folderUid: string, change: Partial<SyncAnswer> = {}) {
    this.sync = aSync(folderUid, change);
  }

  async answer(page: Page): Promise<void> {
    await page.route(/\/nuxeo\/frameio\/api\/folders\/[^/]+\/sync(\/|\?|$)/, (route) => this.#answer(route));
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = new URL(request.url());
    const path = `${request.method()} ${url.pathname.split('/sync')[1] ?? ''}`;
    if (request.method() !== 'GET') this.asked.push({ path, body: request.postDataJSON() as unknown });
    const { refusal } = this;
    if (refusal && request.method() !== 'GET') {
      this.refusal = undefined;
      return refuse(route, refusal.status, refusal);
    }
    if (path === 'GET /options') return route.fulfill({ json: syncOptionsAnswer.parse(this.options) });
    if (path === 'POST ') return this.#create(route);
    if (this.waitsFor !== undefined) {
      return refuse(route, 409, {
        code: 'sync-unconfirmed',
        params: ['/Archive', 'Aurora', 'Features', 'File', this.waitsFor],
      });
    }
    if (this.isGone) return refuse(route, 404, { code: 'folder-not-synced' });
    return this.#resource(route, path, url.searchParams);
  }

  #resource(route: Route, path: string, query: URLSearchParams): Promise<void> {
    if (path === 'GET ') return route.fulfill({ json: this.#seen() });
    if (path === 'POST /runs') return route.fulfill({ status: 202, json: this.#started('sync') });
    if (path === 'POST /drift') return route.fulfill({ status: 202, json: this.#started('compare') });
    if (path === 'POST /owner') return route.fulfill({ json: this.#takenOver() });
    if (path === 'GET /drift') return route.fulfill({ json: this.#driftPage(query) });
    if (path.startsWith('GET /runs/')) return route.fulfill({ json: this.#itemsPage(query) });
    if (path.startsWith('POST /drift/')) {
      driftChoiceBody.parse(this.asked.at(-1)?.body);
      return route.fulfill({ status: 204 });
    }
    this.isGone = true;
    return route.fulfill({ status: 204 });
  }

  #seen(): SyncAnswer {
    return syncAnswer.parse({ ...this.sync, comparison: this.drift.run });
  }

  async #create(route: Route): Promise<void> {
    syncBody.parse(this.asked.at(-1)?.body);
    this.isGone = false;
    await this.created();
    return route.fulfill({ status: 201, json: syncAnswer.parse(this.sync) });
  }

  #started(mode: SyncRunAnswer['mode']): SyncRunAnswer {
    const run = aRun({ mode, state: 'queued', trigger: 'person', id: `${mode}-${this.asked.length}` });
    if (mode === 'sync') this.sync = { ...this.sync, run };
    else this.drift = { ...this.drift, run };
    return syncRunAnswer.parse(run);
  }

  #takenOver(): SyncAnswer {
    this.sync = { ...this.sync, owner: 'ana', needsOwner: null, mayTakeOver: false };
    return syncAnswer.parse(this.sync);
  }

  #driftPage(query: URLSearchParams): unknown {
    const { run, lines } = this.drift;
    const ofKind = lines.filter(({ kind }) => (query.get('kind') ?? kind) === kind);
    const counts = Object.fromEntries(
      driftKinds.map((kind) => [kind, lines.filter((one) => one.kind === kind).length]),
    );
    const { page, next } = pageOf(ofKind, query, ({ id }) => id);
    return driftAnswer.parse({ run, counts, lines: page, next });
  }

  #itemsPage(query: URLSearchParams): unknown {
    const inState = this.items.filter(({ state }) => (query.get('state') ?? state) === state);
    const { page, next } = pageOf(inState, query, ({ assetId }) => assetId);
    return syncItemsAnswer.parse({ items: page, next });
  }
}

export function aWorkspace(name: string, workspaceId: string, change: Partial<Options['workspaces'][number]> = {}) {
  return { accountId: ACCOUNTS.northlight, accountName: 'Northlight', workspaceId, name, ...change };
}

function pageOf<T>(all: readonly T[], query: URLSearchParams, idOf: (one: T) => string) {
  const after = query.get('after');
  const start = after === null ? 0 : all.findIndex((one) => idOf(one) === after) + 1;
  const page = all.slice(start, start + Number(query.get('limit') ?? 50));
  const last = page.at(-1);
  return { page, next: last && last !== all.at(-1) ? idOf(last) : null };
}

function refuse(
  route: Route,
  status: number,
  error: { code: string; params?: string[]; field?: string },
): Promise<void> {
  return route.fulfill({ status, json: { error: { params: [], message: error.code, requestId: 'test', ...error } } });
}

export function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

export function aSync(folderUid: string, change: Partial<SyncAnswer> = {}): SyncAnswer {
  return {
    ...{ id: 'sync-1', folderUid, folderPath: '/default-domain/workspaces/Aurora/Archive' },
    ...{ accountId: 'account', workspaceId: 'workspace', workspaceName: 'Features' },
    ...{ projectId: 'project', projectName: 'Aurora', folderId: 'folder', sourcePath: ['Dailies', 'Day 1'] },
    viewUrl: 'https://next.frame.io/project/aurora',
    ...{ owner: 'ana', needsOwner: null, documentType: 'File', createdAt: ago(86_400), lastRunAt: ago(180) },
    run: aRun(),
    comparison: null,
    changes: { by: 'webhook', everySeconds: 900, reason: null },
    ...{ mayRemove: true, mayTakeOver: false },
    ...change,
  };
}

/** Over, and nothing had changed. */
export function aRun(change: Partial<SyncRunAnswer> = {}): SyncRunAnswer {
  return {
    ...{ id: 'run-1', trigger: 'schedule', mode: 'sync', state: 'done', failure: null, isWalked: true },
    ...{ foldersSeen: 12, assetsSeen: 340, total: 0, done: 0, failed: 0, left: 0, bytesTotal: 0, bytesDone: 0 },
    ...{ startedAt: ago(240), endedAt: ago(180) },
    ...change,
  };
}

export function anItem(n: number, change: Partial<Item> = {}): Item {
  const title = `A001_C${String(n).padStart(3, '0')}`;
  return {
    assetId: `asset-${n}`,
    title,
    state: 'done',
    change: 'new',
    failure: null,
    documentUid: `doc-${n}`,
    ...change,
  };
}

export function failureOf(code: string, ...params: string[]): { code: string; params: string[]; message: string } {
  return { code, params, message: code };
}

export function aLine(n: number, kind: DriftKind, change: Partial<Line> = {}): Line {
  return {
    ...{
      id: `line-${n}`,
      kind,
      title: `A001_C${String(n).padStart(3, '0')}.mov`,
      path: ['Dailies', `Day ${(n % 5) + 1}`],
    },
    documentUid: kind === 'only-there' ? null : `doc-${n}`,
    assetId: kind === 'only-here' ? null : `asset-${n}`,
    viewUrl: kind === 'only-here' ? null : `https://next.frame.io/view/${n}`,
    failure: null,
    choices: [...choicesFor[kind]],
    ...change,
  };
}
