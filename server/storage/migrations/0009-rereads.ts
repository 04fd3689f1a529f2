import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const rereads: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table frameio.asset_links add column read_at timestamptz not null default now()`.execute(db);
    await sql`create index asset_links_read on frameio.asset_links (read_at) where document_uid is not null`.execute(
      db,
    );
  },
};
