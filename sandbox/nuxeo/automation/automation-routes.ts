import { Router, type Request, type Response } from 'express';
import { sendBlob } from '../blobs/download.ts';
import { userId } from '../people/people-json.ts';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import { documentJson } from '../documents/document-json.ts';
import { writeContextOf } from '../documents/write-context.ts';
import { getDocument, parseRef } from '../repository/access.ts';
import type { StoredDocument } from '../repository/document.ts';
import type { Session } from '../repository/repository.ts';
import { objectOf, sendEntity, type Json } from '../web/entities.ts';
import { EmptyError, RestError } from '../web/rest-error.ts';
import { readMultipartCall } from '../upload/multipart-blobs.ts';
import { principalOf, sessionOf, type World } from '../world.ts';
import { DOCUMENT_OPERATIONS, SECURITY_OPERATIONS, VERSION_OPERATIONS } from './document-operations.ts';
import type { Operation, OperationCall, OperationInput, OperationResult } from './operations.ts';
import { suggestPeople } from './suggest-people.ts';
import { BLOB_OPERATIONS, FETCH_OPERATIONS } from './other-operations.ts';
import { userWorkspace } from './user-workspace.ts';

const OPERATIONS: Record<string, Operation> = {
  ...DOCUMENT_OPERATIONS,
  ...VERSION_OPERATIONS,
  ...SECURITY_OPERATIONS,
  ...FETCH_OPERATIONS,
  ...BLOB_OPERATIONS,
  'UserGroup.Suggestion': suggestPeople,
  'User.GetUserWorkspace': userWorkspace,
};

/** Over HTTP these are for administrators; for all others they do not exist. */
const FOR_ADMINISTRATORS = new Set([
  'Document.Mail',
  'Notification.SendMail',
  'Blob.CreateFromURL',
  'Blob.Post',
  'Blob.ExportToFS',
  'Directory.Entries',
  'RunInputScript',
  'RunScript',
  'Counters.GET',
  'Document.CreateLiveProxy',
  'Audit.Query',
  'Audit.QueryWithPageProvider',
  'User.CreateOrUpdate',
  'Group.CreateOrUpdate',
  'Bulk.WaitForAction',
]);

export function automationRoutes(world: World): Router {
  const router = Router();
  router.post('/login', (_req, res) => {
    const { username, groups, isAdministrator } = principalOf(res);
    const id = world.switches.uuidUserIds ? { id: userId(world, username) } : {};
    sendEntity(res, 200, { 'entity-type': 'login', ...id, username, isAdministrator, groups });
  });
  router.get('/', (_req, res) => {
    const operations = Object.keys(OPERATIONS)
      .sort()
      .map((id) => ({ id, url: id }));
    res.json({ paths: { login: 'login' }, codecs: [], operations, chains: [] });
  });
  router.post('/:operation', async (req, res) => {
    const isMultipart = req.is('multipart/*') !== false;
    const call = isMultipart ? await readMultipartCall(world, req) : { body: req.body as unknown, blobs: [] };
    await runOperation(world, req.params.operation, call, req, res);
  });
  return router;
}

export async function runOperation(
  world: World,
  id: string,
  { body, blobs }: Received,
  req: Request,
  res: Response,
): Promise<void> {
  const session = sessionOf(world, res);
  if (FOR_ADMINISTRATORS.has(id) && !session.principal.isAdministrator) throw new EmptyError(404);
  const operation = OPERATIONS[id];
  if (!operation) {
    if (FOR_ADMINISTRATORS.has(id)) throw new RestError(501, `Not imitated here: ${id}`);
    throw new RestError(404, `No operation was found with ID: ${id}`);
  }
  const result = await invoked(id, () => operation(readCall(world, session, { body, blobs }, req)));
  await sendResult(world, result, req, res);
}

/** The message of a failure tells which operation it was, twice, as Nuxeo's does. */
async function invoked<T>(id: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const prefix = `Failed to invoke operation: ${id}, Failed to invoke operation ${id}`;
    throw new RestError(error.status, `${prefix}, ${error.message}`);
  }
}

function readCall(world: World, session: Session, { body, blobs }: Received, request: Request): OperationCall {
  const json = readBody(world, body, request);
  const params = objectOf(json['params'] ?? {});
  const optional = (name: string) => {
    const value = params[name];
    return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
  };
  const required = (name: string) => {
    const value = optional(name);
    if (value !== undefined) return value;
    throw new RestError(400, `Failed to inject parameter '${name}'. Seems it is missing from the context.`);
  };
  const document = (name: string) => getDocument(session, parseRef(required(name)));
  const input = readInput(session, json['input'], blobs);
  const context = objectOf(json['context'] ?? {});
  return { world, session, request, input, params, context, optional, required, document };
}

interface Received {
  body: unknown;
  blobs: StoredBlob[];
}

/** Later versions refuse an empty body; earlier ones take it for an empty call. */
function readBody(world: World, body: unknown, req: Request): Json {
  if (body !== undefined && body !== null) return objectOf(body);
  const isEmpty = (req.get('content-length') ?? '0') === '0';
  if (isEmpty && world.switches.version === '2025') throw new RestError(400, 'Empty body');
  return {};
}

function readInput(session: Session, input: unknown, blobs: StoredBlob[]): OperationInput {
  if (blobs.length > 0) return { documents: [], blobs, single: blobs.length === 1 };
  if (typeof input === 'string' && input.startsWith('docs:')) {
    const refs = input.slice(5).split(',').filter(Boolean);
    return { documents: refs.map((ref) => getDocument(session, parseRef(ref.trim()))), blobs: [], single: false };
  }
  const ref = typeof input === 'object' && input !== null ? documentRef(input as Json) : input;
  const documents: StoredDocument[] = typeof ref === 'string' && ref ? [getDocument(session, parseRef(ref))] : [];
  return { documents, blobs: [], single: documents.length === 1 };
}

function documentRef(json: Json): unknown {
  return json['uid'] ?? json['path'];
}

async function sendResult(world: World, result: OperationResult, req: Request, res: Response): Promise<void> {
  const context = writeContextOf(world, req, res);
  if (result.kind === 'void' || req.get('x-nxvoidoperation') === 'true') {
    res.status(204).end();
  } else if (result.kind === 'document') {
    sendEntity(res, 200, documentJson(result.document, context));
  } else if (result.kind === 'documents') {
    const entries = result.documents.map((document) => documentJson(document, context));
    sendEntity(res, 200, { 'entity-type': 'documents', isPaginable: false, entries });
  } else if (result.kind === 'blob') {
    await sendBlob(world, result.document, result.blob, req, res);
  } else {
    res.json(result.json);
  }
}
