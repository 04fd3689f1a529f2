import type { AttentionAnswer } from '../../server/contract/activity.ts';
import type { ReviewStateAnswer } from '../../server/contract/documents.ts';
import type { Api } from '../shared/api.ts';
import { hasCode } from '../shared/failure.ts';
import { liveUid, textOf, type ReviewDocument } from './document.ts';
import { hasRecord } from './version-map.ts';
import { readRecord, readVersions } from './nuxeo.ts';
import { extractOf, idsOf, type StoredRecord } from './record.ts';

/** The record of a document or version; what the schema holds for searches where the whole cannot be read. */
export async function recordOf(document: ReviewDocument): Promise<StoredRecord | undefined> {
  if (!document.properties?.['frameioreview:record']) return extractOf(document);
  return (await readRecord(document.uid).catch(() => undefined)) ?? extractOf(document);
}

/** Nuxeo's versions, oldest first; none where they cannot be read. */
export function versionsOf(document: ReviewDocument): Promise<readonly ReviewDocument[]> {
  return readVersions(liveUid(document)).catch(() => []);
}

export interface Newer {
  readonly ids: ReadonlySet<string>;
  /** The newest version with a record. */
  readonly than: ReviewDocument;
}

/** What was said about the same file after its version was made: versions keep the record as it was then. */
export async function newerComments(
  document: ReviewDocument,
  record: StoredRecord | undefined,
  versions: readonly ReviewDocument[],
): Promise<Newer | undefined> {
  const than = versions.findLast(hasRecord);
  const isSameFile = than && textOf(than, 'frameioasset:fileId') === textOf(document, 'frameioasset:fileId');
  if (!isSameFile || !record || record.isExtract || document.isVersion || !document.isCheckedOut) return undefined;
  const before = await readRecord(than.uid).catch(() => undefined);
  if (!before) return undefined;
  const known = idsOf(before);
  return { ids: new Set([...idsOf(record)].filter((id) => !known.has(id))), than };
}

export type ReviewState = Pick<ReviewStateAnswer, 'attention' | 'waitsForApproval'>;

/** One request, to where the answer is, as a rule: only what was pushed has a review of its own. */
export async function reviewStateOf(document: ReviewDocument, api: Api): Promise<ReviewState | undefined> {
  try {
    if (textOf(document, 'frameioasset:sentBy')) {
      return await api.get<ReviewStateAnswer>(`/documents/${document.uid}/review`);
    }
  } catch (error) {
    if (!hasCode(error, 'not-in-review')) throw error;
  }
  const { items } = await api.get<AttentionAnswer>('/attention', { document: document.uid });
  return { attention: items.length, waitsForApproval: false };
}
