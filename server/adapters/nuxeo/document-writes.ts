import { hasCode, NuxeoError } from '../../domain/errors.ts';
import type { NewDocument, NuxeoDocument } from '../../ports/nuxeo.ts';
import type { Automation } from './automation.ts';
import { asDocument, idPath } from './document-reads.ts';
import type { createDocumentUpdate } from './document-update.ts';
import type { ExplainingLocks } from './lock-refusals.ts';
import { toDocument } from './mappers.ts';
import { documentPayload } from './payloads.ts';
import type { Wire } from './wire.ts';

export interface WriteDeps {
  readonly wire: Wire;
  readonly automation: Automation;
  readonly explaining: ExplainingLocks;
  readonly update: ReturnType<typeof createDocumentUpdate>;
}

type Properties = Readonly<Record<string, unknown>>;

/** Asks a search index to follow at once, where there is one. */
const indexed: Readonly<Record<string, string>> = { nx_es_sync: 'true' };

export function createDocumentWrites({ wire, automation, explaining, update }: WriteDeps) {
  const setFacet = (name: string, uid: string, facet: string) =>
    explaining(uid, () => automation.tell({ name, uid, params: { facet, save: true }, headers: indexed }));

  const refuseWhenUnknown = async (facet: string, error: unknown): Promise<void> => {
    if (hasCode(error, 'nuxeo-unavailable') && !(await isKnownFacet(wire, facet))) throw unknownFacet(facet, error);
  };

  return {
    update,

    async create(parentUid: string, document: NewDocument): Promise<NuxeoDocument> {
      const call = { method: 'POST', path: idPath(parentUid), operation: 'documents.create' } as const;
      const headers = { ...asDocument, ...indexed };
      return toDocument(
        await wire.read({ ...call, headers, body: { json: toNewDocument(document) } }, documentPayload),
      );
    },

    async addFacet(uid: string, facet: string, properties?: Properties): Promise<void> {
      try {
        await setFacet('Document.AddFacet', uid, facet);
      } catch (error) {
        await refuseWhenUnknown(facet, error);
        throw error;
      }
      if (properties) await update(uid, { properties });
    },

    move: (uid: string, target: string): Promise<void> =>
      explaining(uid, () => automation.tell({ name: 'Document.Move', uid, params: { target }, headers: indexed })),

    trash: (uid: string): Promise<void> =>
      explaining(uid, () => automation.tell({ name: 'Document.Trash', uid, headers: indexed })),

    removeFacet: (uid: string, facet: string) => setFacet('Document.RemoveFacet', uid, facet),
  };
}

function toNewDocument({ type, name, title, properties }: NewDocument) {
  return { 'entity-type': 'document', type, name, properties: { ...properties, 'dc:title': title } };
}

/** A facet that no package brought is a masked 500, as if the server were ill; asked about it, Nuxeo answers 204. */
async function isKnownFacet(wire: Wire, facet: string): Promise<boolean> {
  const path = `/api/v1/config/facets/${encodeURIComponent(facet)}`;
  const answer = await wire.ask({ method: 'GET', path, operation: 'config.facet', accept: [404] });
  return answer.status === 200;
}

function unknownFacet(facet: string, cause: unknown): NuxeoError {
  const message = `facet ${facet} is not installed`;
  return new NuxeoError('nuxeo-refused', { cause, context: { operation: 'documents.addFacet', message } });
}
