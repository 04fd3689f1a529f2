import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const reviews: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.reviews (
        document_uid text primary key,
        account_id text not null,
        binding_id text not null,
        workspace_id text not null,
        project_id text not null,
        folder_id text not null,
        file_id text,
        stack_id text,
        person text not null,
        state text not null,
        lock jsonb,
        sent jsonb,
        version_made_of text,
        failure jsonb,
        started_at timestamptz not null,
        updated_at timestamptz not null
      )`.execute(db);
    await sql`create index reviews_binding on frameio.reviews (binding_id)`.execute(db);
    await sql`create index reviews_file on frameio.reviews (account_id, file_id)`.execute(db);
    await sql`create index reviews_stack on frameio.reviews (account_id, stack_id)`.execute(db);
    await sql`create index reviews_state on frameio.reviews (state)`.execute(db);

    await sql`
      create table frameio.asset_links (
        binding_id text not null,
        account_id text not null,
        root_id text not null,
        document_uid text,
        member_ids text[] not null,
        primary key (binding_id, account_id, root_id)
      )`.execute(db);
    await sql`create index asset_links_members on frameio.asset_links using gin (member_ids)`.execute(db);
    await sql`create index asset_links_document on frameio.asset_links (document_uid)`.execute(db);

    await sql`
      create table frameio.own_comments (
        file_id text not null,
        comment_id text not null,
        primary key (file_id, comment_id)
      )`.execute(db);
  },
};
