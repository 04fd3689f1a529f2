import type { Binding } from '../domain/binding.ts';
import { failureOf, hasCode, IntegrationError, RuleError, type Failure } from '../domain/errors.ts';
import { blobToSend, pushRefusal, sentBlobOf } from '../domain/push-rules.ts';
import { isUnchanged, type Review } from '../domain/review.ts';
import type { Nuxeo, NuxeoDocument, NuxeoPerson } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';
import { nearestBinding } from './find-binding.ts';

/** What will happen to one document (X5). */
export interface PlannedDocument {
  readonly uid: string;
  readonly title: string;
  readonly outcome: 'new' | 'version' | 'unchanged' | 'skipped';
  /** Why it is skipped. */
  readonly failure: Failure | undefined;
  /** In bytes, of what would be sent. */
  readonly length: number;
  /** Nuxeo has no digest for the file, so nobody can tell whether it changed: it is sent. */
  readonly changedUnknown: boolean;
  readonly bindingId: string | undefined;
  /** The document's last job, read before looking whether one is open: whoever comes at the same moment reads the same. */
  readonly after: string;
  /** Where the earlier file is: pushing again goes there. */
  readonly earlier: Pick<Review, 'accountId' | 'workspaceId' | 'projectId' | 'folderId' | 'fileId'> | undefined;
}

export interface PushPlan {
  readonly documents: readonly PlannedDocument[];
  /** Bindings that occur: more than one means that the selection is from differently bound folders (N107). */
  readonly bindings: readonly Binding[];
  /** In bytes, of everything that will be sent. */
  readonly bytesTotal: number;
}

export interface PushCaller {
  readonly person: NuxeoPerson;
  readonly nuxeo: Nuxeo;
}
export type PlanDeps = Pick<Deps, 'bindings' | 'reviews' | 'queue'>;

/** Says beforehand what a push of these documents will do; one that cannot be pushed never stops the rest (N105). */
export async function planPush(
  uids: readonly string[],
  rendition: string | undefined,
  caller: PushCaller,
  deps: PlanDeps,
): Promise<PushPlan> {
  const found = new Map<string, Binding>();
  const documents: PlannedDocument[] = [];
  for (const uid of new Set(uids)) {
    const { planned, binding } = await planOne(uid, rendition, caller, deps);
    documents.push(planned);
    if (binding) found.set(binding.id, binding);
  }
  const sent = documents.filter((one) => one.outcome === 'new' || one.outcome === 'version');
  return {
    documents,
    bindings: [...found.values()],
    bytesTotal: sent.reduce((sum, one) => sum + one.length, 0),
  };
}

async function planOne(uid: string, rendition: string | undefined, caller: PushCaller, deps: PlanDeps) {
  let document: NuxeoDocument;
  try {
    document = await caller.nuxeo.documents.get(uid);
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found', 'nuxeo-forbidden')) throw error;
    return { planned: skipped(uid, uid, undefined, failureOf(error)), binding: undefined };
  }
  try {
    const binding = await nearestBinding(uid, caller.nuxeo, deps);
    return { planned: await planDocument(document, binding, rendition, caller.person, deps), binding };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { planned: skipped(uid, document.title, undefined, failureOf(error)), binding: undefined };
  }
}

async function planDocument(
  document: NuxeoDocument,
  binding: Binding,
  rendition: string | undefined,
  person: NuxeoPerson,
  deps: PlanDeps,
): Promise<PlannedDocument> {
  const after = await lastJobOf(document.uid, deps);
  const refusal = pushRefusal(document, person.username) ?? (await inFlight(document.uid, deps));
  if (refusal) return skipped(document.uid, document.title, binding.id, failureOf(refusal));
  try {
    const blob = sentBlobOf(blobToSend(document, rendition));
    const review = await deps.reviews.get(document.uid);
    const earlier = review?.fileId === undefined ? undefined : review;
    return {
      uid: document.uid,
      title: document.title,
      outcome: !earlier ? 'new' : isUnchanged(earlier.sent, blob) ? 'unchanged' : 'version',
      failure: undefined,
      length: blob.length,
      changedUnknown: earlier !== undefined && blob.digest === undefined,
      bindingId: binding.id,
      after,
      earlier,
    };
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
    return skipped(document.uid, document.title, binding.id, failureOf(error));
  }
}

/** A document that is on its way already is not sent twice. */
export async function inFlight(documentUid: string, { queue }: Pick<Deps, 'queue'>): Promise<RuleError | undefined> {
  const [open] = await queue.list({ documentUid, open: true, limit: 1 });
  return open ? new RuleError('already-in-flight', { params: [open.title] }) : undefined;
}

/** For the key of the next job. */
export async function lastJobOf(documentUid: string, { queue }: Pick<Deps, 'queue'>): Promise<string> {
  const [last] = await queue.list({ documentUid, limit: 1 });
  return last?.id ?? 'none';
}

function skipped(uid: string, title: string, bindingId: string | undefined, failure: Failure): PlannedDocument {
  const nothing = { length: 0, changedUnknown: false, after: 'none', earlier: undefined };
  return { uid, title, outcome: 'skipped', failure, bindingId, ...nothing };
}
