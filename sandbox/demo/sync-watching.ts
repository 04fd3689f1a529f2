import type { SyncAnswer, SyncRunAnswer } from '../../server/contract/sync.ts';
import type { Environment } from '../environment/environment.ts';
import type { Person } from '../environment/person.ts';
import { until } from '../environment/until.ts';
import type { RecordedCall } from '../shared/control.ts';
import type { DocumentSeen } from './watching.ts';

export function syncOf(person: Person, folderUid: string): Promise<SyncAnswer> {
  return person.api<SyncAnswer>('GET', `/folders/${folderUid}/sync`);
}

/** The last run of the folder once it has ended, and no other one than those that are known is the last. */
export function nextRun(person: Person, folderUid: string, known: readonly string[] = []): Promise<SyncRunAnswer> {
  return until(`the end of a run of ${folderUid}`, async () => {
    const { run } = await syncOf(person, folderUid);
    return run !== null && run.endedAt !== null && !known.includes(run.id) && run;
  });
}

/** Live documents below the folder, versions and proxies not counted. */
export async function documentsBelow(person: Person, path: string): Promise<DocumentSeen[]> {
  const where = `ecm:path STARTSWITH '${path}' AND ecm:isVersion = 0 AND ecm:isTrashed = 0`;
  const query = encodeURIComponent(`SELECT * FROM Document WHERE ${where}`);
  const found: DocumentSeen[] = [];
  for (let page = 0; ; page += 1) {
    const address = `/search/execute?pageSize=100&currentPageIndex=${page}&query=${query}`;
    const { entries, isNextPageAvailable } = await person.nuxeo<{
      entries: DocumentSeen[];
      isNextPageAvailable: boolean;
    }>('GET', address, undefined, { properties: '*', 'fetch-document': 'versionLabel' });
    found.push(...entries);
    if (!isNextPageAvailable) return found;
  }
}

export interface SidecarCalls {
  readonly frameio: RecordedCall[];
  readonly nuxeo: RecordedCall[];
}

/** What the sidecar asked of both sides while the work was done. */
export async function callsDuring(environment: Environment, work: () => Promise<unknown>): Promise<SidecarCalls> {
  const origins = { frameio: environment.frameioUrl, nuxeo: new URL(environment.nuxeoUrl).origin };
  for (const origin of Object.values(origins)) await fetch(`${origin}/_control/calls`, { method: 'DELETE' });
  await work();
  const ours = async (origin: string) => {
    const calls = (await (await fetch(`${origin}/_control/calls`)).json()) as RecordedCall[];
    return calls.filter(({ requestHeaders }) => String(requestHeaders['user-agent']).startsWith('nuxeo-frameio/'));
  };
  return { frameio: await ours(origins.frameio), nuxeo: await ours(origins.nuxeo) };
}

export function writesAmong(calls: readonly RecordedCall[]): string[] {
  return calls.filter(({ method }) => !['GET', 'HEAD'].includes(method)).map(({ method, path }) => `${method} ${path}`);
}
