import { sql, type Selectable } from 'kysely';
import { isOpen, type Review } from '../domain/review.ts';
import type { ReviewStore } from '../ports/review-store.ts';
import { createLinkStore } from './link-store.ts';
import { createSeenStore } from './seen-store.ts';
import { nullable, nullableJson, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { ReviewsTable } from './tables.ts';

export function createReviewStore({ db, clock }: Pick<StoreOptions, 'db' | 'clock'>): ReviewStore {
  const { kysely } = db;
  const reviews = () => kysely.selectFrom('reviews').selectAll().orderBy('started_at').orderBy('document_uid');
  return {
    get: async (documentUid) => {
      const row = await reviews().where('document_uid', '=', documentUid).executeTakeFirst();
      return row && toReview(row);
    },

    save: async (review) => {
      const row = toRow(review);
      await kysely
        .insertInto('reviews')
        .values(row)
        .onConflict((conflict) => conflict.column('document_uid').doUpdateSet(row))
        .execute();
    },

    ofAsset: async ({ accountId }, { fileIds, stackId }) => {
      const rows = await reviews()
        .where('account_id', '=', accountId)
        .where(({ or, eb }) =>
          or([eb('file_id', '=', sql<string>`any(${[...fileIds]})`), eb('stack_id', '=', stackId ?? null)]),
        )
        .execute();
      return rows.map(toReview);
    },

    openOf: async (bindingIds) => {
      const rows = await reviews()
        .where('binding_id', '=', sql<string>`any(${[...bindingIds]})`)
        .where('state', 'in', ['pushing', 'in-review', 'failed'])
        .execute();
      return rows.map(toReview).filter(isOpen);
    },
    inReview: async () => (await reviews().where('state', '=', 'in-review').execute()).map(toReview),

    ownComments: async (fileId) => {
      const rows = await kysely.selectFrom('own_comments').select('comment_id').where('file_id', '=', fileId).execute();
      return new Set(rows.map((row) => row.comment_id));
    },

    saveOwnComment: async (fileId, commentId) => {
      await kysely
        .insertInto('own_comments')
        .values({ file_id: fileId, comment_id: commentId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    ...createLinkStore(kysely, clock),
    ...createSeenStore(kysely),
  };
}

function toReview(row: Selectable<ReviewsTable>): Review {
  return {
    documentUid: row.document_uid,
    accountId: row.account_id,
    bindingId: row.binding_id,
    workspaceId: row.workspace_id,
    projectId: row.project_id,
    folderId: row.folder_id,
    fileId: present(row.file_id),
    stackId: present(row.stack_id),
    person: row.person,
    state: row.state,
    lock: present(row.lock),
    sent: present(row.sent),
    versionMadeOf: present(row.version_made_of),
    failure: present(row.failure),
    startedAt: row.started_at,
    updatedAt: row.updated_at,
  };
}

function toRow(review: Review) {
  return {
    document_uid: review.documentUid,
    account_id: review.accountId,
    binding_id: review.bindingId,
    workspace_id: review.workspaceId,
    project_id: review.projectId,
    folder_id: review.folderId,
    file_id: nullable(review.fileId),
    stack_id: nullable(review.stackId),
    person: review.person,
    state: review.state,
    lock: nullableJson(review.lock),
    sent: nullableJson(review.sent),
    version_made_of: nullable(review.versionMadeOf),
    failure: nullableJson(review.failure),
    started_at: review.startedAt,
    updated_at: review.updatedAt,
  };
}
