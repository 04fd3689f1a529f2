import type { Nuxeo } from '../../ports/nuxeo.ts';
import type { Automation } from './automation.ts';
import type { ExplainingLocks } from './lock-refusals.ts';
import { toVersion } from './mappers.ts';
import { documentsPayload } from './payloads.ts';

const withLabel: Readonly<Record<string, string>> = { 'fetch-document': 'versionLabel' };

export function createVersions(automation: Automation, explaining: ExplainingLocks): Nuxeo['versions'] {
  return {
    /** The operation reads the repository; a query would ask a search index that may be behind. Oldest first as it is. */
    async list(uid) {
      const answer = await automation.run({ name: 'Document.GetVersions', uid, headers: withLabel }, documentsPayload);
      return answer.entries.map(toVersion);
    },
    /** Nuxeo itself does nothing for a document that is checked in. */
    create: (uid, increment) =>
      explaining(uid, () => automation.tell({ name: 'Document.CheckIn', uid, params: { version: increment } })),
  };
}
