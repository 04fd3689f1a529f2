import { ApiFailure } from '../shared/failure.ts';
import type { ReviewDocument } from './document.ts';
import { parseRecord, type StoredRecord } from './record.ts';

const codes: Readonly<Record<number, string>> = {
  401: 'not-signed-in',
  403: 'nuxeo-forbidden',
  404: 'nuxeo-not-found',
};

/** The complete record of a document or version; undefined where none is stored. */
export async function readRecord(uid: string): Promise<StoredRecord | undefined> {
  const answer = await fetch(url(`/id/${uid}/@blob/frameioreview:record`), {
    credentials: 'same-origin',
    // Nuxeo gives a date and no lifetime, from which browsers would guess one.
    cache: 'no-cache',
  });
  return answer.ok ? parseRecord(await answer.json()) : undefined;
}

/** Oldest first. */
export async function readVersions(uid: string): Promise<ReviewDocument[]> {
  const { entries } = await operation<{ entries: ReviewDocument[] }>('Document.GetVersions', uid, {}, [
    'dublincore',
    'uid',
    'frameioasset',
  ]);
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

export function readDocument(uid: string): Promise<ReviewDocument> {
  return call<ReviewDocument>(url(`/id/${uid}`), { headers: { properties: '*', 'fetch-document': 'versionLabel' } });
}

/** Takes what a copy carries of its original off it. */
export async function forgetFacets({ uid, facets }: ReviewDocument): Promise<void> {
  for (const facet of ['FrameioReview', 'FrameioAsset'].filter((one) => facets.includes(one))) {
    await operation('Document.RemoveFacet', uid, { facet, save: true }, []);
  }
}

function rank({ properties }: ReviewDocument): number {
  return Number(properties?.['uid:major_version'] ?? 0) * 1e6 + Number(properties?.['uid:minor_version'] ?? 0);
}

function operation<T>(id: string, uid: string, params: object, schemas: readonly string[]): Promise<T> {
  const { contextPath, repository } = place();
  return call<T>(`${contextPath}/api/v1/automation/${id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'fetch-document': 'versionLabel',
      ...(schemas.length ? { properties: schemas.join(',') } : {}),
      ...(repository ? { 'X-NXRepository': repository } : {}),
    },
    body: JSON.stringify({ input: `doc:${uid}`, params }),
  });
}

/** @throws ApiFailure with one of the sidecar's codes, so that the reader gets a sentence. */
async function call<T>(address: string, { headers, ...init }: RequestInit): Promise<T> {
  const request = { ...init, credentials: 'same-origin', headers: { accept: 'application/json', ...headers } } as const;
  const answer = await fetch(address, request).catch(() => undefined);
  if (!answer?.ok) throw new ApiFailure({ code: codes[answer?.status ?? 0] ?? 'nuxeo-unavailable' });
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

function url(path: string): string {
  const { contextPath, repository } = place();
  return `${contextPath}/api/v1${repository ? `/repo/${repository}` : ''}${path}`;
}

/** Web UI is at `/nuxeo/ui/`, or at `/nuxeo/repo/<repository>/ui/` for another repository than the default. */
function place(): { contextPath: string; repository: string | undefined } {
  const base = location.pathname.split('/ui/')[0] ?? '/nuxeo';
  const [contextPath = base, repository] = base.split('/repo/');
  return { contextPath, repository };
}
