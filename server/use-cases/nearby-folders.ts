import { RuleError } from '../domain/errors.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

type NearbyDeps = Pick<Deps, 'bindings' | 'syncs'>;
type Kind = 'bound' | 'synced';

/**
 * The folder, when this person may bind or synchronise it (N41, N55, N56, N111).
 *
 * @throws RuleError `not-a-folder`, `folder-trashed`, `write-not-allowed`; also when it, or one above or below it, is
 *   bound or synchronised already.
 */
export async function freeFolder(folderUid: string, nuxeo: Nuxeo, deps: NearbyDeps): Promise<NuxeoDocument> {
  const folder = await writableFolder(folderUid, nuxeo);
  if (await deps.bindings.ofFolder(folder.uid)) throw new RuleError('folder-already-bound');
  if (await deps.syncs.ofFolder(folder.uid)) throw new RuleError('folder-already-synced');
  await requireNothingNearby(folder, nuxeo, deps);
  return folder;
}

async function writableFolder(folderUid: string, nuxeo: Nuxeo): Promise<NuxeoDocument> {
  const folder = await nuxeo.documents.get(folderUid);
  if (!folder.isFolderish || folder.isVersion || folder.isProxy) throw new RuleError('not-a-folder');
  if (folder.isTrashed) throw new RuleError('folder-trashed', { params: [folder.title] });
  if (!folder.permissions.includes('WriteProperties') || !folder.permissions.includes('AddChildren')) {
    throw new RuleError('write-not-allowed');
  }
  return folder;
}

/** Others may have done something at the same moment: now that both are written, each sees the other. */
export async function requireStillFree(
  folder: NuxeoDocument,
  own: Kind,
  nuxeo: Nuxeo,
  deps: NearbyDeps,
): Promise<void> {
  if (own === 'synced' && (await deps.bindings.ofFolder(folder.uid))) throw new RuleError('folder-already-bound');
  if (own === 'bound' && (await deps.syncs.ofFolder(folder.uid))) throw new RuleError('folder-already-synced');
  await requireNothingNearby(folder, nuxeo, deps);
}

async function requireNothingNearby(
  folder: NuxeoDocument,
  nuxeo: Nuxeo,
  { bindings, syncs }: NearbyDeps,
): Promise<void> {
  const ancestors = (await nuxeo.documents.ancestors(folder.uid)).map((one) => one.uid);
  const markedBelow = (facet: string) => nuxeo.documents.withFacetBelow(folder.path, facet);
  const bound = await nearby(bindings, [...ancestors, ...(await markedBelow('FrameioBound'))], folder);
  if (bound !== undefined) throw new RuleError('folder-bound-nearby', { params: [bound] });
  const synced = await nearby(syncs, [...ancestors, ...(await markedBelow('FrameioSynced'))], folder);
  if (synced !== undefined) throw new RuleError('folder-synced-nearby', { params: [synced] });
}

interface Folders {
  ofFolders(uids: readonly string[]): Promise<readonly { readonly folderPath: string }[]>;
  belowPath(path: string): Promise<readonly { readonly folderPath: string }[]>;
}

async function nearby(folders: Folders, uids: readonly string[], { path }: NuxeoDocument): Promise<string | undefined> {
  const [known] = await folders.ofFolders(uids);
  if (known) return known.folderPath;
  // Folders that the person may not see count too; their path may have changed since, so Nuxeo's answer comes first.
  return (await folders.belowPath(path))[0]?.folderPath;
}
