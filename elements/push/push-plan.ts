import type { PlanAnswer, PlannedDocumentAnswer, PushAnswer } from '../../server/contract/documents.ts';
import type { Api } from '../shared/api.ts';

export type PlanBinding = PlanAnswer['bindings'][number];
export type Target = NonNullable<PlannedDocumentAnswer['earlier']>;

/** Documents that hang on the same binding go to one target (N107). */
export interface PushGroup {
  readonly binding: PlanBinding;
  readonly documents: readonly PlannedDocumentAnswer[];
  /** undefined: the main file. */
  readonly rendition: string | undefined;
}

export interface PushSelection {
  readonly groups: readonly PushGroup[];
  /** Skipped before anybody knew where they belong. */
  readonly others: readonly PlannedDocumentAnswer[];
}

export interface PlanCounts {
  readonly new: number;
  readonly version: number;
  readonly unchanged: number;
  readonly skipped: number;
  /** Of what will be sent. */
  readonly bytes: number;
}

export function countsOf(documents: readonly PlannedDocumentAnswer[]): PlanCounts {
  const count = (outcome: PlannedDocumentAnswer['outcome']) =>
    documents.filter((one) => one.outcome === outcome).length;
  const sent = documents.filter((one) => one.outcome === 'new' || one.outcome === 'version');
  return {
    new: count('new'),
    version: count('version'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    bytes: sent.reduce((sum, one) => sum + one.length, 0),
  };
}

export function sendable(documents: readonly PlannedDocumentAnswer[]): PlannedDocumentAnswer[] {
  return documents.filter((one) => one.outcome !== 'skipped');
}

/** Nothing else can be said: then a bubble says it (N88). */
export function isOnlyUnbound({ documents }: PlanAnswer): boolean {
  return documents.length > 0 && documents.every((one) => one.failure?.code === 'folder-not-bound');
}

/** Pushing again goes to where each earlier file is: nobody chooses a folder then (N99). */
export function needsFolder({ documents }: PushGroup): boolean {
  return documents.some((one) => one.outcome === 'new');
}

export function groupsOf(plan: PlanAnswer): PushSelection {
  const of = (id: string) => plan.documents.filter((one) => one.bindingId === id);
  return {
    groups: plan.bindings.map((binding) => ({ binding, documents: of(binding.id), rendition: undefined })),
    others: plan.documents.filter((one) => !plan.bindings.some(({ id }) => id === one.bindingId)),
  };
}

export function planOf(uids: readonly string[], rendition: string | undefined, api: Api): Promise<PlanAnswer> {
  return api.post<PlanAnswer>('/push/plan', { documents: uids, ...(rendition === undefined ? {} : { rendition }) });
}

export function push(group: PushGroup, target: Target, api: Api): Promise<PushAnswer> {
  return api.post<PushAnswer>('/push', {
    documents: sendable(group.documents).map(({ uid }) => uid),
    target,
    ...(group.rendition === undefined ? {} : { rendition: group.rendition }),
  });
}

/** The same documents with another blob of theirs: sizes, and what cannot be sent, change. */
export async function withRendition(group: PushGroup, rendition: string | undefined, api: Api): Promise<PushGroup> {
  const uids = group.documents.map(({ uid }) => uid);
  const { documents } = await planOf(uids, rendition, api);
  return { ...group, documents, rendition };
}

/** The choice of the last push from this binding, unless nothing here has that rendition. */
export async function withRememberedRendition(group: PushGroup, api: Api): Promise<PushGroup> {
  if (group.binding.rendition === null) return group;
  const changed = await withRendition(group, group.binding.rendition, api);
  return sendable(changed.documents).length > 0 ? changed : group;
}
