import { TransferError } from '../../domain/errors.ts';
import type { ByteSource } from '../../ports/bytes.ts';
import type { DocumentBlob, Nuxeo } from '../../ports/nuxeo.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/http-client.ts';
import { openRange } from '../transfer/http-parts.ts';
import { idPath } from './document-reads.ts';
import { readRefusal, refusedBy } from './errors.ts';
import type { Wire } from './wire.ts';

export interface BlobDeps {
  readonly wire: Wire;
  readonly presigned: HttpClient;
}

const operation = 'blobs.download';
/** A store behind Nuxeo may fetch the whole file before it hands out the first byte. */
const LONGEST_SILENCE_MS = 300_000;

export function createBlobs(deps: BlobDeps): Nuxeo['blobs'] {
  return {
    source: (uid, blob) => blobSource(uid, blob, deps),
    async presignedUrl(uid, blob) {
      const url = blobUrl(uid, blob, deps);
      const response = await deps.wire.attempt({ method: 'GET', url, operation, headers: { range: 'bytes=0-0' } });
      response.body.destroy();
      return redirectTarget(response, url);
    },
  };
}

function blobUrl(uid: string, { xpath }: DocumentBlob, { wire }: BlobDeps): string {
  return wire.url(`${idPath(uid)}/@blob/${encodedPath(xpath)}`);
}

/**
 * Nuxeo knows no If-Range and answers a file that changed with the ranges that were asked for:
 * the ETag of every answer is held against the digest, or against the first one that was seen.
 */
function blobSource(uid: string, blob: DocumentBlob, deps: BlobDeps): ByteSource {
  const url = blobUrl(uid, blob, deps);
  const isSame = { direct: sameTag(blob.digest), presigned: sameTag(undefined) };

  return {
    length: blob.length,
    fingerprint: `${blob.xpath}:${blob.digest ?? ''}:${blob.length}`,
    digest: blob.digest,
    open(range, given) {
      const signal = deps.wire.signals(given) ?? given;
      const download = createDownload(deps, isSame);
      const refusal = (response: HttpResponse) => download.refusal(response, blob);
      const request = { url, operation, lengthOfWhole: blob.length, refusal, timeoutMs: LONGEST_SILENCE_MS };
      return openRange(download.client, request, range, signal);
    },
  };
}

/** `vid:transcodedVideos/0/content`: the colon stays readable, and is allowed in a path. */
function encodedPath(xpath: string): string {
  return xpath.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':');
}

type TagCheck = (response: HttpResponse) => boolean;

function sameTag(expected: string | undefined): TagCheck {
  let known = expected;
  return ({ headers }) => {
    const tag = headers.etag?.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
    known ??= tag;
    return tag === undefined || tag === known;
  };
}

/** One download: to Nuxeo with our credentials, and where Nuxeo points elsewhere, to there without them. */
function createDownload({ wire, presigned }: BlobDeps, isSame: { direct: TagCheck; presigned: TagCheck }) {
  let isRedirected = false;

  const request = async (wanted: HttpRequest): Promise<HttpResponse> => {
    const first = await wire.attempt(wanted);
    const location = redirectTarget(first, wanted.url);
    if (location === undefined) return unchanged(first, isSame.direct);
    isRedirected = true;
    first.body.destroy();
    return unchanged(await presigned.request({ ...wanted, url: location }), isSame.presigned);
  };

  return {
    client: { request, close: () => Promise.resolve() },
    async refusal(response: HttpResponse, { rendition }: DocumentBlob): Promise<Error> {
      if (isRedirected) return linkRefused(response);
      // Renditions are emptied as soon as the main file is replaced.
      if (response.status === 404 && rendition !== undefined) return sourceChanged(response);
      return refusedBy(await readRefusal(response), operation);
    },
  };
}

function redirectTarget({ status, headers }: HttpResponse, from: string): string | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  return isRedirect ? URL.parse(headers.location ?? '', from)?.href : undefined;
}

function unchanged(response: HttpResponse, isSame: TagCheck): HttpResponse {
  const hasBytes = response.status === 200 || response.status === 206;
  if (!hasBytes || isSame(response)) return response;
  response.body.destroy();
  throw sourceChanged(response);
}

function sourceChanged({ status }: HttpResponse): TransferError {
  return new TransferError('source-changed', { context: { operation, status } });
}

/** The next attempt gets a new link. */
function linkRefused({ status }: HttpResponse): TransferError {
  const code = status >= 500 ? 'download-truncated' : 'link-expired';
  return new TransferError(code, { retryable: true, context: { operation, status, redirected: true } });
}
