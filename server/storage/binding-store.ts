import { sql, type Insertable, type Kysely, type Selectable, type SelectQueryBuilder, type Updateable } from 'kysely';
import { RuleError } from '../domain/errors.ts';
import { defaultBindingRules, type Binding, type BoundWorkspace } from '../domain/binding.ts';
import type { BindingPage, BindingStore } from '../ports/binding-store.ts';
import { json, nullable, pageSize, present } from './columns.ts';
import { isUniqueViolation } from './database-errors.ts';
import type { StoreOptions } from './store-options.ts';
import type { BindingsTable, BoundWorkspacesTable, Tables } from './tables.ts';

export function createBindingStore({ db, secrets, ids }: Omit<StoreOptions, 'clock'>): BindingStore {
  const { kysely } = db;
  const live = () =>
    kysely.selectFrom('bindings').selectAll('bindings').where('unbound_at', 'is', null).orderBy('created_at', 'desc');
  const read = async (query: { execute(): Promise<Selectable<BindingsTable>[]> }) =>
    withWorkspaces(kysely, await query.execute());
  const update = async (id: string, columns: Updateable<BindingsTable>) => {
    await kysely.updateTable('bindings').set(columns).where('id', '=', id).execute();
  };

  return {
    create: (binding) => createBinding(kysely, binding),
    get: async (id) => (await read(kysely.selectFrom('bindings').selectAll().where('id', '=', id)))[0],
    ofFolder: async (folderUid) => (await read(live().where('folder_uid', '=', folderUid)))[0],
    ofFolders: async (folderUids) =>
      folderUids.length === 0 ? [] : read(live().where('folder_uid', 'in', folderUids)),
    belowPath: (path) => {
      const prefix = path.endsWith('/') ? path : `${path}/`;
      return read(live().where(sql<boolean>`starts_with(folder_path, ${prefix})`));
    },
    inWorkspace: ({ accountId, workspaceId }) =>
      read(
        live()
          .innerJoin('bound_workspaces', 'bound_workspaces.binding_id', 'bindings.id')
          .where('account_id', '=', accountId)
          .where('workspace_id', '=', workspaceId)
          .where('state', '!=', 'removed'),
      ),
    list: (page) => read(page ? pageOf(live(), page) : live()),

    setWorkspace: async (id, workspace, secret) => {
      await kysely.transaction().execute(async (transaction) => {
        await saveWorkspace(transaction, toWorkspaceRow(id, workspace));
        if (secret === undefined) return;
        const secretId = ids.uuid();
        const sealed = secrets.seal(secret, place(secretId));
        await insertSecret(transaction, { id: secretId, secret: sealed }, id, workspace);
      });
    },
    setRules: (id, rules) => update(id, { rules: json(rules) }),
    setFolderPath: (id, path) => update(id, { folder_path: path }),
    markUnbound: async (id, at) => {
      await kysely
        .updateTable('bindings')
        .set({ unbound_at: at })
        .where('id', '=', id)
        .where('unbound_at', 'is', null)
        .execute();
    },
    delete: async (id) => {
      await kysely.deleteFrom('bindings').where('id', '=', id).execute();
    },

    secrets: async (id) => (await readSecrets(kysely, id)).map((row) => secrets.open(row.secret, place(row.id))),
    forgetUnboundBefore: (moment) => forgetUnboundBefore(kysely, moment),
  };
}

function pageOf<Output>(
  query: SelectQueryBuilder<Tables, 'bindings', Output>,
  { limit, before }: BindingPage,
): SelectQueryBuilder<Tables, 'bindings', Output> {
  const page = query.limit(pageSize(limit));
  return before === undefined ? page : page.where('created_at', '<', before);
}

async function withWorkspaces(kysely: Kysely<Tables>, rows: readonly Selectable<BindingsTable>[]): Promise<Binding[]> {
  if (rows.length === 0) return [];
  const workspaces = await kysely
    .selectFrom('bound_workspaces')
    .selectAll()
    .where(
      'binding_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('position')
    .execute();
  return rows.map((row) =>
    toBinding(
      row,
      workspaces.filter((workspace) => workspace.binding_id === row.id),
    ),
  );
}

async function createBinding(kysely: Kysely<Tables>, binding: Binding): Promise<void> {
  try {
    await kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto('bindings').values(toRow(binding)).execute();
      for (const workspace of binding.workspaces)
        await saveWorkspace(transaction, toWorkspaceRow(binding.id, workspace));
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'bindings_live_folder')) throw error;
    throw new RuleError('folder-already-bound', { cause: error });
  }
}

