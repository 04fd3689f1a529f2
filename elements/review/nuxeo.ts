import { callNuxeo, forgetFacet, nuxeoUrl, operation } from '../shared/nuxeo.ts';
import type { ReviewDocument } from './document.ts';
import { parseRecord, type StoredRecord } from './record.ts';

/** The complete record of a document or version; undefined where none is stored. */
export async function readRecord(uid: string): Promise<StoredRecord | undefined> {
  const answer = await fetch(nuxeoUrl(`/id/${uid}/@blob/frameioreview:record`), {
    credentials: 'same-origin',
    // Nuxeo gives a date and no lifetime, from which browsers would guess one.
    cache: 'no-cache',
  });
  return answer.ok ? parseRecord(await answer.json()) : undefined;
}

/** Oldest first. */
export async function readVersions(uid: string): Promise<ReviewDocument[]> {
  const headers = { properties: 'dublincore,uid,frameioasset', 'fetch-document': 'versionLabel' };
  const { entries } = await operation<{ entries: ReviewDocument[] }>('Document.GetVersions', uid, {}, headers);
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

export function readDocument(uid: string): Promise<ReviewDocument> {
  return callNuxeo<ReviewDocument>(nuxeoUrl(`/id/${uid}`), {
    headers: { properties: '*', 'fetch-document': 'versionLabel' },
  });
}

/** Takes what a copy carries of its original off it. */
export async function forgetFacets({ uid, facets }: ReviewDocument): Promise<void> {
  for (const facet of ['FrameioReview', 'FrameioAsset'].filter((one) => facets.includes(one))) {
    await forgetFacet(uid, facet);
  }
}

function rank({ properties }: ReviewDocument): number {
  return Number(properties?.['uid:major_version'] ?? 0) * 1e6 + Number(properties?.['uid:minor_version'] ?? 0);
}
