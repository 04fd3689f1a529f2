import { changeTokenOf, type StoredDocument } from '../repository/document.ts';
import type { Json } from '../web/entities.ts';
import type { StoredBlob } from './stored-blob.ts';

interface BlobPlace {
  document: StoredDocument;
  context: { baseUrl: string };
  xpath: string;
}

/** `length` is text, and both links are the server's own. */
export function blobJson(blob: StoredBlob, place: BlobPlace): Json {
  const url = blobUrl(blob, place);
  return {
    name: blob.name,
    'mime-type': blob.mimeType,
    encoding: blob.encoding,
    digestAlgorithm: blob.digestAlgorithm,
    digest: blob.digest,
    length: String(blob.length),
    data: url,
    blobUrl: url,
  };
}

export function blobUrl(blob: StoredBlob, { document, context, xpath }: BlobPlace): string {
  const name = encodeURIComponent(blob.name ?? 'file');
  return `${context.baseUrl}/nxfile/default/${document.uid}/${xpath}/${name}?changeToken=${changeTokenOf(document)}`;
}
