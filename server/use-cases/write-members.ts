import type { FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { AssetDocument } from './asset-document.ts';
import type { Sides } from './bring-bytes.ts';
import { writeAsset, type AssetWrite, type WriteDeps } from './write-asset.ts';

/** Members of an asset that are not in the document yet: those after the last one that is. */
export function freshMembers(
  memberIds: readonly string[],
  members: readonly FrameioFile[],
  heldId?: string,
): FrameioFile[] {
  return members.slice(members.findLastIndex(({ id }) => memberIds.includes(id) || id === heldId) + 1);
}

/** One version per file, oldest first; each is remembered before the next begins (N123). */
export async function writeMembers(
  { link, actor }: AssetDocument,
  files: readonly FrameioFile[],
  writeOf: (file: FrameioFile) => AssetWrite,
  sides: Sides,
  context: JobContext,
  deps: WriteDeps,
): Promise<NuxeoDocument> {
  let { document } = actor;
  for (const file of files) {
    document = await writeAsset(document, writeOf(file), sides, context, deps);
    await deps.reviews.saveLink({ ...link, memberIds: [file.id] });
  }
  return document;
}
