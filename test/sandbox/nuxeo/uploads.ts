import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, uidOf, type Answer, type Json, type TestServer } from './client.ts';

type Headers = Record<string, string>;

/** Steps of a batch upload, by ana where nobody else is named. */
export function uploadsOf(server: TestServer) {
  let files = 0;
  const send = (batch: string, index: string | number, body: BodyInit, headers: Headers = {}, who = 'ana') =>
    server.api(who, 'POST', `/upload/${batch}/${index}`, { body, headers });

  return {
    newFile: async () => uidOf(await server.create('ana', SEEDED.dailies, 'File', `upload-${(files += 1)}`)),
    newBatch: async () => String((await server.api('ana', 'POST', '/upload')).json['batchId']),
    send,
    /** One of `count` chunks of a file of six bytes. */
    chunk: (batch: string, index: number, count: number, body: string, headers: Headers = {}) =>
      send(batch, 0, body, {
        'X-Upload-Type': 'chunked',
        'X-Upload-Chunk-Index': String(index),
        'X-Upload-Chunk-Count': String(count),
        'X-File-Size': '6',
        'X-File-Name': 'cut.mov',
        ...headers,
      }),
    /** The batch's first file becomes the document's main file. */
    attach: (uid: string, batch: string, headers: Headers = {}, who = 'ana', more: Json = {}): Promise<Answer> =>
      server.update(
        who,
        uid,
        { 'file:content': { 'upload-batch': batch, 'upload-fileId': '0' } },
        { properties: 'file', ...headers },
        more,
      ),
    content: (answer: Answer) => at(answer.json, 'properties', 'file:content') as Json | null,
  };
}
