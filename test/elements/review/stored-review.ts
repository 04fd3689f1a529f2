import type { Person } from '../../../sandbox/environment/person.ts';

/** Somebody who may write, and where. */
export interface Desk {
  readonly ana: Person;
  readonly publicUrl: string;
}

interface CommentWish {
  readonly id: string;
  readonly text: string;
  readonly [member: string]: unknown;
}

/** A copy of a document that is nobody's copy: its facets are its own, and so is its record. */
export async function documentWithRecord(
  desk: Desk,
  original: string,
  name: string,
  record: { readonly comments: readonly CommentWish[]; readonly [member: string]: unknown },
  properties: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { ana } = desk;
  const { uid } = await copyOf(desk, original, name);
  for (const facet of ['FrameioAsset', 'FrameioReview']) {
    await ana.nuxeo('POST', '/automation/Document.AddFacet', { input: `doc:${uid}`, params: { facet, save: true } });
  }
  const own = { 'frameioasset:uid': uid, 'frameioreview:uid': uid, ...properties };
  await ana.nuxeo('PUT', `/id/${uid}`, { 'entity-type': 'document', uid, properties: own });
  await writeRecord(desk, uid, record);
  return uid;
}

export async function copyOf({ ana }: Desk, original: string, name: string): Promise<{ uid: string }> {
  const { parentRef } = await ana.nuxeo<{ parentRef: string }>('GET', `/id/${original}`);
  const params = { target: `doc:${parentRef}`, name };
  return ana.nuxeo<{ uid: string }>('POST', '/automation/Document.Copy', { input: `doc:${original}`, params });
}

export async function writeRecord({ ana, publicUrl }: Desk, uid: string, record: unknown): Promise<void> {
  const { batchId } = await ana.nuxeo<{ batchId: string }>('POST', '/upload');
  const headers = {
    'X-File-Name': 'review.json',
    'X-File-Type': 'application/json',
    'content-type': 'application/octet-stream',
  };
  await ana.browser.request('POST', `${publicUrl}/api/v1/upload/${batchId}/0`, {
    headers,
    body: JSON.stringify(record),
  });
  const blob = { 'upload-batch': batchId, 'upload-fileId': '0' };
  const change = { 'entity-type': 'document', uid, properties: { 'frameioreview:record': blob } };
  await ana.nuxeo('PUT', `/id/${uid}`, change);
}

export async function readRecord<T>({ ana }: Desk, uid: string): Promise<T> {
  return ana.nuxeo<T>('GET', `/id/${uid}/@blob/frameioreview:record`);
}
