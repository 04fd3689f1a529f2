import { withChildren } from './listing.ts';
import { mainBlobOf, saveDocument } from '../repository/save.ts';
import { createDocument } from '../repository/create.ts';
import { getDocument, parseRef } from '../repository/access.ts';
import { query } from '../search/query.ts';
import { RestError } from '../web/rest-error.ts';
import { asInput, type Operation, type OperationCall } from './operations.ts';

export const FETCH_OPERATIONS: Record<string, Operation> = {
  'Repository.GetDocument': fetchDocument,
  'Document.Fetch': fetchDocument,
  'Document.GetChildren': (call) => withChildren(call),
  'Document.GetChild': (call) => {
    const [parent] = call.input.documents;
    const child = parent && call.session.repository.documents.child(parent.uid, call.required('name'));
    if (!child) throw new RestError(404, call.required('name'));
    return { kind: 'document', document: child };
  },
  'Document.GetParent': (call) => {
    const [document] = call.input.documents;
    const parent = document && call.session.repository.documents.parentOf(document);
    return parent ? { kind: 'document', document: getDocument(call.session, { uid: parent.uid }) } : { kind: 'void' };
  },
  'Repository.Query': runQuery,
  'Document.Query': runQuery,
};

export const BLOB_OPERATIONS: Record<string, Operation> = {
  'Blob.AttachOnDocument': attach,
  'Blob.Attach': attach,
  'Document.GetBlob': (call) => {
    const [document] = call.input.documents;
    const blob = document && mainBlobOf(document);
    return document && blob ? { kind: 'blob', document, blob } : { kind: 'void' };
  },
  'FileManager.Import': importFile,
};

function fetchDocument(call: OperationCall): ReturnType<Operation> {
  return { kind: 'document', document: getDocument(call.session, parseRef(call.required('value'))) };
}

function runQuery(call: OperationCall): ReturnType<Operation> {
  const all = query(call.session, call.required('query'));
  const size = Number(call.optional('pageSize') ?? 1000);
  const from = Number(call.optional('currentPageIndex') ?? 0) * size;
  return { kind: 'documents', documents: all.slice(from, from + size) };
}

function attach(call: OperationCall): ReturnType<Operation> {
  const document = call.document('document');
  const xpath = call.optional('xpath') ?? 'file:content';
  const [blob] = call.input.blobs;
  if (!blob) throw new RestError(400, 'No blob to attach');
  if (xpath.includes('/')) throw new RestError(501, `Not imitated here: ${xpath}`);
  const before = document.properties[xpath];
  const value = xpath === 'files:files' ? [...(Array.isArray(before) ? before : []), { file: blob }] : blob;
  saveDocument(call.session, document, { [xpath]: value });
  return { kind: 'blob', document, blob };
}

/** The type follows from what the blobs are. */
function importFile(call: OperationCall): ReturnType<Operation> {
  const current = call.context['currentDocument'];
  if (typeof current !== 'string') throw new RestError(400, 'currentDocument is missing');
  const parent = getDocument(call.session, parseRef(current));
  const created = call.input.blobs.map((blob) => {
    const name = blob.name ?? 'file';
    const properties = { 'dc:title': name, 'file:content': blob };
    return createDocument(call.session, parent, { type: typeFor(blob.mimeType ?? ''), name, properties });
  });
  return asInput({ ...call, input: { ...call.input, single: created.length === 1 } }, created);
}

function typeFor(mimeType: string): string {
  const types: Record<string, string> = { video: 'Video', image: 'Picture', audio: 'Audio' };
  return types[mimeType.split('/')[0] ?? ''] ?? 'File';
}
