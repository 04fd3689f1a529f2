import { sql, type Selectable } from 'kysely';
import { RuleError } from '../domain/errors.ts';
import { defaultBindingRules, type Binding, type BoundWorkspace } from '../domain/binding.ts';
import type { BindingStore } from '../ports/binding-store.ts';
import { json, nullable, present } from './columns.ts';
import { isUniqueViolation } from './database-errors.ts';
import type { StoreOptions } from './store-options.ts';
import type { BindingsTable, BoundWorkspacesTable } from './tables.ts';

export function createBindingStore({ db, secrets, ids }: Omit<StoreOptions, 'clock'>): BindingStore {
  const { kysely } = db;

  const withWorkspaces = async (rows: readonly Selectable<BindingsTable>[]): Promise<Binding[]> => {
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
  };
  const live = () =>
    kysely.selectFrom('bindings').selectAll('bindings').where('unbound_at', 'is', null).orderBy('created_at', 'desc');

  return {
    create: async (binding) => {
      try {
        await kysely.transaction().execute(async (transaction) => {
          await transaction.insertInto('bindings').values(toRow(binding)).execute();
          if (binding.workspaces.length === 0) return;
          const workspaces = binding.workspaces.map((workspace) => toWorkspaceRow(binding.id, workspace));
          await transaction.insertInto('bound_workspaces').values(workspaces).execute();
        });
      } catch (error) {
        if (!isUniqueViolation(error, 'bindings_live_folder')) throw error;
        throw new RuleError('folder-already-bound', { cause: error });
      }
    },

    get: async (id) => {
      const rows = await kysely.selectFrom('bindings').selectAll().where('id', '=', id).execute();
      return (await withWorkspaces(rows))[0];
    },

    ofFolder: async (folderUid) =>
      (await withWorkspaces(await live().where('folder_uid', '=', folderUid).execute()))[0],

    ofFolders: async (folderUids) =>
      folderUids.length === 0 ? [] : withWorkspaces(await live().where('folder_uid', 'in', folderUids).execute()),

    belowPath: async (path) => {
      const prefix = path.endsWith('/') ? path : `${path}/`;
      return withWorkspaces(
        await live()
          .where(sql<boolean>`starts_with(folder_path, ${prefix})`)
          .execute(),
      );
    },

    inWorkspace: async ({ accountId, workspaceId }) => {
      const rows = await live()
        .innerJoin('bound_workspaces', 'bound_workspaces.binding_id', 'bindings.id')
        .where('account_id', '=', accountId)
        .where('workspace_id', '=', workspaceId)
        .where('state', '!=', 'removed')
        .execute();
      return withWorkspaces(rows);
    },

    list: async () => withWorkspaces(await live().execute()),

    setWorkspace: async (id, workspace, secret) => {
      const row = toWorkspaceRow(id, workspace);
      await kysely.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('bound_workspaces')
          .values(row)
          .onConflict((conflict) => conflict.columns(['binding_id', 'account_id', 'workspace_id']).doUpdateSet(row))
          .execute();
        if (secret === undefined) return;
        const secretId = ids.uuid();
        await transaction
          .insertInto('action_secrets')
          .values({
            id: secretId,
            binding_id: id,
            account_id: workspace.accountId,
            workspace_id: workspace.workspaceId,
            secret: secrets.seal(secret, place(secretId)),
          })
          .execute();
      });
    },

    setRules: async (id, rules) => {
      await kysely
        .updateTable('bindings')
        .set({ rules: json(rules) })
        .where('id', '=', id)
        .execute();
    },
    setFolderPath: async (id, path) => {
      await kysely.updateTable('bindings').set({ folder_path: path }).where('id', '=', id).execute();
    },
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

    secrets: async (id) => {
      const rows = await kysely
        .selectFrom('action_secrets')
        .innerJoin('bound_workspaces', (join) =>
          join
            .onRef('bound_workspaces.binding_id', '=', 'action_secrets.binding_id')
            .onRef('bound_workspaces.account_id', '=', 'action_secrets.account_id')
            .onRef('bound_workspaces.workspace_id', '=', 'action_secrets.workspace_id'),
        )
        .select(['action_secrets.id', 'action_secrets.secret'])
        .where('action_secrets.binding_id', '=', id)
        .orderBy(sql`bound_workspaces.state in ('creating', 'active')`, 'desc')
        .orderBy('action_secrets.position', 'desc')
        .execute();
      return rows.map((row) => secrets.open(row.secret, place(row.id)));
    },

    forgetUnboundBefore: async (moment) => {
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
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
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
