import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const syncs: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.syncs (
        id text primary key,
        folder_uid text not null,
        folder_path text not null,
        account_id text not null,
        workspace_id text not null,
        workspace_name text not null,
        project_id text not null,
        project_name text not null,
        folder_id text not null,
        source_path text[] not null,
        source_ids text[] not null,
        view_url text not null,
        owner text not null,
        document_type text not null,
        created_at timestamptz not null,
        removed_at timestamptz,
        kept_runs jsonb not null default '[]'
      )`.execute(db);
    await sql`create unique index syncs_live_folder on frameio.syncs (folder_uid) where removed_at is null`.execute(db);
    await sql`create index syncs_project on frameio.syncs (account_id, project_id)`.execute(db);

    await sql`
      create table frameio.sync_runs (
        id text primary key,
        position bigint generated always as identity,
        sync_id text not null references frameio.syncs on delete cascade,
        trigger text not null,
        mode text not null,
        scope jsonb not null,
        by text,
        state text not null,
        failure jsonb,
        is_walked boolean not null default false,
        folders_seen integer not null default 0,
        assets_seen integer not null default 0,
        started_at timestamptz not null,
        ended_at timestamptz,
        told boolean not null default false
      )`.execute(db);
    await sql`
      create unique index sync_runs_going on frameio.sync_runs (sync_id) where ended_at is null`.execute(db);
    await sql`create index sync_runs_sync on frameio.sync_runs (sync_id, position desc)`.execute(db);
    await sql`create index sync_runs_untold on frameio.sync_runs (position) where not told`.execute(db);

    await sql`
      create table frameio.sync_items (
        run_id text not null references frameio.sync_runs on delete cascade,
        asset_id text not null,
        title text not null,
        change text not null,
        state text not null,
        failure jsonb,
        bytes bigint not null,
        document_uid text,
        primary key (run_id, asset_id)
      )`.execute(db);
    await sql`create index sync_items_open on frameio.sync_items (run_id) where state = 'open'`.execute(db);

    await sql`
      create table frameio.sync_assets (
        sync_id text not null references frameio.syncs on delete cascade,
        asset_id text not null,
        type text not null,
        parent_id text,
        name text not null,
        head_file_id text,
        head_length bigint,
        updated_at timestamptz,
        comment_count integer,
        status_id text,
        state text not null,
        document_uid text,
        title text,
        parent_uid text,
        digest text,
        length bigint,
        seen_in text,
        wanted_in text,
        wanted_deep boolean not null default false,
        walked_in text,
        depth integer not null default 0,
        primary key (sync_id, asset_id)
      )`.execute(db);
    await sql`create index sync_assets_parent on frameio.sync_assets (sync_id, parent_id)`.execute(db);
    await sql`create index sync_assets_document on frameio.sync_assets (sync_id, document_uid)`.execute(db);
    await sql`
      create index sync_assets_folders on frameio.sync_assets (sync_id, depth, asset_id) where type = 'folder'`.execute(
      db,
    );

    await sql`
      create table frameio.sync_drift (
        sync_id text not null references frameio.syncs on delete cascade,
        id text not null,
        run_id text not null,
        kind text not null,
        title text not null,
        path text[] not null,
        asset_id text,
        document_uid text,
        view_url text,
        failure jsonb,
        dismissed boolean not null default false,
        primary key (sync_id, id)
      )`.execute(db);

    await sql`create index asset_links_root on frameio.asset_links (account_id, root_id)`.execute(db);
    await assetsOfSyncsAreNobodysTransfers(db);
  },
};

/** A first run has ten thousand of them: they are not listed as transfers, and nobody is told of each of their steps. */
async function assetsOfSyncsAreNobodysTransfers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index jobs_transfers on frameio.jobs (person, created_at desc, position desc)
      where kind <> 'sync-asset'`.execute(db);
  await sql`
    create index jobs_all_transfers on frameio.jobs (created_at desc, position desc)
      where kind <> 'sync-asset'`.execute(db);
  await sql`
    create or replace function frameio.tell_job_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.ending is distinct from old.ending then
          perform pg_notify('frameio_job_endings', new.id);
        end if;
        -- Being delivered again is nobody's news.
        old.delivery_id := new.delivery_id;
        if new = old then
          return null;
        end if;
      end if;
      if new.kind <> 'sync-asset' then
        perform pg_notify('frameio_jobs', new.id);
      end if;
      return null;
    end $$`.execute(db);
}
