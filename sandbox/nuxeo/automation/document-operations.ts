import { addPermission, blockInheritance, removePermission, unblockInheritance } from '../repository/acl.ts';
import { may, requirePermission, requireWritable } from '../repository/access.ts';
import { createDocument } from '../repository/create.ts';
import { addFacet, removeFacet } from '../repository/facets.ts';
import { lockDocument, unlockDocument } from '../repository/locks.ts';
import { saveDocument } from '../repository/save.ts';
import { copyDocument, moveDocument, removeDocument, trashDocument, untrashDocument } from '../repository/tree.ts';
import {
  checkIn,
  checkOut,
  isVersionable,
  lastVersion,
  parseIncrement,
  restoreVersion,
} from '../repository/versions.ts';
import { RestError } from '../web/rest-error.ts';
import { asInput, forEach, mapEach, type Operation, type OperationCall, type OperationResult } from './operations.ts';
import { readOperationProperties } from './operation-properties.ts';

export const DOCUMENT_OPERATIONS: Record<string, Operation> = {
  'Document.Lock': forEach((document, { session }) => lockDocument(session, document)),
  'Document.Unlock': forEach((document, { session }) => unlockDocument(session, document)),
  'Document.AddFacet': forEach((document, { session, required }) => addFacet(session, document, required('facet'))),
  'Document.RemoveFacet': forEach((document, { session, required }) =>
    removeFacet(session, document, required('facet')),
  ),
  'Document.Update': update,
  'Document.SetProperty': setProperty,
  'Document.Save': forEach((document, { session }) => saveDocument(session, document, {})),
  'Document.Create': create,
  'Document.Delete': (call) => {
    for (const document of call.input.documents) removeDocument(call.session, document);
    return { kind: 'void' };
  },
  'Document.Copy': mapEach((document, { session, optional, document: ref }) =>
    copyDocument(session, document, ref('target'), optional('name')),
  ),
  'Document.Move': forEach((document, { session, optional, document: ref }) =>
    moveDocument(session, document, ref('target'), optional('name')),
  ),
  'Document.Trash': forEach((document, { session }) => trashDocument(session, document)),
  'Document.Untrash': forEach((document, { session }) => untrashDocument(session, document)),
  'Document.FollowLifecycleTransition': forEach((document, call) => followTransition(document, call)),
};

export const VERSION_OPERATIONS: Record<string, Operation> = {
  'Document.CreateVersion': forEach((document, { session, optional }) => {
    requireWritable(session, document);
    if (!isVersionable(session.repository, document)) throw new RestError(500, `Not versionable: ${document.uid}`);
    const increment = parseIncrement(optional('increment') ?? 'None');
    if (increment !== 'NONE' && document.isCheckedOut) checkIn(session, document, increment, null);
  }),
  'Document.CheckIn': forEach((document, { session, required, optional }) => {
    requireWritable(session, document);
    const increment = parseIncrement(required('version'));
    if (document.isCheckedOut) checkIn(session, document, increment, optional('comment') ?? null);
  }),
  'Document.CheckOut': forEach((document, { session }) => {
    requireWritable(session, document);
    checkOut(session, document);
  }),
  'Document.GetVersions': (call) => {
    const { documents } = call.session.repository;
    const versions = call.input.documents.flatMap((document) => {
      requirePermission(call.session, document, 'ReadVersion');
      return documents.versions((documents.liveOf(document) ?? document).uid);
    });
    return { kind: 'documents', documents: versions };
  },
  'Document.GetLastVersion': (call) => {
    const [document] = call.input.documents;
    const last = document && lastVersion(call.session.repository, document);
    return last ? { kind: 'document', document: last } : { kind: 'void' };
  },
  'Document.RestoreVersion': (call) => {
    const versions = call.input.documents;
    const lives = versions.map((version) => restore(version, call));
    return asInput(call, lives);
  },
};

export const SECURITY_OPERATIONS: Record<string, Operation> = {
  'Document.AddPermission': forEach((document, { session, params, required, optional }) => {
    const listed = Array.isArray(params['users']) ? params['users'].map(String) : (optional('users')?.split(',') ?? []);
    const usernames = [...listed, optional('username') ?? optional('user') ?? ''].filter(Boolean);
    const { begin, end, acl } = { begin: optional('begin'), end: optional('end'), acl: optional('acl') };
    addPermission(session, document, {
      usernames,
      permission: required('permission'),
      begin: begin ?? null,
      end: end ?? null,
      ...(acl ? { acl } : {}),
    });
    if (params['blockInheritance'] === true || params['blockInheritance'] === 'true')
      blockInheritance(session, document, acl);
  }),
  'Document.RemovePermission': forEach((document, { session, optional }) => {
    const [id, user, acl] = [optional('id'), optional('user'), optional('acl')];
    removePermission(session, document, { ...(id ? { id } : {}), ...(user ? { user } : {}), ...(acl ? { acl } : {}) });
  }),
  'Document.BlockPermissionInheritance': forEach((document, { session, optional }) =>
    blockInheritance(session, document, optional('acl')),
  ),
  'Document.UnblockPermissionInheritance': forEach((document, { session, optional }) =>
    unblockInheritance(session, document, optional('acl')),
  ),
};

async function update(call: OperationCall): Promise<OperationResult> {
  const token = call.optional('changeToken');
  for (const document of call.input.documents) {
    const changes = await readOperationProperties(call, document);
    saveDocument(call.session, document, changes, token === undefined ? {} : { changeToken: token });
  }
  return asInput(call, call.input.documents);
}

async function setProperty(call: OperationCall): Promise<OperationResult> {
  const properties = { [call.required('xpath')]: call.params['value'] ?? null };
  for (const document of call.input.documents) {
    const changes = await readOperationProperties({ ...call, params: { properties } }, document);
    saveDocument(call.session, document, changes);
  }
  return asInput(call, call.input.documents);
}

async function create(call: OperationCall): Promise<OperationResult> {
  const type = call.required('type');
  const name = call.optional('name') ?? 'Untitled';
  const created = [];
  for (const parent of call.input.documents) {
    const properties = await readOperationProperties(call, { type, instanceFacets: [] });
    created.push(createDocument(call.session, parent, { type, name, properties }));
  }
  return asInput(call, created);
}

function restore(version: OperationCall['input']['documents'][number], call: OperationCall) {
  const live = version.version && call.session.repository.documents.liveOf(version);
  if (!live) throw new RestError(500, `Not a version: ${version.uid}`);
  if (!may(call.session, live, 'WriteVersion')) requirePermission(call.session, live, 'WriteVersion');
  restoreVersion(call.session, live, version, call.params['checkout'] === true || call.params['checkout'] === 'true');
  return live;
}

const TRANSITIONS: Record<string, [from: string, to: string]> = {
  approve: ['project', 'approved'],
  obsolete: ['project', 'obsolete'],
  backToProject: ['approved', 'project'],
};

function followTransition(document: OperationCall['input']['documents'][number], call: OperationCall): void {
  requirePermission(call.session, document, 'WriteLifeCycle');
  const transition = TRANSITIONS[call.required('value')];
  if (!transition || transition[0] !== document.state) throw new RestError(500, 'Unable to follow transition');
  document.state = transition[1];
  document.systemToken += 1;
}
