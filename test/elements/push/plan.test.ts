import { describe, expect, it } from 'vitest';
import { countsOf, groupsOf, isOnlyUnbound, needsFolder, sendable } from '../../../elements/push/push-plan.ts';
import { canPushSome, chosenDocuments } from '../../../elements/push/selection.ts';
import type { WebUiDocument } from '../../../elements/shared/document.ts';
import type { PlanAnswer, PlannedDocumentAnswer } from '../../../server/contract/documents.ts';

function planned(uid: string, change: Partial<PlannedDocumentAnswer> = {}): PlannedDocumentAnswer {
  const plain = {
    outcome: 'new',
    failure: null,
    length: 10,
    changedUnknown: false,
    bindingId: 'dailies',
    earlier: null,
  };
  return { uid, title: uid, ...plain, ...change } as PlannedDocumentAnswer;
}
const skipped = (uid: string, code: string, bindingId: string | null = 'dailies') =>
  planned(uid, { outcome: 'skipped', failure: { code, params: [], message: code }, length: 0, bindingId });
const binding = (id: string) => ({ id, folderPath: `/${id}`, rendition: null, workspaces: [] });
const plan = (documents: PlannedDocumentAnswer[], ...ids: string[]): PlanAnswer => ({
  documents,
  bindings: ids.map(binding),
  bytesTotal: 0,
});

describe('a plan', () => {
  it('counts what happens to each, and the bytes that will move (X5)', () => {
    const documents = [
      planned('a'),
      planned('b', { outcome: 'version', length: 5 }),
      planned('c', { outcome: 'unchanged', length: 7 }),
      skipped('d', 'locked-by-other'),
    ];
    expect(countsOf(documents)).toEqual({ new: 1, version: 1, unchanged: 1, skipped: 1, bytes: 15 });
    expect(sendable(documents).map(({ uid }) => uid)).toEqual(['a', 'b', 'c']);
  });

  it('is grouped by binding; what belongs to none stands apart (N107)', () => {
    const documents = [planned('a'), planned('b', { bindingId: 'cuts' }), skipped('c', 'folder-not-bound', null)];
    const { groups, others } = groupsOf(plan(documents, 'dailies', 'cuts'));
    expect(groups.map((group) => [group.binding.id, group.documents.map(({ uid }) => uid)])).toEqual([
      ['dailies', ['a']],
      ['cuts', ['b']],
    ]);
    expect(others.map(({ uid }) => uid)).toEqual(['c']);
  });

  it('is only about the binding when nothing else can be said (N88)', () => {
    expect(isOnlyUnbound(plan([skipped('a', 'folder-not-bound', null)]))).toBe(true);
    expect(isOnlyUnbound(plan([skipped('a', 'folder-not-bound', null), skipped('b', 'locked-by-other')]))).toBe(false);
  });

  it('needs no folder where everything was pushed before (N99)', () => {
    const group = (documents: PlannedDocumentAnswer[]) => ({ binding: binding('a'), documents, rendition: undefined });
    expect(needsFolder(group([planned('a', { outcome: 'version' }), planned('b')]))).toBe(true);
    expect(needsFolder(group([planned('a', { outcome: 'version' })]))).toBe(false);
  });
});

describe('a selection', () => {
  const listed = (uid: string, change: Partial<WebUiDocument> = {}): WebUiDocument => {
    return { uid, path: `/${uid}`, type: 'File', title: uid, facets: [], ...change };
  };
  const folder = listed('folder', { facets: ['Folderish'] });

  it('is offered the push when one of it may go, and keeps the others for the plan', () => {
    expect(canPushSome([folder, listed('a')], undefined)).toBe(true);
    expect(canPushSome([folder], undefined)).toBe(false);
    expect(canPushSome(undefined, undefined)).toBe(false);
    expect(chosenDocuments([folder, listed('a')], undefined).uids).toEqual(['folder', 'a']);
  });

  it('of everything takes what the listing has loaded, and says so', () => {
    const view = { selectAllActive: true, items: [listed('a'), undefined, {}, listed('b')] };
    expect(canPushSome([], view)).toBe(true);
    expect(chosenDocuments([], view)).toEqual({ uids: ['a', 'b'], isAll: true, left: 0 });
  });

  it('of more than 1,000 is cut, and the rest is counted', () => {
    const many = [...Array(1_003).keys()].map((n) => listed(`doc-${n}`));
    const { uids, left } = chosenDocuments(many, undefined);
    expect([uids.length, left]).toEqual([1_000, 3]);
  });
});
