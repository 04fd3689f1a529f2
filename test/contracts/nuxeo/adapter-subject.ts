import { randomUUID } from 'node:crypto';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { startNuxeo } from '../../../sandbox/nuxeo/server.ts';
import { nuxeoClients } from '../../support/nuxeo-clients.ts';
import { CHUNK_SIZE, upload, type NuxeoUnderTest } from './subject.ts';

/** The adapter against the stand-in, over HTTP. */
export async function adapterUnderTest(): Promise<NuxeoUnderTest> {
  const standIn = await startNuxeo({ seed: 'empty' });
  const clients = nuxeoClients(standIn.url);
  const as = (person: string) => clients.as(person, { chunkSize: CHUNK_SIZE });
  const operation = (name: string, uid: string, params: object = {}) =>
    clients.raw('POST', `/api/v1/automation/${name}`, { input: `doc:${uid}`, params });

  return {
    as,
    async workspace() {
      const title = `workspace ${randomUUID()}`;
      const made = { type: 'Workspace', name: title, title };
      const { uid, path } = await as('Administrator').documents.create(SEEDED.workspaces, made);
      await operation('Document.AddPermission', uid, { users: ['ana', 'ben'], permission: 'ReadWrite' });
      await operation('Document.AddPermission', uid, { users: ['cleo'], permission: 'Read' });
      return { uid, path };
    },
    trash: (uid) => operation('Document.Trash', uid),
    hide: (uid) => operation('Document.BlockPermissionInheritance', uid),
    async setRendition(uid, name, bytes) {
      const file = { name: `${name}.mp4`, mimeType: 'video/mp4' };
      const { batchId } = await upload(as('Administrator'), Buffer.from(bytes), file);
      const content = { 'upload-batch': batchId, 'upload-fileId': '0' };
      const properties = { 'vid:transcodedVideos': [{ name, content }] };
      await clients.raw('PUT', `/api/v1/id/${uid}`, { 'entity-type': 'document', uid, properties });
    },
    expireBatches: () => {
      standIn.world.batches.expireAll();
      return Promise.resolve();
    },
    async close() {
      await clients.close();
      await standIn.close();
    },
  };
}
