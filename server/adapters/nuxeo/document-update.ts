import type { DocumentChange, NuxeoDocument, UploadedBlob } from '../../ports/nuxeo.ts';
import { attachings, requireAttached, type Attaching } from './attachings.ts';
import { batchLost, type Batches } from './batches.ts';
import { asDocument, idPath, readPayload } from './document-reads.ts';
import type { ExplainingLocks } from './lock-refusals.ts';
import { toDocument } from './mappers.ts';
import { documentPayload } from './payloads.ts';
import type { Wire } from './wire.ts';

export interface UpdateDeps {
  readonly wire: Wire;
  readonly get: (uid: string) => Promise<NuxeoDocument>;
  readonly batches: Batches;
  readonly explaining: ExplainingLocks;
  /** How long Nuxeo may take to put bytes of this length into its store. */
  readonly transactionTimeoutSeconds: (length: number) => number;
}

const asDocumentWithFiles = { ...asDocument, properties: `${asDocument['properties']},files` };
/** The connection waits a little longer than the transaction, to hear how it ended. */
const ANSWER_SLACK_SECONDS = 30;

export function createDocumentUpdate(deps: UpdateDeps) {
  const { wire, batches } = deps;

  const updateWithFiles = async (
    uid: string,
    change: DocumentChange,
    record?: UploadedBlob,
  ): Promise<NuxeoDocument> => {
    const before = await readPayload(wire, uid, 'documents.update', asDocumentWithFiles);
    const files = attachings(change, record, before);
    // Nuxeo answers 200 for a batch that it does not know, and would make a version without the bytes.
    for (const { sent } of files) if (!(await batches.isComplete(sent))) throw batchLost('documents.update');
    await put(uid, change, files, deps);
    const after = await readPayload(wire, uid, 'documents.update', asDocumentWithFiles);
    for (const file of files) await requireAttached(file, after, (sent) => batches.isComplete(sent));
    return toDocument(after);
  };

  const updateWithRecord = async (uid: string, change: DocumentChange, text: string, fileName: string) => {
    const file = { name: fileName, mimeType: 'application/json' };
    const record = await batches.sendSmall(file, Buffer.from(text, 'utf8'));
    try {
      return await updateWithFiles(uid, change, record);
    } finally {
      await batches.drop(record.batchId).catch(() => undefined); // its life is limited anyway
    }
  };

  return async (uid: string, change: DocumentChange): Promise<NuxeoDocument> => {
    if (change.record) return updateWithRecord(uid, change, change.record.json, change.record.fileName);
    if (change.mainFile || change.attachment) return updateWithFiles(uid, change);
    const answer = documentPayload.safeParse(await put(uid, change, [], deps));
    // Asked for a version, or told a source, Nuxeo answers the last version instead of the document, or nothing.
    return answer.data?.uid === uid ? toDocument(answer.data) : deps.get(uid);
  };
}

/** Everything in one request: a version holds either all of it or nothing. */
async function put(
  uid: string,
  change: DocumentChange,
  files: readonly Attaching[],
  { wire, explaining, transactionTimeoutSeconds }: UpdateDeps,
): Promise<unknown> {
  const length = files.reduce((sum, { sent }) => sum + sent.length, 0);
  const timeoutSeconds = transactionTimeoutSeconds(length);
  const values = Object.fromEntries(files.map(({ property, value }) => [property, value]));
  const properties = { ...change.properties, ...values };
  const call = {
    method: 'PUT',
    path: idPath(uid),
    operation: 'documents.update',
    headers: { ...asDocument, ...updateHeaders(change, timeoutSeconds) },
    body: { json: { 'entity-type': 'document', uid, properties } },
    timeoutMs: (timeoutSeconds + ANSWER_SLACK_SECONDS) * 1000,
  } as const;
  return (await explaining(uid, () => wire.ask(call))).json;
}

function updateHeaders({ version, comment, source }: DocumentChange, timeoutSeconds: number): Record<string, string> {
  return {
    'nuxeo-transaction-timeout': String(timeoutSeconds),
    // Without it the batch is gone as soon as this request ends, failed or not.
    'x-batch-no-drop': 'true',
    ...(version ? { 'x-versioning-option': version } : {}),
    ...(comment ? { 'update-comment': headerText(comment) } : {}),
    ...(source ? { source: headerText(source) } : {}),
  };
}

/** One line of ASCII: Node writes the head in the encoding of the body, and Nuxeo reads it as Latin-1. */
function headerText(text: string): string {
  const withoutAccents = text.normalize('NFKD').replace(/\p{M}/gu, '');
  const oneLine = withoutAccents.replace(/\s+/g, ' ').trim().slice(0, 1000);
  return oneLine.replace(/[^\x20-\x7e]/gu, '?');
}
