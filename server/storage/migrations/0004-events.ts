import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const events: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.deliveries (
        key text primary key,
        answer jsonb,
        claimed_at timestamptz not null
      )`.execute(db);
    await sql`
      create table frameio.interactions (
        id text primary key,
        context jsonb not null,
        created_at timestamptz not null
      )`.execute(db);

    await sql`
      create table frameio.activity (
        id text primary key,
        position bigint generated always as identity,
        at timestamptz not null,
        kind text not null,
        person text,
        actor text,
        document_uid text,
        binding_id text,
        title text not null,
        failure jsonb,
        details jsonb not null
      )`.execute(db);
    await sql`create index activity_at on frameio.activity (at desc, position desc)`.execute(db);
    await sql`create index activity_document on frameio.activity (document_uid, at desc)`.execute(db);
    await sql`create index activity_binding on frameio.activity (binding_id, at desc)`.execute(db);
    await sql`create index activity_person on frameio.activity (person, at desc)`.execute(db);

    await sql`
      create table frameio.attention (
        id text primary key,
        subject text not null,
        code text not null,
        params text[] not null,
        person text not null,
        document_uid text,
        binding_id text,
        job_id text,
        title text not null,
        since timestamptz not null,
        unique (subject, code)
      )`.execute(db);
    await sql`create index attention_person on frameio.attention (person)`.execute(db);
    await sql`create index attention_document on frameio.attention (document_uid)`.execute(db);
    await sql`create index attention_job on frameio.attention (job_id)`.execute(db);
  },
};
