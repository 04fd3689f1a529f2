import type { DocumentLock, Nuxeo } from '../../ports/nuxeo.ts';
import type { Automation } from './automation.ts';
import { lockedByOther, notUnderstood } from './errors.ts';
import { readLock, withLock, type ExplainingLocks } from './lock-refusals.ts';
import { toLock } from './mappers.ts';
import { documentPayload } from './payloads.ts';
import type { Wire } from './wire.ts';

export interface LockDeps {
  readonly wire: Wire;
  readonly automation: Automation;
  readonly explaining: ExplainingLocks;
  readonly username: () => Promise<string>;
}

export function createLocks({ wire, automation, explaining, username }: LockDeps): Nuxeo['locks'] {
  const lock = async (uid: string): Promise<DocumentLock | undefined> => {
    const answer = await automation.run({ name: 'Document.Lock', uid, headers: withLock }, documentPayload);
    return toLock(answer) ?? (await readLock(wire, uid));
  };

  return {
    async take(uid) {
      const person = await username();
      const taken = await explaining(uid, () => lock(uid));
      if (!taken) throw notUnderstood('automation.Document.Lock', 200);
      // Nuxeo lets administrators pass where somebody else has the lock.
      if (taken.owner !== person) throw lockedByOther(taken.owner, 'automation.Document.Lock');
      return taken;
    },
    release: (uid) => explaining(uid, () => automation.tell({ name: 'Document.Unlock', uid })),
  };
}
