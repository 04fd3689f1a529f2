import type { Principal } from '../people/directory.ts';
import type { DocumentStore } from './document-store.ts';
import type { Ace, StoredDocument } from './document.ts';

/** What each permission grants directly; a name without an entry grants itself only. */
const INCLUDES: Record<string, readonly string[]> = {
  ReadProperties: ['Browse'],
  WriteVersion: ['WriteProperties'],
  Version: ['ReadVersion', 'WriteVersion'],
  Read: [
    'Browse',
    'ReadVersion',
    'ReadProperties',
    'ReadChildren',
    'ReadLifeCycle',
    'ReadSecurity',
    'ReviewParticipant',
  ],
  Remove: ['RemoveChildren', 'WriteLifeCycle'],
  ReadRemove: ['Read', 'Remove'],
  Write: ['AddChildren', 'WriteProperties', 'Remove', 'ManageWorkflows', 'WriteLifeCycle', 'WriteVersion'],
  ReadWrite: ['Read', 'Write'],
};

export const PERMISSIONS: readonly string[] = [
  'Browse',
  'ReadProperties',
  'ReadChildren',
  'ReadLifeCycle',
  'ReviewParticipant',
  'ReadSecurity',
  'WriteProperties',
  'ReadVersion',
  'WriteVersion',
  'Version',
  'Read',
  'AddChildren',
  'RemoveChildren',
  'Remove',
  'ManageWorkflows',
  'WriteLifeCycle',
  'Unlock',
  'ReadRemove',
  'Write',
  'ReadWrite',
  'WriteSecurity',
  'Everything',
  'RestrictedRead',
  'MakeRecord',
  'SetRetention',
  'ManageLegalHold',
  'UnsetRetention',
  'WriteColdStorage',
];

export const USER_VISIBLE_PERMISSIONS = ['Read', 'ReadWrite', 'Everything'];

/** The permission and all those it includes, at any depth. */
export function included(permission: string): string[] {
  return [permission, ...(INCLUDES[permission] ?? []).flatMap(included)];
}

function grants(holding: string, wanted: string): boolean {
  return holding === 'Everything' || included(holding).includes(wanted);
}

export function isEffective(ace: Ace, now: Date): boolean {
  return statusOf(ace, now) === 'effective';
}

export function statusOf(ace: Ace, now: Date): 'effective' | 'pending' | 'archived' {
  if (ace.begin && new Date(ace.begin) > now) return 'pending';
  return ace.end && new Date(ace.end) <= now ? 'archived' : 'effective';
}

/** The entries of a document, then those of its ancestors. A block is an entry too: nothing for Everyone. */
export function effectiveAces(store: DocumentStore, document: StoredDocument): { own: Ace[]; inherited: Ace[] } {
  const live = store.liveOf(document) ?? document;
  const [own = [], ...inherited] = store.lineage(live).map((ancestor) => Object.values(ancestor.acl).flat());
  return { own, inherited: inherited.flat() };
}

export function hasPermission(
  store: DocumentStore,
  principal: Principal,
  document: StoredDocument,
  permission: string,
): boolean {
  if (principal.isAdministrator) return true;
  return !isStoppedByLock(store, principal, document, permission) && isGranted(store, principal, document, permission);
}

/** The first entry that speaks about the person and the permission decides; none means no. Locks do not count. */
export function isGranted(
  store: DocumentStore,
  principal: Principal,
  document: StoredDocument,
  permission: string,
): boolean {
  if (principal.isAdministrator) return true;
  const names = new Set([principal.username, ...principal.groups, 'Everyone']);
  const { own, inherited } = effectiveAces(store, document);
  const now = new Date();
  const decisive = [...own, ...inherited].find(
    (ace) => names.has(ace.username) && isEffective(ace, now) && grants(ace.permission, permission),
  );
  return decisive?.granted ?? false;
}

/** A lock takes WriteProperties, and all that includes it, from everybody but its owner. */
function isStoppedByLock(
  store: DocumentStore,
  principal: Principal,
  document: StoredDocument,
  permission: string,
): boolean {
  const lock = store.liveOf(document)?.lock;
  if (!lock || lock.owner === principal.username) return false;
  return permission === 'Everything' || included(permission).includes('WriteProperties');
}
