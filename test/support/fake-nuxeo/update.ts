import type { DocumentChange, UploadedBlob } from '../../../server/ports/nuxeo.ts';
import { TransferError } from '../../../server/domain/errors.ts';
import { checkIn, keepStateOfOther, type Session } from './session.ts';
import { isStoredBlob, storedBlob, type StoredBlob, type StoredDocument } from './state.ts';
import { hasProperty } from './types.ts';
import { assembled } from './uploads.ts';
import type { FakeNuxeoWorld } from './world.ts';

/** Properties, files and version in one go: all of it or nothing. */
export function applyUpdate(session: Session, uid: string, change: DocumentChange): StoredDocument {
  const { world } = session;
  session.readable(uid);
  const values = changedValues(world, change);
  const attachment = change.attachment ? blobOf(world, change.attachment) : undefined;
  const document = session.writable(uid);

  const known = Object.entries(values).filter(([name]) => hasProperty(document.type, document.facets, name));
  const changed = known.filter(([name, value]) => isChange(document.properties[name], value));
  if (changed.length > 0 || attachment) write(session, document, Object.fromEntries(changed), attachment);
  if (change.version) checkIn(world, document, change.version);
  return document;
}

function changedValues(world: FakeNuxeoWorld, { properties = {}, mainFile, record }: DocumentChange) {
  const json = Buffer.from(record?.json ?? '');
  return {
    ...(JSON.parse(JSON.stringify(properties)) as Record<string, unknown>),
    ...(mainFile ? { 'file:content': blobOf(world, mainFile) } : {}),
    ...(record
      ? { [record.property]: storedBlob({ name: record.fileName, mimeType: 'application/json', bytes: json }) }
      : {}),
  };
}

function blobOf(world: FakeNuxeoWorld, sent: UploadedBlob): StoredBlob {
  const batch = world.batches.get(sent.batchId);
  const bytes = batch && assembled(batch);
  if (!bytes) throw new TransferError('batch-lost');
  if (bytes.length !== sent.length) throw new TransferError('length-mismatch');
  return storedBlob({ ...batch.file, bytes });
}

/** Equal scalars are no change; lists, complex values and blobs are one whenever they are given. */
function isChange(before: unknown, value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || isStoredBlob(value) || (before ?? null) !== value;
}

function write(
  session: Session,
  document: StoredDocument,
  changed: Record<string, unknown>,
  attachment: StoredBlob | undefined,
): void {
  keepStateOfOther(session, document);
  document.isCheckedOut = true;
  document.properties = { ...document.properties, ...changed };
  if (attachment) document.attachments = [...document.attachments, attachment];
  if ('file:content' in changed) document.renditions = [];
  document.lastContributor = session.person.username;
  document.modifiedAt = session.world.now();
}
