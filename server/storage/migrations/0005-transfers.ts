import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const transfers: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.transfers (
        id text primary key,
        fingerprint text not null,
        target text not null,
        started_at timestamptz not null
      )`.execute(db);
    await sql`
      create table frameio.transfer_parts (
        transfer_id text not null references frameio.transfers on delete cascade,
        index integer not null,
        length bigint not null,
        crc32 bigint not null,
        primary key (transfer_id, index)
      )`.execute(db);
  },
};
