import type { Destination } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { titleOf, validName } from '../domain/file-name.ts';
import { allIds, onlyDocument, originMarker, rootIdOf, type AssetIdentity } from '../domain/publish-identity.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { AssetLink } from '../ports/review-store.ts';
import { actorFor, type Actor } from './actors.ts';
import { bringBytes, restarting, type Sides } from './bring-bytes.ts';
import { alreadyCreated, create, noteTrashed, type Wanted } from './create-document.ts';
import type { Deps } from './deps.ts';
import { documentTypeOf, openFolder, requireType } from './publish-resource.ts';

type DocumentDeps = Pick<Deps, 'nuxeo' | 'reviews' | 'engine' | 'transfers'>;

export interface Place {
  readonly binding: Destination;
  readonly frameio: Frameio;
  /** Where a new document goes, when that was looked at for all assets of the folder at once. */
  readonly folder?: OpenFolder;
}

/** A folder that takes documents of the wanted type from this person. */
export interface OpenFolder extends Pick<Actor, 'username' | 'nuxeo'> {
  readonly uid: string;
}

/** The asset's document, who may write it, and what of the asset is in it already. */
export interface AssetDocument {
  readonly link: AssetLink;
  readonly actor: Actor;
}

/** @property isFresh - Nobody knew the asset before: nobody can have made its document. */
interface Claim {
  readonly link: AssetLink;
  readonly isFresh: boolean;
}

/**
 * The document that the asset became here, or a new one (decision 18).
 *
 * @param members - Of the asset, oldest first.
 * @throws RuleError `asset-in-two-documents`; `locked-by-other`, which waits until it is free; `folder-gone`,
 *   `folder-trashed`, `document-type-gone`.
 */
export async function assetDocument(
  identity: AssetIdentity,
  members: readonly FrameioFile[],
  place: Place,
  context: JobContext,
  deps: DocumentDeps,
): Promise<AssetDocument> {
  const creator = place.folder ?? (await folderFor(place.binding, context, deps));
  const claim = await claimed(identity, place.binding, deps);
  const known = await knownDocument(claim.link, place.binding, context, deps);
  if (known) return { link: claim.link, actor: unlocked(known) };
  // What is trashed or deleted is known no more.
  const free = claim.link.documentUid === undefined ? claim : await claimed(identity, place.binding, deps);
  return newDocument({ ...free, identity }, members, creator, place, context, deps);
}

async function folderFor(binding: Destination, context: JobContext, deps: DocumentDeps): Promise<OpenFolder> {
  const parentUid = String(context.job.payload['parentUid'] ?? binding.folderUid);
  const { username, nuxeo, document } = await openFolder(parentUid, binding, context, deps);
  return { username, nuxeo, uid: document.uid };
}

/** Known when the stack or any member is known; the stack's id is then saved. */
async function claimed(
  identity: AssetIdentity,
  binding: Destination,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<Claim> {
  const { accountId } = identity;
  const known = onlyDocument(await reviews.links(binding.id, identity, allIds(identity)));
  const rootId = rootIdOf(identity);
  if (!known) {
    const wanted = { accountId, bindingId: binding.id, rootId, documentUid: undefined, memberIds: [] };
    return { link: await reviews.claim(wanted), isFresh: true };
  }
  if (known.rootId === rootId) return { link: known, isFresh: false };
  const moved = { ...known, rootId };
  await reviews.saveLink(moved, known.rootId);
  return { link: moved, isFresh: false };
}

/** undefined: there is none yet, or it is trashed or deleted: then nothing of the asset is in Nuxeo any more. */
async function knownDocument(
  link: AssetLink,
  binding: Destination,
  context: JobContext,
  deps: DocumentDeps,
): Promise<Actor | undefined> {
  if (link.documentUid === undefined) return undefined;
  try {
    const actor = await actorFor(link.documentUid, 'WriteProperties', binding, context, deps);
    if (!actor.document.isTrashed) return actor;
    await noteTrashed(actor.document, context);
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found')) throw error;
  }
  await deps.reviews.deleteLink(link);
  return undefined;
}

/** Its first file is brought before it is made: what cannot be brought leaves no empty document behind. */
async function newDocument(
  { link, isFresh, identity }: Claim & { readonly identity: AssetIdentity },
  members: readonly FrameioFile[],
  creator: OpenFolder,
  place: Place,
  context: JobContext,
  deps: DocumentDeps,
): Promise<AssetDocument> {
  const { binding } = place;
  const { username, nuxeo } = creator;
  const wanted = { ...wantedFor(link, members, creator, binding, context), ...markersOf(identity, link) };
  let document = isFresh ? undefined : await alreadyCreated(wanted, nuxeo);
  if (!document) {
    if (!place.folder) await requireType({ nuxeo, folderUid: creator.uid }, binding, context);
    await bringFirst(members[0], { nuxeo, frameio: place.frameio }, context, deps);
    document = await create(wanted, nuxeo);
  }
  const made = { ...link, documentUid: document.uid };
  await deps.reviews.saveLink(made);
  const actor = document.permissions.includes('WriteProperties')
    ? { username, nuxeo, document }
    : await actorFor(document.uid, 'WriteProperties', binding, context, deps);
  return { link: made, actor: unlocked(actor) };
}

async function bringFirst(
  first: FrameioFile | undefined,
  sides: Sides,
  context: JobContext,
  deps: DocumentDeps,
): Promise<void> {
  if (first) await restarting(first, sides, context, deps, () => bringBytes(first, sides, context, deps));
}

function wantedFor(
  link: AssetLink,
  members: readonly FrameioFile[],
  { uid }: OpenFolder,
  binding: Destination,
  context: JobContext,
): Omit<Wanted, 'marker'> {
  const name = members.at(-1)?.name ?? context.job.title;
  return {
    parentUid: uid,
    type: documentTypeOf(binding, context),
    name: validName(name),
    title: titleOf(name),
  };
}

function markersOf(identity: AssetIdentity, link: AssetLink): Pick<Wanted, 'marker' | 'earlierMarkers'> {
  const { accountId, bindingId } = link;
  const markers = allIds(identity).map((rootId) => originMarker({ accountId, rootId }, bindingId));
  return { marker: originMarker(link, bindingId), earlierMarkers: markers };
}

function unlocked(actor: Actor): Actor {
  const { lock } = actor.document;
  if (!lock || lock.owner === actor.username) return actor;
  throw new RuleError('locked-by-other', { params: [lock.owner], needsAttention: true });
}
