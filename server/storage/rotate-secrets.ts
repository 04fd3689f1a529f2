import { sql } from 'kysely';
import type { Database } from './postgres.ts';
import { UnreadableSecret, type SecretBox, type SecretPlace } from './secret-box.ts';

interface SecretColumn {
  readonly table: string;
  readonly column: string;
  /** SQL of the name that the stores give the row. */
  readonly row: string;
}

/** Every column that holds ciphertext; a test compares it with the tables. */
export const secretColumns: readonly SecretColumn[] = [
  { table: 'grants', column: 'access_token', row: "kind || ':' || username" },
  { table: 'grants', column: 'refresh_token', row: "kind || ':' || username" },
  { table: 'sign_in_states', column: 'pkce_verifier', row: 'state_hash' },
  { table: 'registrations', column: 'secret', row: 'name' },
  { table: 'action_secrets', column: 'secret', row: 'id' },
  { table: 'transfers', column: 'target', row: 'id' },
  { table: 'webhooks', column: 'secret', row: 'id' },
];

interface StoredSecret {
  readonly place: SecretPlace;
  readonly sealed: string;
}

/**
 * Seals everything again under the current key. Sidecars may go on working: a row that one of them writes meanwhile
 * is left as that sidecar wrote it, and every sidecar reads both keys. Afterwards the previous key can be dropped
 * once a second run answers zero.
 */
export async function rotateSecrets(db: Database, box: SecretBox): Promise<number> {
  let count = 0;
  for await (const { place, sealed } of storedSecrets(db)) {
    if (box.isUnderCurrentKey(sealed)) continue;
    const again = box.seal(box.open(sealed, place), place);
    await sql`
      update ${table(place.table)} set ${sql.ref(place.column)} = ${again}
      where ${sql.ref(place.column)} = ${sealed}`.execute(db.kysely);
    count += 1;
  }
  return count;
}

/** Secrets that no configured key opens, for a sentence at start instead of failures later. */
export async function findUnreadableSecrets(db: Database, box: SecretBox): Promise<SecretPlace[]> {
  const unreadable: SecretPlace[] = [];
  for await (const { place, sealed } of storedSecrets(db)) {
    try {
      box.open(sealed, place);
    } catch (error) {
      if (!(error instanceof UnreadableSecret)) throw error;
      unreadable.push(place);
    }
  }
  return unreadable;
}

async function* storedSecrets(db: Database): AsyncGenerator<StoredSecret> {
  for (const { table: name, column, row } of secretColumns) {
    const { rows } = await sql<{ row: string; sealed: string }>`
      select ${sql.raw(row)} as row, ${sql.ref(column)} as sealed
      from ${table(name)} where ${sql.ref(column)} is not null`.execute(db.kysely);
    for (const found of rows) yield { place: { table: name, column, row: found.row }, sealed: found.sealed };
  }
}

function table(name: string) {
  return sql.table(`frameio.${name}`);
}
