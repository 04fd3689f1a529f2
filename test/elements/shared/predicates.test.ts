import { describe, expect, it } from 'vitest';
import type { WebUiDocument } from '../../../elements/shared/document.ts';
import {
  canBind,
  canImport,
  canPush,
  canSync,
  hasUnclearAncestors,
  isGoneThere,
  isInReview,
  mayEndReview,
} from '../../../elements/shared/predicates.ts';

function document(change: Partial<WebUiDocument> = {}): WebUiDocument {
  return {
    uid: 'video',
    path: '/a/video',
    type: 'Video',
    title: 'video',
    facets: ['Versionable'],
    properties: { 'file:content': { name: 'cut.mp4', length: '9' } },
    contextParameters: { permissions: ['Read', 'WriteProperties', 'AddChildren'] },
    ...change,
  };
}
const folder = (change: Partial<WebUiDocument> = {}) =>
  document({ uid: 'folder', facets: ['Folderish'], properties: {}, ...change });
const inReview = { 'frameioasset:uid': 'video', 'frameioasset:state': 'in-review' };
const sent = (change: Partial<WebUiDocument> = {}) =>
  document({ facets: ['FrameioAsset'], properties: inReview, lockOwner: 'ana', ...change });
const fixed: Partial<WebUiDocument>[] = [
  { isTrashed: true },
  { isVersion: true },
  { isProxy: true },
  { isRecord: true },
  { isUnderRetentionOrLegalHold: true },
];

describe('Bind to Frame.io', () => {
  it('is offered on a folder that the reader may write', () => {
    expect(canBind(folder())).toBe(true);
    expect(canBind(folder({ contextParameters: { permissions: ['Read'] } }))).toBe(false);
    expect(canBind(document())).toBe(false);
    expect(canBind(undefined)).toBe(false);
  });

  it.each(['FrameioBound', 'FrameioSynced'])('is not offered where %s is, nor below', (facet) => {
    expect(canBind(folder({ facets: ['Folderish', facet] }))).toBe(false);
    const entries = [folder({ uid: 'above', facets: ['Folderish', facet] }), folder()];
    const contextParameters = { permissions: ['WriteProperties'], breadcrumb: { entries } };
    expect(canBind(folder({ contextParameters }))).toBe(false);
  });

  it('is offered on a copy of a bound folder: the facet was written for another document', () => {
    const copy = folder({ facets: ['Folderish', 'FrameioBound'], properties: { 'frameiobound:uid': 'original' } });
    expect(canBind(copy)).toBe(true);
    expect(canImport(copy)).toBe(false);
    const entries = [{ ...copy, uid: 'above' }, folder()];
    expect(canBind(folder({ contextParameters: { permissions: ['WriteProperties'], breadcrumb: { entries } } }))).toBe(
      true,
    );
  });

  it('is open below a facet that may be a copy’s, as breadcrumbs name no properties', () => {
    const above = { uid: 'above', path: '/a', type: 'Folder', title: 'A', facets: ['Folderish', 'FrameioBound'] };
    const below = (entries: WebUiDocument[]) => folder({ contextParameters: { breadcrumb: { entries } } });
    expect(hasUnclearAncestors(below([above, folder()]))).toBe(true);
    expect(hasUnclearAncestors(below([{ ...above, properties: {} }, folder()]))).toBe(false);
    expect(hasUnclearAncestors(below([{ ...above, uid: 'folder' }]))).toBe(false);
    expect(hasUnclearAncestors(below([{ ...above, facets: ['Folderish'] }]))).toBe(false);
    expect(hasUnclearAncestors(document({ contextParameters: { breadcrumb: { entries: [above] } } }))).toBe(false);
  });

  it.each(fixed)('is not offered for %o', (change) => {
    expect(canBind(folder(change))).toBe(false);
  });
});

describe('Sync to Frame.io folder', () => {
  it('is offered where Bind is, to who may also add documents (N111)', () => {
    expect(canSync(folder())).toBe(true);
    expect(canSync(folder({ contextParameters: { permissions: ['WriteProperties'] } }))).toBe(false);
    expect(canSync(folder({ facets: ['Folderish', 'FrameioBound'] }))).toBe(false);
    expect(canSync(folder({ facets: ['Folderish', 'FrameioSynced'] }))).toBe(false);
    expect(canSync(folder({ isTrashed: true }))).toBe(false);
    expect(canSync(document())).toBe(false);
    expect(canSync(undefined)).toBe(false);
  });

  it('marks what is no longer in Frame.io, but not a copy of it (N122)', () => {
    const gone = { 'frameioasset:uid': 'video', 'frameioasset:state': 'gone' };
    expect(isGoneThere(sent({ properties: gone }))).toBe(true);
    expect(isGoneThere(sent({ properties: { ...gone, 'frameioasset:uid': 'original' } }))).toBe(false);
    expect(isGoneThere(sent())).toBe(false);
  });
});

describe('Push to Frame.io', () => {
  it('is offered on a document with a main file that is not in review', () => {
    expect(canPush(document())).toBe(true);
    expect(canPush(document({ properties: { 'file:content': null } }))).toBe(false);
    expect(canPush(folder())).toBe(false);
    expect(canPush(sent({ properties: { ...document().properties, ...inReview } }))).toBe(false);
  });

  it.each(fixed)('is not offered for %o', (change) => {
    expect(canPush(document(change))).toBe(false);
  });
});

describe('Recall and Bring back', () => {
  const user = (username: string, isAdministrator = false) => ({ isAdministrator, properties: { username } });

  it('are offered to who holds the lock, who may take it away, and administrators', () => {
    expect(mayEndReview(sent(), user('ana'))).toBe(true);
    expect(mayEndReview(sent(), user('ben'))).toBe(false);
    expect(mayEndReview(sent({ contextParameters: { permissions: ['Unlock'] } }), user('ben'))).toBe(true);
    expect(mayEndReview(sent(), user('root', true))).toBe(true);
  });

  it('are not offered on what is back, or on a copy', () => {
    expect(isInReview(sent({ properties: { ...inReview, 'frameioasset:state': 'returned' } }))).toBe(false);
    expect(isInReview(sent({ properties: { ...inReview, 'frameioasset:uid': 'original' } }))).toBe(false);
  });
});
