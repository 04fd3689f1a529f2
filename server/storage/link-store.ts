import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { RuleError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { AssetLink, ReviewStore } from '../ports/review-store.ts';
import { nullable, present } from './columns.ts';
import { isUniqueViolation } from './database-errors.ts';
import type { AssetLinksTable, Tables } from './tables.ts';

type LinkStore = Pick<
  ReviewStore,
  | 'links'
  | 'linksOfBindings'
  | 'claim'
  | 'saveLink'
  | 'linksOfDocument'
  | 'deleteLink'
  | 'countRead'
  | 'longestUnread'
  | 'markRead'
>;

/** Which document an asset became. */
export function createLinkStore(kysely: Kysely<Tables>, clock: Clock): LinkStore {
  return {
    links: (bindingId, { accountId }, ids) => findLinks(kysely, { bindingId, accountId }, ids),

    linksOfBindings: async ({ accountId }, ids) => {
      const rows = await knowing(kysely, accountId, ids)
        .where('document_uid', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('syncs').select('id').whereRef('syncs.id', '=', 'asset_links.binding_id'))),
        )
        .execute();
      return rows.map(toLink);
    },

    claim: (link) =>
      kysely.transaction().execute(async (transaction) => {
        // Two first publishes may name one asset differently (a member, its stack): a unique row is not enough.
        await lockLinks(transaction, link);
        const [known] = await findLinks(transaction, link, [link.rootId, ...link.memberIds]);
        if (known) return known;
        await insert(transaction, link, clock.now());
        return link;
      }),

    saveLink: (link, previousRootId = link.rootId) =>
      kysely.transaction().execute(async (transaction) => {
        await lockLinks(transaction, link);
        const known = await ofRoot(transaction, { ...link, rootId: previousRootId });
        const merged = { ...link, memberIds: [...new Set([...(known?.member_ids ?? []), ...link.memberIds])] };
        await (known ? replace(transaction, known, merged, clock.now()) : insert(transaction, merged, clock.now()));
      }),

    linksOfDocument: async (documentUid) => {
      const rows = await kysely.selectFrom('asset_links').selectAll().where('document_uid', '=', documentUid).execute();
      return rows.map(toLink);
    },

    deleteLink: async (link) => {
      await kysely
        .deleteFrom('asset_links')
        .where('binding_id', '=', link.bindingId)
        .where('account_id', '=', link.accountId)
        .where('root_id', '=', link.rootId)
        .execute();
    },

    countRead: async (bindingIds) => {
      const row = await outOfReview(kysely, bindingIds)
        .select(({ fn }) => fn.count<string>('document_uid').distinct().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    longestUnread: async (bindingIds, before, limit) => {
      const rows = await outOfReview(kysely, bindingIds)
        .where('read_at', '<', before)
        .groupBy('document_uid')
        .select('document_uid')
        .orderBy(({ fn }) => fn.min('read_at'))
        .limit(limit)
        .execute();
      return rows.flatMap((row) => row.document_uid ?? []);
    },

    markRead: async (documentUid, at) => {
      await kysely.updateTable('asset_links').set({ read_at: at }).where('document_uid', '=', documentUid).execute();
    },
  };
}

/** What was pushed and is not back yet is looked at more often. */
function outOfReview(kysely: Kysely<Tables>, bindingIds: readonly string[]) {
  return kysely
    .selectFrom('asset_links')
    .where('binding_id', '=', sql<string>`any(${[...bindingIds]})`)
    .where('document_uid', 'is not', null)
    .where(sql<boolean>`member_ids <> '{}'`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('reviews')
            .select('document_uid')
            .whereRef('reviews.document_uid', '=', 'asset_links.document_uid')
            .where('state', 'in', ['pushing', 'in-review']),
        ),
      ),
    );
}

type Scope = Pick<AssetLink, 'bindingId' | 'accountId'>;

async function lockLinks(transaction: Transaction<Tables>, { bindingId, accountId }: Scope): Promise<void> {
  const name = `asset_links ${bindingId} ${accountId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
}

async function findLinks(db: Kysely<Tables>, scope: Scope, ids: readonly string[]): Promise<AssetLink[]> {
  const rows = await knowing(db, scope.accountId, ids).where('binding_id', '=', scope.bindingId).execute();
  return rows.map(toLink);
}

/** Links by their root or by any of their members. */
function knowing(db: Kysely<Tables>, accountId: string, ids: readonly string[]) {
  return db
    .selectFrom('asset_links')
    .selectAll()
    .where('account_id', '=', accountId)
    .where(({ or, eb }) =>
      or([
        eb('root_id', '=', sql<string>`any(${[...ids]})`),
        eb('member_ids', '&&', sql<string[]>`${[...ids]}::text[]`),
      ]),
    )
    .orderBy('root_id');
}

function ofRoot(db: Kysely<Tables>, { bindingId, accountId, rootId }: Scope & { rootId: string }) {
  return db
    .selectFrom('asset_links')
    .selectAll()
    .where('binding_id', '=', bindingId)
    .where('account_id', '=', accountId)
    .where('root_id', '=', rootId)
    .executeTakeFirst();
}

async function insert(db: Kysely<Tables>, link: AssetLink, now: Date): Promise<void> {
  await db
    .insertInto('asset_links')
    .values({ ...toRow(link), read_at: now })
    .execute();
}

async function replace(
  db: Kysely<Tables>,
  known: Selectable<AssetLinksTable>,
  link: AssetLink,
  now: Date,
): Promise<void> {
  try {
    await db
      .updateTable('asset_links')
      .set({ ...toRow(link), read_at: now })
      .where('binding_id', '=', known.binding_id)
      .where('account_id', '=', known.account_id)
      .where('root_id', '=', known.root_id)
      .execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RuleError('asset-in-two-documents', { needsAttention: true, cause: error });
  }
}

function toLink(row: Selectable<AssetLinksTable>): AssetLink {
  return {
    bindingId: row.binding_id,
    accountId: row.account_id,
    rootId: row.root_id,
    documentUid: present(row.document_uid),
    memberIds: row.member_ids,
  };
}

function toRow(link: AssetLink) {
  return {
    binding_id: link.bindingId,
    account_id: link.accountId,
    root_id: link.rootId,
    document_uid: nullable(link.documentUid),
    member_ids: [...link.memberIds],
  };
}
