import { defaultBindingRules, type Destination } from '../domain/binding.ts';
import type { Sync } from '../domain/sync.ts';

/** A synchronised folder as where assets become documents: in its owner's name, a minor version for what is new. */
export function destinationOf({ id, folderUid, folderPath, documentType, owner }: Sync): Destination {
  return { id, folderUid, folderPath, documentType, creator: owner, rules: defaultBindingRules };
}
