import { randomUUID } from 'node:crypto';
import { beforeEach } from 'vitest';
import type { DocumentSeen } from '../../../sandbox/demo/watching.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { until } from '../../../sandbox/environment/until.ts';
import type { TreeWish } from '../../../sandbox/frameio/trees.ts';
import { FOLDERS, PROJECTS } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import type { SyncAnswer, SyncRunAnswer } from '../../../server/contract/sync.ts';
import { features } from './one-folder.ts';
import { makeDocument, operation } from './things.ts';
import type { World } from './world.ts';

export interface ItemSeen {
  readonly assetId: string;
  readonly title: string;
  readonly state: string;
  readonly change: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly documentUid: string | null;
}

/** A document with its path from the synchronised folder down. */
export interface DocumentBelow extends DocumentSeen {
  readonly path: string;
}

export interface OneSync {
  /** In Nuxeo, empty at first. */
  uid(): string;
  /** In Frame.io, empty at first. */
  source(): string;
  target(): { accountId: string; workspaceId: string; projectId: string; folderId: string };
  /** Answers ids by path. */
  grow(children: readonly TreeWish[], folderId?: string): Promise<Record<string, string>>;
  setUp(person: Person): Promise<SyncAnswer>;
  refresh(person: Person): Promise<SyncRunAnswer>;
  /** The run that goes on, once it has ended. */
  ended(person: Person): Promise<SyncRunAnswer>;
  items(person: Person, run: string): Promise<ItemSeen[]>;
  /** Paths from the folder down, with the length of the main file. */
  tree(): Promise<string[]>;
  titled(title: string): Promise<DocumentBelow>;
}

/** A folder on each side for each test: ana may do everything with the one in Nuxeo, ben may write. */
export function useOneSync(world: () => World): OneSync {
  let uid = '';
  let source = '';
  beforeEach(async () => {
    const { administrator, anaThere, standIns } = world();
    uid = (await makeDocument(standIns, { parent: SEEDED.workspaces, type: 'Folder', size: 0 })).uid;
    await operation(administrator, 'Document.AddPermission', uid, { users: ['ana'], permission: 'Everything' });
    await operation(administrator, 'Document.AddPermission', uid, { users: ['ben'], permission: 'ReadWrite' });
    const path = `/accounts/${features.accountId}/folders/${FOLDERS.auroraRoot}/folders`;
    source = (await anaThere.v4<{ id: string }>('POST', path, { name: `rushes-${randomUUID().slice(0, 8)}` })).id;
  });
  const target = () => ({ ...features, projectId: PROJECTS.aurora, folderId: source });
  const below = async (): Promise<DocumentBelow[]> => {
    const { administrator } = world();
    const { path } = await administrator.nuxeo<{ path: string }>('GET', `/id/${uid}`);
    const query = `SELECT * FROM Document WHERE ecm:path STARTSWITH '${path}' AND ecm:isVersion = 0 AND ecm:isTrashed = 0`;
    const search = `/search/execute?pageSize=1000&query=${encodeURIComponent(query)}`;
    const { entries } = await administrator.nuxeo<{ entries: DocumentBelow[] }>('GET', search, undefined, {
      properties: '*',
      'fetch-document': 'lock,versionLabel',
    });
    return entries.map((entry) => ({ ...entry, path: entry.path.slice(path.length + 1) }));
  };

  const ended = (person: Person) =>
    until('the run to end', async () => {
      const { run, comparison } = await person.api<SyncAnswer>('GET', `/folders/${uid}/sync`);
      return run?.endedAt && comparison?.endedAt !== null ? run : undefined;
    });
  return {
    uid: () => uid,
    source: () => source,
    target,
    grow: async (children, folderId = source) => {
      const wish = { folderId, children };
      const made = await world().standIns.control<{ ids: Record<string, string> }>('frameio', 'POST', 'trees', wish);
      return made.ids;
    },
    setUp: (person) => person.api('POST', `/folders/${uid}/sync`, { target: target(), documentType: 'File' }),
    async refresh(person) {
      await person.api('POST', `/folders/${uid}/sync/runs`);
      return ended(person);
    },
    ended,
    items: async (person, run) =>
      (await person.api<{ items: ItemSeen[] }>('GET', `/folders/${uid}/sync/runs/${run}/items?limit=200`)).items,
    tree: async () => (await below()).map(lineOf).sort(),
    async titled(title) {
      const found = (await below()).find((one) => one.title === title);
      if (!found) throw new Error(`there is no ${title}`);
      return found;
    },
  };
}

function lineOf({ path, properties }: DocumentBelow): string {
  const file = properties['file:content'] as { length: string } | null | undefined;
  return file ? `${path} ${file.length}` : path;
}
