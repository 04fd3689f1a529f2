import { describe, expect, it } from 'vitest';
import { isAnsweredBy, unitedScope, withWanted, type WalkStart, type WantedRun } from '../../server/domain/sync.ts';
import {
  changeOf,
  fingerprintOf,
  isEditedHere,
  type Fingerprint,
  type ListedFile,
} from '../../server/domain/sync-plan.ts';

const file = (change: Partial<ListedFile> = {}): ListedFile => ({
  id: 'file-1',
  name: 'cut.mov',
  length: 5,
  updatedAt: new Date('2026-03-02T09:00:00Z'),
  metadata: [
    { name: 'Comment Count', value: 2, options: [] },
    { name: 'Status', value: undefined, options: [{ id: 'approved', label: 'Approved' }] },
  ],
  ...change,
});
const listed = (change: Partial<ListedFile> = {}) => ({ type: 'file', parentId: 'folder', ...file(change) }) as const;
const brought = (change: Partial<Fingerprint> = {}) => ({
  ...fingerprintOf(listed()),
  state: 'present' as const,
  documentUid: 'document',
  ...change,
});

describe('what became of an asset', () => {
  it('is nothing while nothing differs', () => {
    expect(changeOf(fingerprintOf(listed()), brought())).toBeUndefined();
    expect(brought()).toMatchObject({ headFileId: 'file-1', headLength: 5, commentCount: 2, statusId: 'approved' });
  });

  it('is new until it has a document', () => {
    expect(changeOf(fingerprintOf(listed()), undefined)).toBe('new');
    expect(changeOf(fingerprintOf(listed()), { ...brought(), documentUid: undefined })).toBe('new');
  });

  it.each([
    ['another head', { headFileId: 'file-0' }, 'version'],
    ['another length', { headLength: 4 }, 'version'],
    ['another folder', { parentId: 'elsewhere' }, 'moved'],
    ['another name', { name: 'draft.mov' }, 'renamed'],
    ['another date', { updatedAt: new Date('2026-03-01T09:00:00Z') }, 'record'],
    ['more comments', { commentCount: 1 }, 'record'],
    ['another status', { statusId: undefined }, 'record'],
  ] as const)('is told by %s', (_what, before, change) => {
    expect(changeOf(fingerprintOf(listed()), brought(before))).toBe(change);
  });

  it('is back when it was gone, whatever else changed', () => {
    expect(changeOf(fingerprintOf(listed({ id: 'file-2' })), { ...brought(), state: 'gone' })).toBe('back');
  });

  it('is told of a stack by its head', () => {
    const stack = { type: 'version_stack', id: 'stack', name: 'as it was', parentId: 'folder', head: file() } as const;
    expect(fingerprintOf(stack)).toEqual(fingerprintOf(listed()));
  });

  it('is told of a folder by name and place alone', () => {
    const folder = { type: 'folder', id: 'folder', name: 'Cuts', parentId: 'root' } as const;
    const known = { ...fingerprintOf(folder), state: 'present' as const, documentUid: 'document' };
    expect(changeOf(fingerprintOf(folder), known)).toBeUndefined();
    expect(changeOf(fingerprintOf({ ...folder, name: 'Final' }), known)).toBe('renamed');
  });
});

describe('an edit in Nuxeo', () => {
  it('is a main file that is not the one that was brought', () => {
    expect(isEditedHere({ digest: 'a', length: 5 }, { digest: 'a', length: 5 })).toBe(false);
    expect(isEditedHere({ digest: 'a', length: 5 }, { digest: 'b', length: 5 })).toBe(true);
    expect(isEditedHere({ digest: 'a', length: 5 }, undefined)).toBe(true);
  });

  it('is told by the length alone where there is no digest', () => {
    expect(isEditedHere({ digest: undefined, length: 5 }, { digest: 'b', length: 5 })).toBe(false);
    expect(isEditedHere({ digest: undefined, length: 5 }, { digest: undefined, length: 6 })).toBe(true);
  });

  it('cannot be where nothing was brought', () => {
    expect(isEditedHere({ digest: undefined, length: undefined }, undefined)).toBe(false);
  });
});

describe('what is asked for while a run goes on', () => {
  const starts = (...ids: string[]): WalkStart[] => ids.map((folderId) => ({ folderId, deep: false }));
  const wanted = (change: Partial<WantedRun> = {}): WantedRun => ({
    ...{ trigger: 'webhook', mode: 'sync', scope: starts('a'), by: undefined },
    ...change,
  });

  it('becomes one walk, the deepest of each folder', () => {
    expect(unitedScope(starts('a', 'b'), [{ folderId: 'a', deep: true }])).toEqual([
      { folderId: 'a', deep: true },
      { folderId: 'b', deep: false },
    ]);
    expect(unitedScope([{ folderId: 'a', deep: true }], starts('a'))).toEqual([{ folderId: 'a', deep: true }]);
    expect(unitedScope('all', starts('a'))).toBe('all');
  });

  it('is everything when it is too much to tell apart', () => {
    const many = Array.from({ length: 60 }, (_, index) => `folder-${index}`);
    expect(unitedScope(starts(...many), starts('a'))).toBe('all');
  });

  it('waits as one run of each mode, in the name of who asked', () => {
    const kept = withWanted(withWanted([], wanted()), wanted({ mode: 'compare', scope: 'all', by: 'ana' }));
    expect(withWanted(kept, wanted({ scope: starts('b') }))).toEqual([
      wanted({ scope: starts('a', 'b') }),
      wanted({ mode: 'compare', scope: 'all', by: 'ana' }),
    ]);
    expect(withWanted(kept, wanted({ mode: 'compare' }))).toMatchObject([{}, { by: 'ana' }]);
  });

  it('is answered by a whole run of the same kind, but never when Frame.io told it', () => {
    const going = { mode: 'sync', scope: 'all' } as const;
    expect(isAnsweredBy(going, wanted({ trigger: 'person', scope: 'all' }))).toBe(true);
    expect(isAnsweredBy({ ...going, scope: starts('a') }, wanted({ trigger: 'person', scope: 'all' }))).toBe(false);
    expect(isAnsweredBy(going, wanted({ trigger: 'person', mode: 'compare' }))).toBe(false);
    expect(isAnsweredBy(going, wanted())).toBe(false);
    expect(isAnsweredBy({ ...going, scope: starts('a') }, wanted({ trigger: 'schedule' }))).toBe(true);
  });
});
