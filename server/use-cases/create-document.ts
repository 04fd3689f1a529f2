import { hasCode } from '../domain/errors.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { noteOnce } from './note-once.ts';

export interface Wanted {
  readonly parentUid: string;
  readonly type: string;
  readonly name: string;
  readonly title: string;
  /** Kept in `dc:source`: finds the document again when the answer to its creation was lost. */
  readonly marker: string;
  /** Under which an earlier attempt may have made it: of a file that lies in a stack meanwhile. */
  readonly earlierMarkers?: readonly string[];
}

/**
 * The document of an asset: the one that is known, wherever it was moved to; else one that carries the marker because
 * an earlier attempt made it; else a new one. A trashed one is replaced, said in a note (decision 18).
 */
export async function foundOrCreated(
  knownUid: string | undefined,
  wanted: Wanted,
  nuxeo: Nuxeo,
  context: JobContext,
): Promise<NuxeoDocument> {
  const known = knownUid === undefined ? undefined : await readable(knownUid, nuxeo);
  if (known && !known.isTrashed) return known;
  if (known) await noteTrashed(known, context);
  return (await alreadyCreated(wanted, nuxeo)) ?? create(wanted, nuxeo);
}

export async function noteTrashed({ title }: NuxeoDocument, context: JobContext): Promise<void> {
  await noteOnce(context, { code: 'new-document-after-trash', params: [title] });
}

/** By an earlier attempt whose answer was lost. */
export async function alreadyCreated(wanted: Wanted, nuxeo: Nuxeo): Promise<NuxeoDocument | undefined> {
  const { parentUid, marker, earlierMarkers = [] } = wanted;
  const [found] = await nuxeo.documents.childrenFrom(parentUid, [marker, ...earlierMarkers]);
  return found;
}

export function create({ parentUid, type, name, title, marker }: Wanted, nuxeo: Nuxeo): Promise<NuxeoDocument> {
  return nuxeo.documents.create(parentUid, { type, name, title, properties: { 'dc:source': marker } });
}

/** undefined: deleted, or not for this person's eyes. */
async function readable(uid: string, nuxeo: Nuxeo): Promise<NuxeoDocument | undefined> {
  try {
    return await nuxeo.documents.get(uid);
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found')) throw error;
    return undefined;
  }
}
