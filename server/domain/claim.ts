import type { FileRef, FolderRef, ProjectRef, WorkspaceRef } from './refs.ts';
import type { SentBlob } from './review.ts';

/**
 * What a document says of itself in our facets. Anyone who may write it may have written that: nothing follows from a
 * claim until the person whom it concerns has confirmed it (decisions 8, 12).
 */
export interface BindingClaim {
  /** The binding as it was known before; names the actions that were ours. */
  readonly bindingId: string | undefined;
  readonly actionName: string;
  readonly documentType: string;
  readonly creator: string;
  readonly workspaces: readonly (WorkspaceRef & { readonly workspaceName: string })[];
}

export interface SyncClaim extends WorkspaceRef, ProjectRef, FolderRef {
  readonly workspaceName: string;
  readonly projectName: string;
  /** Names from the project's root down to the folder; empty for the root itself. */
  readonly folderPath: string;
  readonly owner: string;
  readonly documentType: string;
}

export interface AssetClaim extends FileRef {
  readonly fileName: string;
  readonly state: string | undefined;
  readonly sent: SentBlob | undefined;
}

/** `copied`: written for another document. `incomplete`: something that is needed is missing. */
export type ClaimFault = 'copied' | 'incomplete';

interface Claiming {
  readonly uid: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const LONGEST_TEXT = 500;
const MOST_WORKSPACES = 50;
const MAIN_FILE = 'file:content';

export function bindingClaim(document: Claiming): BindingClaim | ClaimFault {
  const of = reader(document, 'frameiobound');
  if (of('uid') !== document.uid) return 'copied';
  const [actionName, documentType, creator] = [of('actionName'), of('documentType'), of('creator')];
  const workspaces = workspacesIn(document.properties['frameiobound:workspaces']);
  if (!actionName || !documentType || !creator || workspaces.length === 0) return 'incomplete';
  return { bindingId: of('bindingId'), actionName, documentType, creator, workspaces };
}

export function syncClaim(document: Claiming): SyncClaim | ClaimFault {
  const of = reader(document, 'frameiosynced');
  if (of('uid') !== document.uid) return 'copied';
  const [accountId, workspaceId, projectId, folderId] = [
    of('accountId'),
    of('workspaceId'),
    of('projectId'),
    of('folderId'),
  ];
  const [owner, documentType] = [of('owner'), of('documentType')];
  if (!accountId || !workspaceId || !projectId || !folderId || !owner || !documentType) return 'incomplete';
  const names = { workspaceName: of('workspaceName') ?? workspaceId, projectName: of('projectName') ?? projectId };
  const where = { accountId, workspaceId, projectId, folderId, folderPath: of('folderPath') ?? '' };
  return { ...where, ...names, owner, documentType };
}

export function assetClaim(document: Claiming): AssetClaim | ClaimFault {
  const of = reader(document, 'frameioasset');
  if (of('uid') !== document.uid) return 'copied';
  const [accountId, fileId] = [of('accountId'), of('fileId')];
  if (!accountId || !fileId) return 'incomplete';
  return { accountId, fileId, fileName: of('fileName') ?? '', state: of('state'), sent: sentIn(document) };
}

/** Whether two claims would do the same. */
export function workspacesKey(workspaces: readonly WorkspaceRef[]): string {
  return workspaces.map(({ accountId, workspaceId }) => `${accountId}/${workspaceId}`).join(' ');
}

/** Whether two claims would synchronise the same. */
export function syncKey({ accountId, workspaceId, projectId, folderId }: SyncClaim): string {
  return [accountId, workspaceId, projectId, folderId].join('/');
}

/** The source for people. */
export function sourceName({ projectName, folderPath }: SyncClaim): string {
  return folderPath === '' ? projectName : `${projectName}/${folderPath}`;
}

function sentIn(document: Claiming): SentBlob | undefined {
  const of = reader(document, 'frameioasset');
  const [xpath, name] = [of('sentXpath'), of('sentName')];
  const length = document.properties['frameioasset:sentLength'];
  if (!xpath || !name || typeof length !== 'number') return undefined;
  return { xpath, name, length, digest: of('sentDigest'), rendition: xpath === MAIN_FILE ? undefined : name };
}

function workspacesIn(value: unknown): BindingClaim['workspaces'] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_WORKSPACES).flatMap((entry: Record<string, unknown> | null) => {
    const [accountId, workspaceId] = [text(entry?.['accountId']), text(entry?.['workspaceId'])];
    if (!accountId || !workspaceId) return [];
    return [{ accountId, workspaceId, workspaceName: text(entry?.['workspaceName']) ?? workspaceId }];
  });
}

function reader({ properties }: Claiming, schema: string): (name: string) => string | undefined {
  return (name) => text(properties[`${schema}:${name}`]);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_TEXT) : undefined;
}
