import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const bindings: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.bindings (
        id text primary key,
        folder_uid text not null,
        folder_path text not null,
        action_name text not null,
        document_type text not null,
        creator text not null,
        rules jsonb not null,
        created_at timestamptz not null,
        unbound_at timestamptz
      )`.execute(db);
    await sql`
      create unique index bindings_live_folder on frameio.bindings (folder_uid)
        where unbound_at is null`.execute(db);

    await sql`
      create table frameio.bound_workspaces (
        position bigint generated always as identity,
        binding_id text not null references frameio.bindings on delete cascade,
        account_id text not null,
        workspace_id text not null,
        workspace_name text not null,
        action_id text,
        state text not null,
        primary key (binding_id, account_id, workspace_id)
      )`.execute(db);
    await sql`
      create index bound_workspaces_workspace on frameio.bound_workspaces (account_id, workspace_id)`.execute(db);

    await sql`
      create table frameio.action_secrets (
        id text primary key,
        position bigint generated always as identity,
        binding_id text not null references frameio.bindings on delete cascade,
        account_id text not null,
        workspace_id text not null,
        secret text not null
      )`.execute(db);
    await sql`create index action_secrets_binding on frameio.action_secrets (binding_id)`.execute(db);
  },
};
