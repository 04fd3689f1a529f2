import {
  CompiledQuery,
  sql,
  type Insertable,
  type Kysely,
  type Selectable,
  type Transaction,
  type Updateable,
} from 'kysely';
import type { NewJob } from '../domain/job.ts';
import {
  ExclusiveTaken,
  type Deliver,
  type JobChange,
  type JobFields,
  type JobRecord,
  type JobStore,
  type OpenDeliveriesFilter,
} from '../ports/job-store.ts';
import type { JobFilter } from '../ports/job-queue.ts';
import { json, nullable, nullableJson, pageSize, present } from './columns.ts';
import { isUniqueViolation } from './database-errors.ts';
import { createJobWatch } from './job-watch.ts';
import type { StoreOptions } from './store-options.ts';
import type { JobsTable, Tables } from './tables.ts';

/** Replaced before the transaction ends. */
const notDelivered = '00000000-0000-0000-0000-000000000000';

export function createJobStore({ db, clock }: Pick<StoreOptions, 'db' | 'clock'>): JobStore {
  const { kysely } = db;
  const jobs = () => kysely.selectFrom('jobs').selectAll();

  return {
    insert: (id, job, deliver) =>
      kysely.transaction().execute(async (transaction) => {
        const inserted = await insertUnlessKnown(transaction, newRow(id, job, clock.now()));
        if (!inserted) return toRecord(await ofKey(transaction, job));
        const deliveryId = await send(transaction, deliver, id);
        await transaction.updateTable('jobs').set({ delivery_id: deliveryId }).where('id', '=', id).execute();
        return toRecord({ ...inserted, delivery_id: deliveryId });
      }),
    get: async (id) => {
      const row = await jobs().where('id', '=', id).executeTakeFirst();
      return row && toRecord(row);
    },
    list: async (filter) => (await listRows(kysely, filter)).map(toRecord),
    changedSince: async (moment) => {
      const rows = await jobs().where('updated_at', '>=', moment).orderBy('updated_at').limit(500).execute();
      return rows.map(toRecord);
    },
    openDeliveries: (filter = {}) => listOpenDeliveries(kysely, filter),
    change: (id, decide) => changeJob(kysely, id, decide, clock.now()),
    purge: async (endedBefore, { person, kinds } = {}) => {
      let query = kysely.deleteFrom('jobs').where('ended_at', '<', endedBefore);
      if (person !== undefined) query = query.where('person', '=', person);
      if (kinds) query = query.where('kind', 'in', kinds);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
    watch: createJobWatch(db),
  };
}

function insertUnlessKnown(transaction: Transaction<Tables>, row: Insertable<JobsTable>) {
  return transaction
    .insertInto('jobs')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst();
}

function listRows(kysely: Kysely<Tables>, filter: JobFilter) {
  const { kind, person, documentUid, bindingId, batchId, without = [], open, begun, waiting, before, limit } = filter;
  let query = kysely.selectFrom('jobs').selectAll();
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (person !== undefined) query = query.where('person', '=', person);
  if (documentUid !== undefined) query = query.where('document_uid', '=', documentUid);
  if (bindingId !== undefined) query = query.where('binding_id', '=', bindingId);
  if (batchId !== undefined) query = query.where('batch_id', '=', batchId);
  // As text: only so does the planner see that the index of transfers has all of them.
  for (const kind of without) query = query.where('kind', '<>', sql.lit(kind));
  if (open || waiting) query = query.where('ended_at', 'is', null);
  if (begun) query = query.where('attempt', '>', 0);
  if (waiting) query = query.where('waiting_since', 'is not', null);
  if (before !== undefined) query = query.where('created_at', '<', before);
  return query.orderBy('created_at', 'desc').orderBy('position', 'desc').limit(pageSize(limit)).execute();
}

function listOpenDeliveries(kysely: Kysely<Tables>, { state, updatedBefore, afterId }: OpenDeliveriesFilter) {
  let query = kysely.selectFrom('jobs').select(['id', 'delivery_id as deliveryId']).where('ended_at', 'is', null);
  if (state !== undefined) query = query.where('state', '=', state);
  if (updatedBefore) query = query.where('updated_at', '<', updatedBefore);
  if (afterId !== undefined) query = query.where('id', '>', afterId);
  return query.orderBy('id').limit(500).execute();
}

async function changeJob(
  kysely: Kysely<Tables>,
  id: string,
  decide: (job: JobRecord) => JobChange | undefined,
  now: Date,
): Promise<JobRecord | undefined> {
  try {
    return await kysely.transaction().execute(async (transaction) => {
      const job = transaction.selectFrom('jobs').selectAll().where('id', '=', id);
      const row = await job.forUpdate().executeTakeFirst();
      const change = row && decide(toRecord(row));
      if (!change) return row && toRecord(row);
      const columns = await changedColumns(change, id, transaction, now);
      if (Object.keys(columns).length === 0) return toRecord(row);
      const update = transaction.updateTable('jobs').set(columns).where('id', '=', id).returningAll();
      return toRecord(await update.executeTakeFirstOrThrow());
    });
  } catch (error) {
    if (isUniqueViolation(error, 'jobs_exclusive')) throw new ExclusiveTaken();
    throw error;
  }
}

function ofKey(transaction: Transaction<Tables>, { key }: NewJob) {
  return transaction.selectFrom('jobs').selectAll().where('key', '=', nullable(key)).executeTakeFirstOrThrow();
}

function send(transaction: Transaction<Tables>, deliver: Deliver, jobId: string): Promise<string> {
  return deliver(jobId, {
    executeSql: (text, values = []) => transaction.executeQuery(CompiledQuery.raw(text, values)),
  });
}

function newRow(id: string, job: NewJob, now: Date) {
  return {
    id,
    kind: job.kind,
    person: job.person,
    batch_id: nullable(job.batchId),
    document_uid: nullable(job.documentUid),
    binding_id: nullable(job.bindingId),
    title: job.title,
    payload: json(job.payload),
    memory: json({}),
    state: 'created' as const,
    bytes_done: 0,
    bytes_total: nullable(job.bytesTotal),
    attempt: 0,
    notes: json([]),
    created_at: now,
    updated_at: now,
    key: nullable(job.key),
    exclusive: nullable(job.exclusive),
    delivery_id: notDelivered,
    tries: 0,
    deaths: 0,
  };
}

function toRecord(row: Selectable<JobsTable>): JobRecord {
  return {
    id: row.id,
    kind: row.kind,
    person: row.person,
    batchId: present(row.batch_id),
    documentUid: present(row.document_uid),
    bindingId: present(row.binding_id),
    title: row.title,
    payload: row.payload,
    memory: row.memory,
    state: row.state,
    stage: present(row.stage),
    bytesDone: row.bytes_done,
    bytesTotal: present(row.bytes_total),
    attempt: row.attempt,
    failure: present(row.failure),
    waitingSince: present(row.waiting_since),
    notes: row.notes,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    endedAt: present(row.ended_at),
    exclusive: present(row.exclusive),
    deliveryId: row.delivery_id,
    lease: present(row.lease),
    ending: present(row.ending),
    tries: row.tries,
    deaths: row.deaths,
  };
}

async function changedColumns(
  { set, deliver }: JobChange,
  jobId: string,
  transaction: Transaction<Tables>,
  now: Date,
): Promise<Updateable<JobsTable>> {
  const columns = toColumns(set);
  // Being delivered again is no change that anybody sees.
  if (Object.keys(columns).length > 0) columns.updated_at = now;
  if (deliver) columns.delivery_id = await send(transaction, deliver, jobId);
  return columns;
}

/** Only what the change names: a field that is there and undefined is emptied. */
function toColumns(set: JobFields): Updateable<JobsTable> {
  return {
    ...('memory' in set && { memory: json(set.memory) }),
    ...(set.state && { state: set.state }),
    ...('stage' in set && { stage: nullable(set.stage) }),
    ...(set.bytesDone !== undefined && { bytes_done: set.bytesDone }),
    ...('bytesTotal' in set && { bytes_total: nullable(set.bytesTotal) }),
    ...(set.attempt !== undefined && { attempt: set.attempt }),
    ...('failure' in set && { failure: nullableJson(set.failure) }),
    ...('waitingSince' in set && { waiting_since: nullable(set.waitingSince) }),
    ...('notes' in set && { notes: json(set.notes) }),
    ...('endedAt' in set && { ended_at: nullable(set.endedAt) }),
    ...('lease' in set && { lease: nullable(set.lease) }),
    ...('ending' in set && { ending: nullable(set.ending) }),
    ...(set.tries !== undefined && { tries: set.tries }),
    ...(set.deaths !== undefined && { deaths: set.deaths }),
  };
}
