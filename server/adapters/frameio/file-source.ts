import { FrameioError, hasCode, TransferError } from '../../domain/errors.ts';
import type { ByteSource } from '../../ports/bytes.ts';
import type { FrameioFile } from '../../ports/frameio.ts';
import type { HttpClient } from '../http/http-client.ts';
import { openRange } from '../transfer/http-parts.ts';
import { path, type Api } from './api.ts';
import { originalPayload } from './payloads.ts';
import { createSingleFlight } from './single-flight.ts';

export interface FileSourceOptions {
  readonly api: Api;
  readonly storage: HttpClient;
}

/**
 * The original of a file. Its bytes never change once they are there, so the id
 * and the length are a fingerprint that outlives a restart; ranges that come with
 * different ETags are refused all the same.
 */
export function createFileSource(file: FrameioFile, { api, storage }: FileSourceOptions): ByteSource {
  const { id, length } = file;
  const links = createSingleFlight((signal) => originalLink(api.withSignal(signal), file));
  const client = watchingEtag(storage);

  return {
    length,
    fingerprint: `frameio:${id}:${length}`,
    async open(range, signal) {
      const read = (url: string) =>
        openRange(client, { url, operation: 'original.read', lengthOfWhole: length }, range, signal);
      const link = await links.get(signal);
      try {
        return await read(link);
      } catch (error) {
        if (!hasCode(error, 'link-expired')) throw error;
        links.forget(link);
        return read(await links.get(signal));
      }
    },
  };
}

async function originalLink(api: Api, { accountId, id, name, length }: FrameioFile): Promise<string> {
  const resource = path`/v4/accounts/${accountId}/files/${id}`;
  const request = { operation: 'files.show', method: 'GET', path: resource } as const;
  const payload = await api.one({ ...request, query: { include: 'media_links.original' } }, originalPayload);
  if (payload.status === 'created') throw new FrameioError('asset-not-uploaded', { params: [name], retryable: true });
  if (payload.file_size !== length) throw new TransferError('source-changed', { context: { file: id } });
  const link = payload.media_links?.original?.download_url;
  // Without a link in spite of the permission to download: the account demands watermarks.
  if (!link) throw new FrameioError('frameio-forbidden', { context: { file: id, detail: 'no link to the original' } });
  return link;
}

/** Fails with `source-changed` as soon as an answer carries another ETag than the first one did. */
function watchingEtag(client: HttpClient): HttpClient {
  let first: string | undefined;
  return {
    ...client,
    async request(request) {
      const response = await client.request(request);
      const { etag } = response.headers;
      if (!etag || response.status >= 300) return response;
      first ??= etag;
      if (etag === first) return response;
      response.body.destroy();
      throw new TransferError('source-changed', { context: { operation: request.operation } });
    },
  };
}
