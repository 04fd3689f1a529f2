import { NuxeoError, type ErrorCode } from '../../../server/domain/errors.ts';
import type { NuxeoPerson } from '../../../server/ports/nuxeo.ts';
import type { Right, StoredDocument } from './state.ts';

const reading = ['Browse', 'ReadProperties', 'ReadChildren', 'ReadLifeCycle', 'ReadSecurity', 'ReadVersion', 'Read'];
const adding = ['AddChildren', 'RemoveChildren', 'Remove', 'ReadRemove', 'ManageWorkflows', 'WriteLifeCycle'];
const writing = ['WriteProperties', 'WriteVersion', 'Version', 'Write', 'ReadWrite'];
const managing = ['Unlock', 'WriteSecurity'];

const permissionsOf: Readonly<Record<Right, readonly string[]>> = {
  Read: reading,
  ReadWrite: [...reading, ...adding, ...writing],
  Everything: [...reading, ...adding, ...writing, ...managing, 'Everything'],
};
/** What a lock takes from everybody but its owner. */
const stoppedByLock = new Set([...writing, 'Everything']);

/** @param lineage - The document and its ancestors, nearest first. */
export function permissionsFor(person: NuxeoPerson, lineage: readonly StoredDocument[]): string[] {
  if (person.isAdministrator) return [...permissionsOf.Everything];
  const hidden = lineage.findIndex(({ isHidden }) => isHidden);
  const deciding = hidden < 0 ? lineage : lineage.slice(0, hidden + 1);
  const rights = deciding.flatMap(({ grants }) => grants.get(person.username) ?? []);
  const granted = [...new Set(rights.flatMap((right) => permissionsOf[right]))];
  const lock = lineage[0]?.lock;
  const isStopped = lock !== undefined && lock.owner !== person.username;
  return isStopped ? granted.filter((permission) => !stoppedByLock.has(permission)) : granted;
}

export function refuse(code: ErrorCode, ...params: string[]): NuxeoError {
  return new NuxeoError(code, { params, retryable: code === 'nuxeo-unavailable' });
}
