import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const jobs: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.jobs (
        id text primary key,
        position bigint generated always as identity,
        kind text not null,
        person text not null,
        batch_id text,
        document_uid text,
        binding_id text,
        title text not null,
        payload jsonb not null,
        memory jsonb not null default '{}',
        state text not null,
        stage text,
        bytes_done bigint not null default 0,
        bytes_total bigint,
        attempt integer not null default 0,
        failure jsonb,
        waiting_since timestamptz,
        notes jsonb not null default '[]',
        created_at timestamptz not null,
        updated_at timestamptz not null,
        ended_at timestamptz,
        key text unique,
        exclusive text,
        delivery_id uuid not null,
        lease text,
        ending text,
        tries integer not null default 0,
        deaths integer not null default 0
      )`.execute(db);
    await sql`create index jobs_created on frameio.jobs (created_at desc, position desc)`.execute(db);
    await sql`create index jobs_person on frameio.jobs (person, created_at desc)`.execute(db);
    await sql`create index jobs_document on frameio.jobs (document_uid, created_at desc)`.execute(db);
    await sql`create index jobs_binding on frameio.jobs (binding_id, created_at desc)`.execute(db);
    await sql`create index jobs_batch on frameio.jobs (batch_id)`.execute(db);
    await sql`create index jobs_ended on frameio.jobs (ended_at)`.execute(db);
    await sql`create index jobs_open on frameio.jobs (state) where ended_at is null`.execute(db);
    await sql`create unique index jobs_exclusive on frameio.jobs (exclusive) where state = 'active'`.execute(db);

    await sql`
      create function frameio.tell_job_changed() returns trigger language plpgsql as $$
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
        perform pg_notify('frameio_jobs', new.id);
        return null;
      end $$`.execute(db);
    await sql`
      create trigger jobs_changed after insert or update on frameio.jobs
        for each row execute function frameio.tell_job_changed()`.execute(db);
  },
};
