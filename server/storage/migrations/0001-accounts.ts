import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const accounts: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table frameio.grants (
        kind text not null,
        username text not null,
        access_token text not null,
        refresh_token text,
        expires_at timestamptz not null,
        scopes text[] not null,
        remote_id text,
        remote_adobe_id text,
        remote_email text,
        remote_name text,
        connected_at timestamptz not null,
        refreshed_at timestamptz not null,
        refused_at timestamptz,
        primary key (kind, username)
      )`.execute(db);
    await sql`create index grants_remote_id on frameio.grants (remote_id)`.execute(db);
    await sql`create index grants_remote_adobe_id on frameio.grants (remote_adobe_id)`.execute(db);
    await sql`create index grants_remote_email on frameio.grants (lower(remote_email))`.execute(db);

    await sql`
      create table frameio.sign_in_states (
        state_hash text primary key,
        kind text not null,
        username text not null,
        cookie_hash text not null,
        pkce_verifier text,
        opener_origin text not null,
        then_frameio boolean not null,
        created_at timestamptz not null
      )`.execute(db);

    await sql`
      create table frameio.registrations (
        name text primary key,
        value jsonb not null,
        secret text
      )`.execute(db);
  },
};
