import type { Binding } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { titleOf, validName } from '../domain/file-name.ts';
import { allIds, onlyDocument, originMarker, rootIdOf, type AssetIdentity } from '../domain/publish-identity.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { AssetLink } from '../ports/review-store.ts';
import { actorFor, type Actor } from './actors.ts';
import { bringBytes, restarting } from './bring-bytes.ts';
import { alreadyCreated, create, noteTrashed, type Wanted } from './create-document.ts';
import type { Deps } from './deps.ts';
import { documentTypeOf, openFolder, requireType } from './publish-resource.ts';

type DocumentDeps = Pick<Deps, 'nuxeo' | 'reviews' | 'engine' | 'transfers'>;

interface Place {
  readonly binding: Binding;
  readonly frameio: Frameio;
}

/** The asset's document, who may write it, and what of the asset is in it already. */
export interface AssetDocument {
  readonly link: AssetLink;
  readonly actor: Actor;
}

/**
 * The document that the asset became in this binding, or a new one (decision 18).
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
  const { binding } = place;
  const parentUid = String(context.job.payload['parentUid'] ?? binding.folderUid);
  const creator = await openFolder(parentUid, binding, context, deps);
  const link = await claimed(identity, binding, deps);
  const known = await knownDocument(link, binding, context, deps);
  if (known) return { link, actor: unlocked(known) };
  return newDocument(identity, members, creator, place, context, deps);
}

/** Known when the stack or any member is known; the stack's id is then saved. */
async function claimed(
  identity: AssetIdentity,
  binding: Binding,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<AssetLink> {
  const { accountId } = identity;
  const known = onlyDocument(await reviews.links(binding.id, identity, allIds(identity)));
  const rootId = rootIdOf(identity);
  if (!known) {
    return reviews.claim({ accountId, bindingId: binding.id, rootId, documentUid: undefined, memberIds: [] });
  }
  if (known.rootId === rootId) return known;
  const moved = { ...known, rootId };
  await reviews.saveLink(moved, known.rootId);
  return moved;
}

/** undefined: there is none yet, or it is trashed or deleted: then nothing of the asset is in Nuxeo any more. */
async function knownDocument(
  link: AssetLink,
  binding: Binding,
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
  identity: AssetIdentity,
  members: readonly FrameioFile[],
  creator: Actor,
  { binding, frameio }: Place,
  context: JobContext,
  deps: DocumentDeps,
): Promise<AssetDocument> {
  const link = await claimed(identity, binding, deps);
  const { nuxeo } = creator;
  const wanted = wantedFor(link, members, creator, binding, context);
  let document = await alreadyCreated(wanted, nuxeo);
  if (!document) {
    await requireType(creator, binding, context);
    const sides = { nuxeo, frameio };
    const [first] = members;
    if (first) await restarting(first, sides, context, deps, () => bringBytes(first, sides, context, deps));
    document = await create(wanted, nuxeo);
  }
  const made = { ...link, documentUid: document.uid };
  await deps.reviews.saveLink(made);
  return { link: made, actor: unlocked(await actorFor(document.uid, 'WriteProperties', binding, context, deps)) };
}

function wantedFor(
  link: AssetLink,
  members: readonly FrameioFile[],
  { document }: Actor,
  binding: Binding,
  context: JobContext,
): Wanted {
  const name = members.at(-1)?.name ?? context.job.title;
  return {
    parentUid: document.uid,
    type: documentTypeOf(binding, context),
    name: validName(name),
    title: titleOf(name),
    marker: originMarker(link, binding.id),
  };
}

function unlocked(actor: Actor): Actor {
  const { lock } = actor.document;
  if (!lock || lock.owner === actor.username) return actor;
  throw new RuleError('locked-by-other', { params: [lock.owner], needsAttention: true });
}
