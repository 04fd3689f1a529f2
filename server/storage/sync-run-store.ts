import { sql, type Kysely, type RawBuilder, type Selectable, type Transaction } from 'kysely';
import { isAnsweredBy, withWanted, type SyncRun, type WantedRun } from '../domain/sync.ts';
import type { RunEnd, SyncStore } from '../ports/sync-store.ts';
import { json, nullable, nullableJson, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import { toSync } from './sync-rows.ts';
import type { SyncRunsTable, Tables } from './tables.ts';

type RunStore = Pick<
  SyncStore,
  | 'beginRun'
  | 'beginKept'
  | 'run'
  | 'goingRun'
  | 'lastRuns'
  | 'runBefore'
  | 'lastEnds'
  | 'progress'
  | 'endRun'
  | 'due'
  | 'unsettledRuns'
  | 'markTold'
  | 'forgetRunsBefore'
  | 'forgetPerson'
>;
type RunRow = Selectable<SyncRunsTable> & Counts;

interface Counts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly left: number;
  readonly bytes_total: number;
  readonly bytes_done: number;
}

export function createSyncRunStore({ db, clock, ids }: Omit<StoreOptions, 'secrets'>): RunStore {
  const { kysely } = db;
  const insert = (transaction: Transaction<Tables>, syncId: string, wanted: WantedRun) =>
    insertRun(transaction, { id: ids.uuid(), sync_id: syncId, started_at: clock.now() }, wanted);

  return {
    beginRun: (syncId, wanted) =>
      kysely.transaction().execute(async (transaction) => {
        const kept = await lockSync(transaction, syncId);
        const going = await goingRun(transaction, syncId);
        if (!going) return { run: await insert(transaction, syncId, wanted), isNew: true };
        if (!isAnsweredBy(going, wanted)) await keep(transaction, syncId, withWanted(kept, wanted));
        return { run: going, isNew: false };
      }),

    beginKept: (syncId) =>
      kysely.transaction().execute(async (transaction) => {
        const [next, ...others] = await lockSync(transaction, syncId);
        if (!next || (await goingRun(transaction, syncId))) return undefined;
        await keep(transaction, syncId, others);
        return insert(transaction, syncId, next);
      }),

    run: async (id) => (await readRuns(kysely, sql`r.id = ${id}`))[0],

    goingRun: (syncId) => goingRun(kysely, syncId),

    lastRuns: async (syncIds, mode) =>
      readRuns(
        kysely,
        sql`r.id in (select distinct on (sync_id) id from frameio.sync_runs
          where sync_id = any(${[...syncIds]}) and mode = ${mode} order by sync_id, position desc)`,
      ),

    runBefore: async ({ id, syncId }) =>
      (
        await readRuns(
          kysely,
          sql`r.id = (select id from frameio.sync_runs where sync_id = ${syncId} and mode = 'sync'
            and position < (select position from frameio.sync_runs where id = ${id})
            order by position desc limit 1)`,
        )
      )[0],

    lastEnds: async (syncIds) => {
      const rows = await kysely
        .selectFrom('sync_runs')
        .select(({ fn }) => ['sync_id', fn.max<Date>('ended_at').as('ended_at')])
        .where('sync_id', '=', sql<string>`any(${[...syncIds]})`)
        .where('mode', '=', 'sync')
        .where('state', 'in', ['done', 'partly'])
        .groupBy('sync_id')
        .execute();
      return new Map(rows.map((row) => [row.sync_id, row.ended_at]));
    },

    progress: async (id, { state, isWalked, foldersSeen, assetsSeen }) => {
      await kysely
        .updateTable('sync_runs')
        .set({
          ...(state && { state }),
          ...(isWalked !== undefined && { is_walked: isWalked }),
          ...(foldersSeen !== undefined && { folders_seen: foldersSeen }),
          ...(assetsSeen !== undefined && { assets_seen: assetsSeen }),
        })
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .execute();
    },

    endRun: (id, end) => endRun(kysely, id, end),

    due: async (endedBefore, limit) => {
      const rows = await kysely
        .selectFrom('syncs')
        .leftJoinLateral(
          (eb) =>
            eb
              .selectFrom('sync_runs')
              .select('ended_at')
              .whereRef('sync_runs.sync_id', '=', 'syncs.id')
              .orderBy('position', 'desc')
              .limit(1)
              .as('last'),
          (join) => join.onTrue(),
        )
        .selectAll('syncs')
        .select('last.ended_at')
        .where('removed_at', 'is', null)
        .where(notGoing)
        .where((eb) =>
          eb.or([
            eb(sql`coalesce(last.ended_at, syncs.created_at)`, '<', endedBefore),
            eb(sql`jsonb_array_length(kept_runs)`, '>', 0),
          ]),
        )
        .orderBy('last.ended_at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ sync: toSync(row), endedAt: present(row.ended_at) }));
    },

    unsettledRuns: () => readRuns(kysely, sql`r.id in (select id from frameio.sync_runs where not told)`),

    markTold: async (runId) => {
      await kysely.updateTable('sync_runs').set({ told: true }).where('id', '=', runId).execute();
    },

    forgetPerson: async (username) => {
      await kysely.updateTable('sync_runs').set({ by: null }).where('by', '=', username).execute();
    },

    forgetRunsBefore: async (moment) => {
      const { numAffectedRows } = await sql`
        delete from frameio.sync_runs r where r.ended_at < ${moment} and r.told
          and exists (select from frameio.sync_runs later
            where later.sync_id = r.sync_id and later.mode = r.mode and later.position > r.position)`.execute(kysely);
      return Number(numAffectedRows ?? 0);
    },
  };
}

const notGoing = sql<boolean>`not exists (
  select from frameio.sync_runs g where g.sync_id = syncs.id and g.ended_at is null)`;

/** Two at the same moment take turns. Answers what is kept. */
async function lockSync(transaction: Transaction<Tables>, syncId: string): Promise<WantedRun[]> {
  const row = await transaction
    .selectFrom('syncs')
    .select('kept_runs')
    .where('id', '=', syncId)
    .forUpdate()
    .executeTakeFirst();
  return row?.kept_runs ?? [];
}

async function keep(transaction: Transaction<Tables>, syncId: string, kept: readonly WantedRun[]): Promise<void> {
  await transaction
    .updateTable('syncs')
    .set({ kept_runs: json(kept) })
    .where('id', '=', syncId)
    .execute();
}

async function goingRun(db: Kysely<Tables>, syncId: string): Promise<SyncRun | undefined> {
  return (await readRuns(db, sql`r.sync_id = ${syncId} and r.ended_at is null`))[0];
}

async function insertRun(
  transaction: Transaction<Tables>,
  ids: { id: string; sync_id: string; started_at: Date },
  { trigger, mode, scope, by }: WantedRun,
): Promise<SyncRun> {
  const row = { ...ids, trigger, mode, scope: json(scope), by: nullable(by), state: 'queued' as const };
  await transaction.insertInto('sync_runs').values(row).execute();
  return (await readRuns(transaction, sql`r.id = ${ids.id}`))[0] as SyncRun;
}

/** Walked without an open item, or failed as a whole: one statement, so that the first wins. */
async function endRun(kysely: Kysely<Tables>, id: string, { at, failure }: RunEnd): Promise<SyncRun | undefined> {
  const isPartly = sql`exists (select from frameio.sync_items i where i.run_id = ${id} and i.state in ('failed', 'left'))`;
  const isOpen = sql`exists (select from frameio.sync_items i where i.run_id = ${id} and i.state = 'open')`;
  const { numAffectedRows } = failure
    ? await sql`
        update frameio.sync_runs set ended_at = ${at}, state = 'failed', failure = ${nullableJson(failure)}
          where id = ${id} and ended_at is null`.execute(kysely)
    : await sql`
        update frameio.sync_runs
          set ended_at = ${at}, state = case when ${isPartly} then 'partly' else 'done' end
          where id = ${id} and ended_at is null and is_walked and not ${isOpen}`.execute(kysely);
  return numAffectedRows ? (await readRuns(kysely, sql`r.id = ${id}`))[0] : undefined;
}

async function readRuns(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<SyncRun[]> {
  const { rows } = await sql<RunRow>`
    select r.*, i.* from frameio.sync_runs r, lateral (
      select count(*)::int as total,
        (count(*) filter (where state = 'done'))::int as done,
        (count(*) filter (where state = 'failed'))::int as failed,
        (count(*) filter (where state = 'left'))::int as left,
        coalesce(sum(bytes), 0)::bigint as bytes_total,
        coalesce(sum(bytes) filter (where state = 'done'), 0)::bigint as bytes_done
      from frameio.sync_items where run_id = r.id) i
    where ${where} order by r.position desc`.execute(db);
  return rows.map(toRun);
}

function toRun(row: RunRow): SyncRun {
  return {
    id: row.id,
    syncId: row.sync_id,
    trigger: row.trigger,
    mode: row.mode,
    scope: row.scope,
    by: present(row.by),
    state: row.state,
    failure: present(row.failure),
    isWalked: row.is_walked,
    foldersSeen: row.folders_seen,
    assetsSeen: row.assets_seen,
    total: row.total,
    done: row.done,
    failed: row.failed,
    left: row.left,
    bytesTotal: row.bytes_total,
    bytesDone: row.bytes_done,
    startedAt: row.started_at,
    endedAt: present(row.ended_at),
  };
}
