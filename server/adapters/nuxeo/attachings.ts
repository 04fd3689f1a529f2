import { TransferError } from '../../domain/errors.ts';
import type { DocumentBlob, DocumentChange, UploadedBlob } from '../../ports/nuxeo.ts';
import { batchLost } from './batches.ts';
import { mainFileProperty, toBlob } from './mappers.ts';
import { attachmentPayload, type BlobPayload, type DocumentPayload } from './payloads.ts';

export const attachmentsProperty = 'files:files';

/** A file of a batch, the property that takes it, and how to see whether it did. */
export interface Attaching {
  readonly sent: UploadedBlob;
  readonly property: string;
  readonly value: unknown;
  readonly before: DocumentBlob | undefined;
  after(payload: DocumentPayload): DocumentBlob | undefined;
}

export function attachings(
  change: DocumentChange,
  record: UploadedBlob | undefined,
  before: DocumentPayload,
): Attaching[] {
  return [
    ...(change.mainFile ? [replacing(change.mainFile, mainFileProperty, before)] : []),
    ...(change.record && record ? [replacing(record, change.record.property, before)] : []),
    ...(change.attachment ? [adding(change.attachment, before)] : []),
  ];
}

function reference({ batchId, fileIndex }: UploadedBlob) {
  return { 'upload-batch': batchId, 'upload-fileId': String(fileIndex) };
}

function replacing(sent: UploadedBlob, property: string, before: DocumentPayload): Attaching {
  const find = (payload: DocumentPayload) => toBlob(payload.properties?.[property], property);
  return { sent, property, value: reference(sent), before: find(before), after: find };
}

/** A list is replaced as a whole: what is there is given back, and Nuxeo copies it inside. */
function adding(sent: UploadedBlob, before: DocumentPayload): Attaching {
  const kept = attachmentsOf(before).map((file) => ({ file: { ...file, data: file.blobUrl ?? file.data } }));
  return {
    sent,
    property: attachmentsProperty,
    value: [...kept, { file: reference(sent) }],
    before: undefined,
    after: (payload) => toBlob(attachmentsOf(payload)[kept.length], `${attachmentsProperty}/${kept.length}/file`),
  };
}

/** A batch that was lost leaves an empty entry in the list. */
function attachmentsOf(payload: DocumentPayload): BlobPayload[] {
  const entries = payload.properties?.[attachmentsProperty];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => attachmentPayload.safeParse(entry).data?.file ?? []);
}

/**
 * Nuxeo answers 200 and changes nothing for a batch that it lost meanwhile. The same length proves
 * nothing when the file before looked the same: then the batch must still be there.
 */
export async function requireAttached(
  attaching: Attaching,
  payload: DocumentPayload,
  isStillThere: (blob: UploadedBlob) => Promise<boolean>,
): Promise<void> {
  const { sent, before } = attaching;
  const after = attaching.after(payload);
  if (!after) throw batchLost('documents.update');
  const isUntouched = before?.digest === after.digest && before?.length === after.length;
  if (isUntouched && !(after.length === sent.length && (await isStillThere(sent)))) throw batchLost('documents.update');
  if (after.length !== sent.length) {
    const context = { operation: 'documents.update', expected: sent.length, found: after.length };
    throw new TransferError('length-mismatch', { context });
  }
}
