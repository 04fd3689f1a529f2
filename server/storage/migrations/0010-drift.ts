import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const drift: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table frameio.sync_assets add column here_in text`.execute(db);
    await sql`create index sync_items_asset on frameio.sync_items (asset_id)`.execute(db);
  },
};
