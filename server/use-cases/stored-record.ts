import type { ReviewRecord } from '../domain/review-record.ts';
import type { DocumentBlob, Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';

const PROPERTY = 'frameioreview:record';

/** The record that the document holds; undefined: none yet, or one that cannot be read. */
export async function storedRecord(
  { uid, properties }: NuxeoDocument,
  nuxeo: Pick<Nuxeo, 'blobs'>,
  signal: AbortSignal,
): Promise<Partial<ReviewRecord> | undefined> {
  const blob = properties[PROPERTY] as DocumentBlob | undefined;
  if (!blob?.length) return undefined;
  const source = nuxeo.blobs.source(uid, blob);
  const chunks: Buffer[] = [];
  const stream = await source.open({ start: 0, end: source.length - 1 }, signal);
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Partial<ReviewRecord>;
  } catch {
    return undefined; // whoever may write the document may have put anything there
  }
}
