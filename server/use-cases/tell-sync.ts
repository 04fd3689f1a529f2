import { IntegrationError } from '../domain/errors.ts';
import type { Sync, SyncRun } from '../domain/sync.ts';
import type { MailItem } from '../ports/mail.ts';
import type { JobContext } from '../ports/job-context.ts';
import { appendOnce } from './append-once.ts';
import type { Deps } from './deps.ts';
import { ownerGone } from './settle-run.ts';
import { recipient, sendNotice } from './summarize-batch.ts';
import { syncFacet } from './sync-facet.ts';

type TellDeps = Pick<Deps, 'syncs' | 'nuxeo' | 'tokens' | 'mail' | 'activity' | 'options'>;

/** A message has room for so many; the tab has all. */
const MOST_MAILED = 200;

/** Job: what a run came to goes to the folder, the timeline and, by mail, to the person who started it. */
export async function tellSync(context: JobContext, deps: TellDeps): Promise<void> {
  const run = await deps.syncs.run(String(context.job.payload['runId']));
  const sync = run && (await deps.syncs.get(run.syncId));
  if (!sync) return;
  if (!sync.removedAt) await showState(sync, run, deps);
  await appendOnce(context, lineOf(sync, run), deps);
  await raise(sync, run, deps);
  if (run.by !== undefined && !sync.removedAt) await mail(sync, run, run.by, context, deps);
  await deps.syncs.markTold(run.id);
}

/** It is display only: a folder that is gone, locked or not for its owner to write is as good as without it. */
async function showState(sync: Sync, run: SyncRun, { nuxeo, syncs }: TellDeps): Promise<void> {
  const lastRun = (await syncs.lastEnds([sync.id])).get(sync.id);
  try {
    const { documents } = await nuxeo.as(sync.owner);
    const { facets } = await documents.get(sync.folderUid);
    const properties = syncFacet(sync, run.state, lastRun);
    if (facets.includes('FrameioSynced')) await documents.update(sync.folderUid, { properties });
    else await documents.addFacet(sync.folderUid, 'FrameioSynced', properties);
  } catch (error) {
    if (!(error instanceof IntegrationError) || error.retryable) throw error;
  }
}

function lineOf({ id, folderPath, folderUid, owner }: Sync, run: SyncRun) {
  const { done, failed, left, failure, by } = run;
  const kind = run.state === 'failed' ? 'sync-failed' : 'synced';
  return {
    ...({ kind, title: folderPath, documentUid: folderUid, bindingId: id, person: by ?? owner } as const),
    ...(failure ? { failure } : {}),
    details: { runId: run.id, done, failed, left },
  };
}

/** A connection that ended is somebody's task, and is settled when a run succeeds again. */
async function raise(sync: Sync, { failure }: SyncRun, { activity }: TellDeps): Promise<void> {
  const { id: bindingId, owner: person, folderUid: documentUid, folderPath: title } = sync;
  if (!failure) {
    for (const code of ownerGone) await activity.settle({ bindingId, code });
  } else if (ownerGone.includes(failure.code) && !sync.removedAt) {
    await activity.raise({ ...failure, person, documentUid, bindingId, jobId: undefined, title });
  }
}

async function mail(sync: Sync, run: SyncRun, person: string, context: JobContext, deps: TellDeps): Promise<void> {
  if (!deps.mail.configured || context.memory()['mailed'] === true) return;
  const to = await recipient(person, deps);
  if (!to) return;
  const items = run.failure ? [] : await mailed(run, deps);
  const whole: MailItem = { title: sync.folderPath, documentUid: sync.folderUid, failure: run.failure };
  const notice = { kind: 'synced', to, locale: deps.options.locale, folderPath: sync.folderPath } as const;
  const about = { title: sync.folderPath, person, documentUid: sync.folderUid };
  await sendNotice({ ...notice, items: items.length > 0 ? items : [whole] }, about, context, deps);
  await context.remember({ mailed: true });
}

/** What failed first: that is what somebody has to look at. */
async function mailed({ id }: SyncRun, { syncs }: TellDeps): Promise<MailItem[]> {
  const states = ['failed', 'left', 'done'] as const;
  const pages = await Promise.all(states.map((state) => syncs.items(id, { state, limit: MOST_MAILED })));
  return pages
    .flat()
    .slice(0, MOST_MAILED)
    .map(({ title, documentUid, failure }) => ({ title, documentUid, failure }));
}
