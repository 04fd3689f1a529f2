import type { Failure } from '../domain/errors.ts';
import type { BroughtDocument } from '../domain/sync-plan.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';

/** Name and folder that a document is to have, as Frame.io has them now. */
export interface WantedPlace {
  readonly title: string;
  readonly parentUid: string;
  /** In `frameioasset:fileName`, where the document has that facet. */
  readonly fileName?: string;
}

export interface FollowedPlace {
  /** What we set last, now or earlier: it is held against the document the next time. */
  readonly title: string;
  readonly parentUid: string;
  /** A person renamed or moved it here: left as it is, and said. */
  readonly left: Failure | undefined;
}

/**
 * A rename or move in Frame.io follows here, by id, unless a person renamed or moved it here. Nothing is written where
 * the document is as it should be.
 *
 * @param brought - What we set last; what was never set is taken for ours.
 */
export async function followPlace(
  document: NuxeoDocument,
  brought: Partial<Pick<BroughtDocument, 'title' | 'parentUid'>>,
  wanted: WantedPlace,
  nuxeo: Nuxeo,
): Promise<FollowedPlace> {
  const renamed = await followTitle(document, brought.title ?? document.title, wanted, nuxeo);
  const moved = await followFolder(document, brought.parentUid ?? document.parentUid, wanted, nuxeo);
  return {
    title: renamed ? wanted.title : (brought.title ?? document.title),
    parentUid: moved ? wanted.parentUid : (brought.parentUid ?? wanted.parentUid),
    left: renamed && moved ? undefined : { code: renamed ? 'moved-here' : 'renamed-here', params: [document.title] },
  };
}

async function followTitle(
  { uid, title, properties }: NuxeoDocument,
  ours: string,
  wanted: WantedPlace,
  nuxeo: Nuxeo,
): Promise<boolean> {
  if (title === wanted.title || ours === wanted.title) return true;
  if (title !== ours) return false;
  const hasFileName = wanted.fileName !== undefined && properties['frameioasset:fileName'] !== undefined;
  const fileName = hasFileName ? { 'frameioasset:fileName': wanted.fileName } : {};
  await nuxeo.documents.update(uid, { properties: { 'dc:title': wanted.title, ...fileName } });
  return true;
}

async function followFolder(
  { uid, parentUid }: NuxeoDocument,
  ours: string | undefined,
  wanted: WantedPlace,
  nuxeo: Nuxeo,
): Promise<boolean> {
  if (parentUid === wanted.parentUid || ours === wanted.parentUid) return true;
  if (parentUid !== ours) return false;
  await nuxeo.documents.move(uid, wanted.parentUid);
  return true;
}
