import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Grant, TokenKind, TokenSet, TokenStore } from '../ports/token-store.ts';
import { nullable, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { SecretBox } from './secret-box.ts';
import type { GrantsTable, Tables } from './tables.ts';
import { createTurns } from './turns.ts';

/** Each refresh keeps a connection while it asks the vendor; the pool needs the others. */
const refreshesAtOnce = 3;

export function createTokenStore({ db, secrets, clock }: Omit<StoreOptions, 'ids'>): TokenStore {
  const { kysely } = db;
  const turns = createTurns(refreshesAtOnce);
  const grants = () => kysely.selectFrom('grants').selectAll().orderBy('username');

  return {
    get: async (kind, username) => {
      const row = await grants().where('kind', '=', kind).where('username', '=', username).executeTakeFirst();
      return row && toGrant(row, secrets);
    },
    findPerson: (identity) => findPerson(kysely, identity),
    list: async (kind) => {
      const rows = await (kind === undefined ? grants() : grants().where('kind', '=', kind)).execute();
      return rows.map((row) => toGrant(row, secrets));
    },
    save: (grant) => saveGrant(kysely, toRow(grant, secrets)),
    markRefused: async (kind, username) => {
      const refused = { refused_at: clock.now() };
      await kysely
        .updateTable('grants')
        .set(refused)
        .where('kind', '=', kind)
        .where('username', '=', username)
        .execute();
    },
    delete: async (kind, username) => {
      await kysely.deleteFrom('grants').where('kind', '=', kind).where('username', '=', username).execute();
    },
    refresh: (kind, username, renew) =>
      turns.take(`${kind}:${username}`, () =>
        kysely.transaction().execute(async (transaction) => {
          const row = await lockGrant(transaction, kind, username);
          if (!row) return undefined;
          const current = toGrant(row, secrets);
          const tokens = await renew(current);
          if (!tokens) return current;
          const next = { ...current, ...tokens, refreshedAt: clock.now(), refusedAt: undefined };
          await saveGrant(transaction, toRow(next, secrets));
          return next;
        }),
      ),
  };
}

/** An id says more than an e-mail address; of several people with one address the last one who connected is meant. */
async function findPerson(
  kysely: Kysely<Tables>,
  { id, adobeUserId, email }: Parameters<TokenStore['findPerson']>[0],
): Promise<string | undefined> {
  const isId = sql<boolean>`remote_id is not distinct from ${id ?? null} and remote_id is not null`;
  const isAdobeId = sql<boolean>`remote_adobe_id is not distinct from ${adobeUserId ?? null} and remote_adobe_id is not null`;
  const isEmail = sql<boolean>`lower(remote_email) = ${email?.toLowerCase() ?? null}`;
  const row = await kysely
    .selectFrom('grants')
    .select('username')
    .where('kind', '=', 'frameio')
    .where(({ or }) => or([isId, isAdobeId, isEmail]))
    .orderBy(isId, 'desc')
    .orderBy(isAdobeId, 'desc')
    .orderBy('connected_at', 'desc')
    .executeTakeFirst();
  return row?.username;
}

async function lockGrant(transaction: Transaction<Tables>, kind: TokenKind, username: string) {
  // Another process may be asking the vendor right now: longer than any request of ours takes.
  await sql`set local statement_timeout = '100s'`.execute(transaction);
  const grant = transaction.selectFrom('grants').selectAll().where('kind', '=', kind).where('username', '=', username);
  return grant.forUpdate().executeTakeFirst();
}

async function saveGrant(db: Kysely<Tables>, row: Selectable<GrantsTable>): Promise<void> {
  await db
    .insertInto('grants')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'username']).doUpdateSet(row))
    .execute();
}

function place(column: 'access_token' | 'refresh_token', grant: { kind: TokenKind; username: string }) {
  return { table: 'grants', column, row: `${grant.kind}:${grant.username}` };
}

function toGrant(row: Selectable<GrantsTable>, secrets: SecretBox): Grant {
  return {
    kind: row.kind,
    username: row.username,
    accessToken: secrets.open(row.access_token, place('access_token', row)),
    refreshToken: row.refresh_token ? secrets.open(row.refresh_token, place('refresh_token', row)) : undefined,
    expiresAt: row.expires_at,
    scopes: row.scopes,
    remoteId: present(row.remote_id),
    remoteAdobeId: present(row.remote_adobe_id),
    remoteEmail: present(row.remote_email),
    remoteName: present(row.remote_name),
    connectedAt: row.connected_at,
    refreshedAt: row.refreshed_at,
    refusedAt: present(row.refused_at),
  };
}

function toRow(grant: Grant, secrets: SecretBox): Selectable<GrantsTable> {
  return {
    kind: grant.kind,
    username: grant.username,
    ...sealTokens(grant, secrets),
    expires_at: grant.expiresAt,
    scopes: [...grant.scopes],
    remote_id: nullable(grant.remoteId),
    remote_adobe_id: nullable(grant.remoteAdobeId),
    remote_email: nullable(grant.remoteEmail),
    remote_name: nullable(grant.remoteName),
    connected_at: grant.connectedAt,
    refreshed_at: grant.refreshedAt,
    refused_at: nullable(grant.refusedAt),
  };
}

function sealTokens(
  grant: Pick<Grant, 'kind' | 'username'> & Pick<TokenSet, 'accessToken' | 'refreshToken'>,
  secrets: SecretBox,
) {
  return {
    access_token: secrets.seal(grant.accessToken, place('access_token', grant)),
    refresh_token:
      grant.refreshToken === undefined ? null : secrets.seal(grant.refreshToken, place('refresh_token', grant)),
  };
}
