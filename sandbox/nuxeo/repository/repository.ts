import type { Audit } from './audit.ts';
import type { DocumentStore } from './document-store.ts';
import type { Directory, Principal } from '../people/directory.ts';
import type { Switches } from '../switches.ts';
import type { TypeRegistry } from '../types/registry.ts';

export interface Repository {
  readonly documents: DocumentStore;
  readonly types: TypeRegistry;
  readonly directory: Directory;
  readonly audit: Audit;
  readonly switches: Switches;
  /** Called after a document's main blob was set or replaced. */
  onMainBlobChanged: (uid: string) => void;
}

/** The repository as one person sees it. */
export interface Session {
  readonly repository: Repository;
  readonly principal: Principal;
}

/** Background work: passes every check and leaves no trace in `dc:lastContributor`. */
export const SYSTEM: Principal = { username: 'system', groups: [], isAdministrator: true };
