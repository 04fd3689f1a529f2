import { setTimeout as wait } from 'node:timers/promises';
import { SYNC_TARGET } from '../../sandbox/demo/sync-scenes.ts';
import type { Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';

const LANES = 8;

interface Listed {
  readonly id: string;
  readonly type: 'folder' | 'file' | 'version_stack';
  readonly head_version?: { readonly id: string };
}

/**
 * What a person would write first to see whether anything changed: every folder is listed, and for each asset in it
 * Frame.io is asked for the file and its comments, and Nuxeo for its document. Answers how many assets it looked at.
 */
export async function naiveWalk({ frameioUrl }: Environment, ana: Person): Promise<number> {
  const token = await tokenOf(frameioUrl);
  const get = (path: string) => getting<unknown>(`${frameioUrl}/v4/accounts/${SYNC_TARGET.accountId}${path}`, token);
  const folders: string[] = [SYNC_TARGET.folderId];
  const assets: string[] = [];
  for (const folder of folders) {
    const children = (await get(`/folders/${folder}/children?page_size=100`)) as Listed[];
    folders.push(...children.filter(({ type }) => type === 'folder').map(({ id }) => id));
    assets.push(
      ...children.filter(({ type }) => type !== 'folder').map(({ id, head_version: head }) => head?.id ?? id),
    );
  }
  await inLanes(assets, async (id) => {
    await get(`/files/${id}?include=metadata`);
    await get(`/files/${id}/comments?include=owner,replies`);
    const query = encodeURIComponent(`SELECT * FROM Document WHERE frameioasset:fileId = '${id}'`);
    await ana.nuxeo('GET', `/search/execute?query=${query}`);
  });
  return assets.length;
}

async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function getting<T>(url: string, token: string): Promise<T> {
  for (;;) {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}`, 'user-agent': 'naive' } });
    if (answer.ok) return ((await answer.json()) as { data: T }).data;
    await answer.arrayBuffer();
    if (answer.status !== 429) throw new Error(`${url} answered ${answer.status}`);
    const [limit, windowMs] = ['limit', 'window'].map((name) => Number(answer.headers.get(`x-ratelimit-${name}`)));
    await wait((windowMs ?? 1000) / (limit || 1));
  }
}

async function tokenOf(frameioUrl: string): Promise<string> {
  const answer = await fetch(`${frameioUrl}/_control/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ben@northlight.example' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
