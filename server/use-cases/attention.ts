import { RuleError } from '../domain/errors.ts';
import { remediesFor, type Remedy } from '../domain/remedy.ts';
import { isOpen } from '../domain/review.ts';
import type { AttentionFilter, AttentionItem } from '../ports/activity-store.ts';
import type { NuxeoPerson } from '../ports/nuxeo.ts';
import type { BindDeps } from './bind-folder.ts';
import { confirmBinding } from './confirm-binding.ts';
import { confirmReview } from './confirm-review.ts';
import { confirmSync } from './confirm-sync.ts';
import type { Deps } from './deps.ts';
import type { PushCaller } from './plan-push.ts';
import { recallDocument, releaseLock } from './recall-document.ts';

export interface AttentionEntry extends AttentionItem {
  readonly remedies: readonly Remedy[];
}
type AttentionDeps = Pick<Deps, 'activity' | 'reviews' | 'queue' | 'clock'>;
type RemedyDeps = AttentionDeps & BindDeps;

/** A connection that ends may leave thousands of jobs waiting: what is settled makes room for the next. */
const MOST_ITEMS = 200;

/** What has waited longest for this person; for an administrator, for anybody. */
export async function listAttention(
  { person }: Pick<PushCaller, 'person'>,
  filter: Pick<AttentionFilter, 'documentUid' | 'bindingId'>,
  deps: AttentionDeps,
): Promise<AttentionEntry[]> {
  const mine = person.isAdministrator ? filter : { ...filter, person: person.username };
  const items = await deps.activity.attention({ ...mine, limit: MOST_ITEMS });
  return Promise.all(items.map((item) => withRemedies(item, person, deps)));
}

async function withRemedies(
  item: AttentionItem,
  { username, isAdministrator }: NuxeoPerson,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<AttentionEntry> {
  const review = item.documentUid === undefined ? undefined : await reviews.get(item.documentUid);
  const inReview = review !== undefined && isOpen(review);
  return { ...item, remedies: remediesFor({ ...item, inReview, isTheirs: item.person === username }, isAdministrator) };
}

/**
 * Applies one of the remedies that the item offers to this person.
 *
 * @throws RuleError `attention-not-found`, `remedy-not-applicable`.
 */
export async function applyRemedy(id: string, remedy: Remedy, caller: PushCaller, deps: RemedyDeps): Promise<void> {
  const item = await deps.activity.attentionItem(id);
  const isTheirs = item && (item.person === caller.person.username || caller.person.isAdministrator);
  if (!item || !isTheirs) throw new RuleError('attention-not-found');
  const { remedies } = await withRemedies(item, caller.person, deps);
  if (!remedies.includes(remedy)) throw new RuleError('remedy-not-applicable', { params: [remedy] });
  await apply(item, remedy, caller, deps);
}

async function apply(item: AttentionItem, remedy: Remedy, caller: PushCaller, deps: RemedyDeps): Promise<void> {
  switch (remedy) {
    case 'confirm':
      if (item.code === 'binding-unconfirmed') await confirmBinding(item, caller, deps);
      else if (item.code === 'sync-unconfirmed') await confirmSync(item, caller, deps);
      else await confirmReview(item, caller, deps);
      return;
    case 'retry':
      if (item.jobId !== undefined) await deps.queue.retry(item.jobId);
      await deps.activity.settle({ id: item.id });
      return;
    case 'recall':
      await recallDocument(String(item.documentUid), caller, deps);
      return;
    case 'release-lock':
      await releaseLock(String(item.documentUid), caller, deps);
      return;
    case 'dismiss':
      await deps.activity.settle({ id: item.id });
      return;
    case 'reconnect':
      // The way there is the account's sign-in; the job goes on by itself afterwards.
      throw new RuleError('remedy-not-applicable', { params: [remedy] });
  }
}