async function saveWorkspace(db: Kysely<Tables>, row: Insertable<BoundWorkspacesTable>): Promise<void> {
  await db
    .insertInto('bound_workspaces')
    .values(row)
    .onConflict((conflict) => conflict.columns(['binding_id', 'account_id', 'workspace_id']).doUpdateSet(row))
    .execute();
}

async function insertSecret(
  db: Kysely<Tables>,
  sealed: { id: string; secret: string },
  bindingId: string,
  { accountId, workspaceId }: BoundWorkspace,
): Promise<void> {
  const row = { ...sealed, binding_id: bindingId, account_id: accountId, workspace_id: workspaceId };
  await db.insertInto('action_secrets').values(row).execute();
}

/** Current ones first; an earlier secret of the same action stays, for calls that are still on their way. */
function readSecrets(kysely: Kysely<Tables>, bindingId: string) {
  return kysely
    .selectFrom('action_secrets')
    .innerJoin('bound_workspaces', (join) =>
      join
        .onRef('bound_workspaces.binding_id', '=', 'action_secrets.binding_id')
        .onRef('bound_workspaces.account_id', '=', 'action_secrets.account_id')
        .onRef('bound_workspaces.workspace_id', '=', 'action_secrets.workspace_id'),
    )
    .select(['action_secrets.id', 'action_secrets.secret'])
    .where('action_secrets.binding_id', '=', bindingId)
    .orderBy(sql`bound_workspaces.state in ('creating', 'active')`, 'desc')
    .orderBy('action_secrets.position', 'desc')
    .execute();
}

async function forgetUnboundBefore(kysely: Kysely<Tables>, moment: Date): Promise<number> {
  const { numDeletedRows } = await kysely
    .deleteFrom('bindings')
    .where('unbound_at', '<', moment)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('bound_workspaces')
            .select('binding_id')
            .whereRef('binding_id', '=', 'bindings.id')
            .where('action_id', 'is not', null)
            .where('state', '!=', 'removed'),
        ),
      ),
    )
    // Documents that are still in review can be brought back as long as their binding is known.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('reviews')
            .select('document_uid')
            .whereRef('reviews.binding_id', '=', 'bindings.id')
            .where('reviews.state', 'in', ['pushing', 'in-review']),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function toBinding(row: Selectable<BindingsTable>, workspaces: readonly Selectable<BoundWorkspacesTable>[]): Binding {
  return {
    id: row.id,
    folderUid: row.folder_uid,
    folderPath: row.folder_path,
    actionName: row.action_name,
    documentType: row.document_type,
    creator: row.creator,
    workspaces: workspaces.map(toWorkspace),
    rules: { ...defaultBindingRules, ...row.rules },
    createdAt: row.created_at,
    unboundAt: present(row.unbound_at),
  };
}

function toWorkspace(row: Selectable<BoundWorkspacesTable>): BoundWorkspace {
  return {
    accountId: row.account_id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    actionId: present(row.action_id),
    state: row.state,
  };
}

function toRow(binding: Binding) {
  return {
    id: binding.id,
    folder_uid: binding.folderUid,
    folder_path: binding.folderPath,
    action_name: binding.actionName,
    document_type: binding.documentType,
    creator: binding.creator,
    rules: json(binding.rules),
    created_at: binding.createdAt,
    unbound_at: nullable(binding.unboundAt),
  };
}

function toWorkspaceRow(bindingId: string, workspace: BoundWorkspace) {
  return {
    binding_id: bindingId,
    account_id: workspace.accountId,
    workspace_id: workspace.workspaceId,
    workspace_name: workspace.workspaceName,
    action_id: nullable(workspace.actionId),
    state: workspace.state,
  };
}

function place(row: string) {
  return { table: 'action_secrets', column: 'secret', row };
}
