import { hasCode } from '../../domain/errors.ts';
import type { DocumentLock } from '../../ports/nuxeo.ts';
import { readPayload } from './document-reads.ts';
import { lockedByOther } from './errors.ts';
import { toLock } from './mappers.ts';
import type { Wire } from './wire.ts';

export const withLock: Readonly<Record<string, string>> = { 'fetch-document': 'lock' };

export async function readLock(wire: Wire, uid: string): Promise<DocumentLock | undefined> {
  return toLock(await readPayload(wire, uid, 'locks.get', withLock));
}

export type ExplainingLocks = <T>(uid: string, write: () => Promise<T>) => Promise<T>;

/**
 * Nuxeo refuses a write on a locked document as if the permission were missing (403), and a lock
 * with a sentence that names nobody reliably (409): who holds the lock is read from the document.
 */
export function createLockRefusals(wire: Wire, username: () => Promise<string>): ExplainingLocks {
  const foreignOwner = async (uid: string) => {
    const lock = await readLock(wire, uid);
    return lock && lock.owner !== (await username()) ? lock.owner : undefined;
  };

  return async (uid, write) => {
    try {
      return await write();
    } catch (error) {
      if (!hasCode(error, 'nuxeo-forbidden', 'nuxeo-conflict')) throw error;
      const owner = await foreignOwner(uid).catch(() => undefined);
      throw owner === undefined ? error : lockedByOther(owner, String(error.context['operation']), error);
    }
  };
}
