import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { TransferError } from '../../../server/domain/errors.ts';
import type { FolderRef } from '../../../server/domain/refs.ts';
import type { ByteSource, ByteTarget, Part } from '../../../server/ports/bytes.ts';
import type { FrameioFile, PendingUpload } from '../../../server/ports/frameio.ts';
import { toFile } from './mappers.ts';
import { refuse, type FakePerson, type StoredFile } from './state.ts';
import type { FakeFrameioWorld } from './world.ts';

export type Perform = <T>(operation: string, work: (person: FakePerson) => T | Promise<T>) => Promise<T>;

export function beginUpload(
  world: FakeFrameioWorld,
  folder: FolderRef,
  file: { name: string; length: number; by: string },
): PendingUpload {
  const { storageLimit = Infinity } = world.account(folder.accountId);
  world.folder(folder.folderId);
  if (file.length < 1 || file.name.length < 1 || file.name.length > 255) throw refuse('frameio-refused');
  if (world.storageUsed(folder) + file.length > storageLimit) throw refuse('frameio-quota-exceeded');
  const stored = world.addEmptyFile(folder, file.name, file.length, file.by);
  const sizes = partSizes(file.length, world.partSize);
  stored.upload = { sizes, parts: sizes.map(() => undefined), expired: false };
  return { file: toFile(world, stored), target: JSON.stringify({ fileId: stored.id, sizes }) };
}

/** Needs nothing but the text: whoever has it may send, as with presigned addresses. */
export function uploadTarget(world: FakeFrameioWorld, target: string, perform: Perform): ByteTarget {
  const { fileId, sizes } = JSON.parse(target) as { fileId: string; sizes: number[] };
  return {
    parts: inSequence(sizes),
    async put(part, body, signal) {
      const bytes = await buffer(body).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
      signal.throwIfAborted();
      await perform('upload.put', () => storePart(world, fileId, part, bytes));
    },
  };
}

function storePart(world: FakeFrameioWorld, fileId: string, part: Part, bytes: Buffer): void {
  const file = world.assets.get(fileId);
  if (file?.type !== 'file' || !file.upload) throw new TransferError('upload-failed');
  if (file.upload.expired) throw new TransferError('upload-expired');
  if (bytes.length !== file.upload.sizes[part.index]) throw new TransferError('length-mismatch', { retryable: true });
  file.upload.parts[part.index] = bytes;
  const parts = file.upload.parts.filter((stored) => stored !== undefined);
  if (parts.length < file.upload.sizes.length || file.uploadFailed) return;
  Object.assign(file, { bytes: Buffer.concat(parts), status: 'transcoded', updatedAt: world.now() });
}

export function fileSource(world: FakeFrameioWorld, announced: FrameioFile, perform: Perform): ByteSource {
  const { id, length } = announced;
  return {
    length,
    fingerprint: `frameio:${id}:${length}`,
    async open({ start, end }, signal) {
      signal.throwIfAborted();
      const bytes = await perform('source.open', ({ role }) => readable(world.file(id), length, role));
      return Readable.from([bytes.subarray(start, end + 1)], { objectMode: false });
    },
  };
}

function readable(file: StoredFile, announced: number, role: FakePerson['role']): Buffer {
  if (role === 'viewer' || role === 'edit-only') throw refuse('frameio-forbidden');
  if (!file.bytes) throw refuse('asset-not-uploaded', file.name);
  if (file.bytes.length !== announced) throw new TransferError('source-changed');
  return file.bytes;
}

/** As equal as possible: the first ones are one byte longer where it does not divide. */
function partSizes(length: number, most: number): number[] {
  const count = Math.ceil(length / most);
  const base = Math.floor(length / count);
  return Array.from({ length: count }, (_, index) => base + (index < length % count ? 1 : 0));
}

function inSequence(sizes: readonly number[]): Part[] {
  let start = 0;
  return sizes.map((length, index) => {
    const part = { index, start, end: start + length - 1, length };
    start += length;
    return part;
  });
}
