import { sql, type Kysely, type Selectable, type SelectQueryBuilder } from 'kysely';
import { RuleError } from '../domain/errors.ts';
import type { Sync } from '../domain/sync.ts';
import type { SyncPage, SyncStore } from '../ports/sync-store.ts';
import { pageSize } from './columns.ts';
import { isUniqueViolation } from './database-errors.ts';
import type { StoreOptions } from './store-options.ts';
import { createSyncItemStore } from './sync-item-store.ts';
import { toSync, toSyncRow } from './sync-rows.ts';
import { createSyncRunStore } from './sync-run-store.ts';
import type { SyncsTable, Tables } from './tables.ts';

export function createSyncStore(options: Omit<StoreOptions, 'secrets'>): SyncStore {
  const { kysely } = options.db;
  const live = () =>
    kysely.selectFrom('syncs').selectAll('syncs').where('removed_at', 'is', null).orderBy('created_at', 'desc');
  const read = async (query: { execute(): Promise<Selectable<SyncsTable>[]> }) => (await query.execute()).map(toSync);
  const update = async (id: string, columns: Partial<Pick<SyncsTable, 'folder_path' | 'owner' | 'removed_at'>>) => {
    await kysely.updateTable('syncs').set(columns).where('id', '=', id).where('removed_at', 'is', null).execute();
  };

  return {
    create: (sync) => createSync(kysely, sync),
    get: async (id) => (await read(kysely.selectFrom('syncs').selectAll().where('id', '=', id)))[0],
    ofFolder: async (folderUid) => (await read(live().where('folder_uid', '=', folderUid)))[0],
    ofFolders: async (folderUids) =>
      folderUids.length === 0 ? [] : read(live().where('folder_uid', 'in', folderUids)),
    belowPath: (path) => {
      const prefix = path.endsWith('/') ? path : `${path}/`;
      return read(live().where(sql<boolean>`starts_with(folder_path, ${prefix})`));
    },
    inProject: ({ accountId, projectId }) =>
      read(live().where('account_id', '=', accountId).where('project_id', '=', projectId)),
    list: (page) => read(page ? pageOf(live(), page) : live()),
    setFolderPath: (id, path) => update(id, { folder_path: path }),
    setOwner: (id, owner) => update(id, { owner }),
    markRemoved: (id, at) => update(id, { removed_at: at }),
    delete: async (id) => {
      await kysely.deleteFrom('syncs').where('id', '=', id).execute();
    },
    inherit: (sync) => inherit(kysely, sync),
    ...createSyncRunStore(options),
    ...createSyncItemStore(kysely),
  };
}

function pageOf<Output>(
  query: SelectQueryBuilder<Tables, 'syncs', Output>,
  { limit, before }: SyncPage,
): SelectQueryBuilder<Tables, 'syncs', Output> {
  const page = query.limit(pageSize(limit));
  return before === undefined ? page : page.where('created_at', '<', before);
}

async function createSync(kysely: Kysely<Tables>, sync: Sync): Promise<void> {
  try {
    await kysely.insertInto('syncs').values(toSyncRow(sync)).execute();
  } catch (error) {
    if (!isUniqueViolation(error, 'syncs_live_folder')) throw error;
    throw new RuleError('folder-already-synced', { cause: error });
  }
}

/** Of the one that was removed last: it has what those before it knew. */
async function inherit(kysely: Kysely<Tables>, { id, folderUid, accountId, folderId }: Sync): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    const earlier = await transaction
      .selectFrom('syncs')
      .select('id')
      .where('folder_uid', '=', folderUid)
      .where('account_id', '=', accountId)
      .where('folder_id', '=', folderId)
      .where('removed_at', 'is not', null)
      .orderBy('removed_at', 'desc')
      .executeTakeFirst();
    if (!earlier) return;
    await transaction.updateTable('sync_assets').set({ sync_id: id }).where('sync_id', '=', earlier.id).execute();
    await transaction.updateTable('asset_links').set({ binding_id: id }).where('binding_id', '=', earlier.id).execute();
  });
}
