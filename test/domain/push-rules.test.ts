import { describe, expect, it } from 'vitest';
import { blobToSend, pushRefusal, sentBlobOf, type PushCandidate } from '../../server/domain/push-rules.ts';

const blob = { xpath: 'file:content', rendition: undefined, name: 'a.mp4', length: 6, digest: 'd' };
const proxy = { xpath: 'vid:transcodedVideos/0/content', rendition: 'MP4 480p', name: 'p.mp4', length: 2, digest: 'p' };
const good: PushCandidate = {
  ...{ title: 'a', isFolderish: false, isVersion: false, isProxy: false, isTrashed: false, isUnderHold: false },
  ...{ lock: undefined, permissions: ['WriteProperties'], mainBlob: blob, renditions: [proxy] },
};

describe('whether a document can be pushed', () => {
  it('is yes for one that the person may write, locked by themselves or not', () => {
    expect(pushRefusal(good, 'ana')).toBeUndefined();
    expect(pushRefusal({ ...good, lock: { owner: 'ana' } }, 'ana')).toBeUndefined();
  });

  it.each<[string, Partial<PushCandidate>]>([
    ['document-is-version', { isVersion: true }],
    ['document-is-proxy', { isProxy: true }],
    ['document-is-folder', { isFolderish: true }],
    ['document-is-trashed', { isTrashed: true }],
    ['document-is-record', { isUnderHold: true }],
    ['document-without-file', { mainBlob: undefined }],
    ['document-without-file', { mainBlob: { ...blob, length: 0 } }],
    ['locked-by-other', { lock: { owner: 'ben' }, permissions: [] }],
    ['write-not-allowed', { permissions: ['Read'] }],
  ])('is %s for %j', (code, change) => {
    expect(pushRefusal({ ...good, ...change }, 'ana')).toMatchObject({ code });
  });

  it('names who holds the lock', () => {
    expect(pushRefusal({ ...good, lock: { owner: 'ben' } }, 'ana')?.params).toEqual(['ben']);
  });

  it('says first what can never change', () => {
    expect(pushRefusal({ ...good, isVersion: true, lock: { owner: 'ben' } }, 'ana')?.code).toBe('document-is-version');
  });
});

describe('what is sent', () => {
  it('is the main file, or the rendition of that name', () => {
    expect(blobToSend(good, undefined)).toBe(blob);
    expect(blobToSend(good, 'MP4 480p')).toBe(proxy);
  });

  it('is said to be missing, by name', () => {
    expect(() => blobToSend({ ...good, mainBlob: undefined }, undefined)).toThrow('document-without-file');
    expect(() => blobToSend(good, 'WebM')).toThrow('rendition-missing (WebM)');
    expect(() => blobToSend({ ...good, renditions: [{ ...proxy, length: 0 }] }, 'MP4 480p')).toThrow(
      'rendition-missing',
    );
  });

  it('is kept without what only a document knows', () => {
    expect(sentBlobOf({ ...proxy, mimeType: 'video/mp4' } as typeof proxy)).toEqual(proxy);
  });
});
