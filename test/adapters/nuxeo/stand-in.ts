import { randomUUID } from 'node:crypto';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { startNuxeo, type NuxeoStandIn } from '../../../sandbox/nuxeo/server.ts';
import type { Fault, RecordedCall } from '../../../sandbox/shared/control.ts';
import type { NuxeoOptions } from '../../../server/adapters/nuxeo/create-nuxeo.ts';
import type { Nuxeo, NuxeoDocument } from '../../../server/ports/nuxeo.ts';
import { nuxeoClients } from '../../support/nuxeo-clients.ts';

export const CHUNK_SIZE = 1_000;

export interface NuxeoBench {
  readonly standIn: NuxeoStandIn;
  readonly admin: Nuxeo;
  as(person: string, options?: Partial<NuxeoOptions>): Nuxeo;
  newFile(): Promise<NuxeoDocument>;
  /** The stand-in does this to the next request that matches. */
  fault(fault: Fault): void;
  calls(method: string, path: RegExp): RecordedCall[];
  /** Faults and recorded calls are forgotten, switches are put back. */
  clear(): void;
  close(): Promise<void>;
}

export async function startBench(): Promise<NuxeoBench> {
  const standIn = await startNuxeo({ seed: 'empty' });
  const { switches, control } = standIn.world;
  const usual = structuredClone(switches);
  const clients = nuxeoClients(standIn.url);
  const as = (person: string, options: Partial<NuxeoOptions> = {}) =>
    clients.as(person, { chunkSize: CHUNK_SIZE, ...options });
  const admin = as('Administrator');
  const title = 'bench';
  const workspace = await admin.documents.create(SEEDED.workspaces, { type: 'Workspace', name: title, title });

  return {
    standIn,
    admin,
    as,
    newFile: () => admin.documents.create(workspace.uid, { type: 'File', name: randomUUID(), title: 'a file' }),
    fault: (fault) => control.addFault(fault),
    calls: (method, path) => control.calls.filter((call) => call.method === method && path.test(call.path)),
    clear() {
      control.reset();
      Object.assign(switches, structuredClone(usual));
    },
    async close() {
      await clients.close();
      await standIn.close();
    },
  };
}

/** The failure, to be looked at more closely. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('a failure was expected');
    },
    (error: unknown) => error,
  );
}
