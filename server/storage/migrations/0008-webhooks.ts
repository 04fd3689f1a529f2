import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const webhooks: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.webhooks (
        id text primary key,
        account_id text not null,
        workspace_id text not null,
        webhook_id text,
        creator text,
        state text not null,
        failure jsonb,
        secret text,
        checked_at timestamptz,
        unique (account_id, workspace_id)
      )`.execute(db);

    await sql`
      create table frameio.changes (
        account_id text not null,
        project_id text not null,
        type text not null,
        id text not null,
        marks bigint not null default 1,
        since timestamptz not null,
        primary key (account_id, project_id, type, id)
      )`.execute(db);
    await sql`create index changes_since on frameio.changes (account_id, since)`.execute(db);
    await sql`
      create table frameio.stale_documents (
        document_uid text primary key,
        id text not null,
        since timestamptz not null,
        last_at timestamptz not null
      )`.execute(db);

    await sql`
      create table frameio.comment_files (
        account_id text not null,
        comment_id text not null,
        file_id text not null,
        primary key (account_id, comment_id)
      )`.execute(db);
    await sql`
      create table frameio.followed_projects (
        account_id text not null,
        project_id text not null,
        primary key (account_id, project_id)
      )`.execute(db);
  },
};
