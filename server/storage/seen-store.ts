import type { Kysely } from 'kysely';
import type { ReviewStore } from '../ports/review-store.ts';
import type { Tables } from './tables.ts';

type SeenStore = Pick<ReviewStore, 'saveSeen' | 'fileOfComment' | 'followedProjects'>;

/** Rows of one statement: PostgreSQL takes at most 65,535 values. */
const CHUNK = 10_000;

/** What of Frame.io went into records: for events, which name next to nothing. */
export function createSeenStore(kysely: Kysely<Tables>): SeenStore {
  return {
    saveSeen: async ({ accountId, projectId, fileId }, commentIds) => {
      await kysely
        .insertInto('followed_projects')
        .values({ account_id: accountId, project_id: projectId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      for (let start = 0; start < commentIds.length; start += CHUNK) {
        const ids = commentIds.slice(start, start + CHUNK);
        await kysely
          .insertInto('comment_files')
          .values(ids.map((id) => ({ account_id: accountId, comment_id: id, file_id: fileId })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },

    fileOfComment: async ({ accountId, commentId }) => {
      const row = await kysely
        .selectFrom('comment_files')
        .select('file_id')
        .where('account_id', '=', accountId)
        .where('comment_id', '=', commentId)
        .executeTakeFirst();
      return row && { accountId, fileId: row.file_id };
    },

    followedProjects: async () => {
      const inReview = kysely
        .selectFrom('reviews')
        .select(['account_id', 'project_id'])
        .where('state', 'in', ['pushing', 'in-review']);
      const rows = await kysely
        .selectFrom('followed_projects')
        .select(['account_id', 'project_id'])
        .union(inReview)
        .execute();
      return rows.map((row) => ({ accountId: row.account_id, projectId: row.project_id }));
    },
  };
}
