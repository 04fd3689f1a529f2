import type { Nuxeo } from '../../ports/nuxeo.ts';
import type { HttpClient } from '../http/http-client.ts';
import { createAutomation } from './automation.ts';
import { createBatches } from './batches.ts';
import { createBlobs } from './blobs.ts';
import { createDocumentReads } from './document-reads.ts';
import { createDocumentUpdate } from './document-update.ts';
import { createDocumentWrites } from './document-writes.ts';
import { createLockRefusals } from './lock-refusals.ts';
import { createLocks } from './locks.ts';
import { readMe } from './me.ts';
import { readClient, registerClient } from './register-client.ts';
import { createUploads } from './uploads.ts';
import { createVersions } from './versions.ts';
import { createWire, type WireOptions } from './wire.ts';

export interface NuxeoOptions extends Omit<WireOptions, 'signal'> {
  /** For the targets of redirected downloads: never gets our credentials, has its own list of hosts. */
  readonly presigned: HttpClient;
  /** In bytes; by default 16 MiB, and 64 MiB for files above 150 GiB. */
  readonly chunkSize?: number;
  /** How long the server may take to store that many bytes. */
  readonly transactionTimeoutSeconds?: (length: number) => number;
}

/** Nuxeo over its REST API, with the credentials of one person. */
export function createNuxeo(options: NuxeoOptions): Nuxeo {
  return boundNuxeo(options, undefined);
}

function boundNuxeo(options: NuxeoOptions, signal: AbortSignal | undefined): Nuxeo {
  const wire = createWire({ ...options, signal });
  const automation = createAutomation(wire);
  const batches = createBatches(wire);
  const reads = createDocumentReads(wire);
  const username = remembered(async () => (await readMe(wire)).username);
  const explaining = createLockRefusals(wire, username);
  const { transactionTimeoutSeconds = defaultTransactionTimeout } = options;
  const update = createDocumentUpdate({ wire, get: reads.get, batches, explaining, transactionTimeoutSeconds });

  return {
    me: () => readMe(wire),
    documents: { ...reads, ...createDocumentWrites({ wire, automation, explaining, update }) },
    locks: createLocks({ wire, automation, explaining, username }),
    versions: createVersions(automation, explaining),
    blobs: createBlobs({ wire, presigned: options.presigned }),
    uploads: createUploads({ wire, http: options.http, batches, chunkSize: options.chunkSize }),
    oauthClients: { get: (id) => readClient(wire, id), save: (client) => registerClient(wire, client) },
    withSignal: (other) => boundNuxeo(options, wire.signals(other)),
  };
}

/** Five minutes, and what a slow store needs at 20 MB/s. */
function defaultTransactionTimeout(length: number): number {
  return 300 + Math.ceil(length / 20_000_000);
}

/** A name does not change under its credentials, rights do. A failure is not remembered. */
function remembered(read: () => Promise<string>): () => Promise<string> {
  let known: Promise<string> | undefined;
  return () => {
    known ??= read().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
