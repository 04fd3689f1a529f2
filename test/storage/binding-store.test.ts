import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultBindingRules, type Binding, type BoundWorkspace } from '../../server/domain/binding.ts';
import { createReviewStore } from '../../server/storage/review-store.ts';
import { createBindingStore } from '../../server/storage/binding-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { createHandClock, storeOptions } from '../support/store-options.ts';

let database: TestDatabase;
let bindings: ReturnType<typeof createBindingStore>;
beforeAll(async () => {
  database = await startTestDatabase();
  bindings = createBindingStore(storeOptions(database.db));
});
afterAll(() => database.stop());
beforeEach(() => database.empty());

const workspace: BoundWorkspace = {
  accountId: 'account',
  workspaceId: 'workspace-1',
  workspaceName: 'Trailers',
  actionId: 'action-1',
  state: 'active',
};
function binding(change: Partial<Binding> = {}): Binding {
  return {
    id: 'binding-1',
    folderUid: 'folder-1',
    folderPath: '/default/films/trailers',
    actionName: 'Send to Nuxeo',
    documentType: 'Video',
    creator: 'alice',
    workspaces: [workspace],
    rules: defaultBindingRules,
    createdAt: new Date('2026-03-02T09:00:00Z'),
    unboundAt: undefined,
    ...change,
  };
}
const second = binding({
  id: 'binding-2',
  folderUid: 'folder-2',
  folderPath: '/default/films/trailers-old',
  workspaces: [
    { ...workspace, workspaceId: 'workspace-2', actionId: undefined, state: 'creating' },
    { ...workspace, actionId: 'action-2', state: 'removing' },
  ],
  createdAt: new Date('2026-03-02T10:00:00Z'),
});

describe('bindings', () => {
  it('come back as they were made, newest first, workspaces in their order', async () => {
    await bindings.create(binding());
    await bindings.create(second);
    expect(await bindings.get('binding-1')).toEqual(binding());
    expect(await bindings.list()).toEqual([second, binding()]);
    expect(await bindings.ofFolder('folder-2')).toEqual(second);
    expect(await bindings.ofFolders(['folder-1', 'elsewhere'])).toEqual([binding()]);
    expect(await bindings.ofFolders([])).toEqual([]);
  });

  it('are listed in pages', async () => {
    await bindings.create(binding());
    await bindings.create(second);
    expect(await bindings.list({ limit: 1 })).toEqual([second]);
    expect(await bindings.list({ limit: 1, before: second.createdAt })).toEqual([binding()]);
    expect(await bindings.list({ limit: 1, before: binding().createdAt })).toEqual([]);
  });

  it('are one per folder while they live', async () => {
    await bindings.create(binding());
    const again = bindings.create(binding({ id: 'binding-3' }));
    await expect(again).rejects.toMatchObject({ code: 'folder-already-bound' });
    expect(await bindings.get('binding-3')).toBeUndefined();
    await bindings.markUnbound('binding-1', new Date());
    await bindings.create(binding({ id: 'binding-3' }));
    expect((await bindings.ofFolder('folder-1'))?.id).toBe('binding-3');
  });

  it('are found below a path, not beside it', async () => {
    await bindings.create(binding());
    await bindings.create(second);
    const below = async (path: string) => (await bindings.belowPath(path)).map(({ id }) => id);
    expect(await below('/default/films')).toEqual(['binding-2', 'binding-1']);
    expect(await below('/default/films/trailers')).toEqual([]);
    expect(await below('/')).toHaveLength(2);
    await bindings.setFolderPath('binding-1', '/default/films/trailers/2026');
    expect(await below('/default/films/trailers')).toEqual(['binding-1']);
  });

  it('are found by workspace until their action is removed there', async () => {
    await bindings.create(binding());
    await bindings.create(second);
    const inWorkspace = async () => (await bindings.inWorkspace(workspace)).map(({ id }) => id);
    expect(await inWorkspace()).toEqual(['binding-2', 'binding-1']);
    await bindings.setWorkspace('binding-1', { ...workspace, state: 'removed' });
    expect(await inWorkspace()).toEqual(['binding-2']);
    await bindings.markUnbound('binding-2', new Date());
    expect(await inWorkspace()).toEqual([]);
  });

  it('take new rules and new workspaces', async () => {
    await bindings.create(binding());
    const rules = { ...defaultBindingRules, version: 'major', approvalGate: 'require', rendition: 'MP4 480p' } as const;
    await bindings.setRules('binding-1', rules);
    const added = { ...workspace, workspaceId: 'workspace-3' };
    await bindings.setWorkspace('binding-1', added);
    expect(await bindings.get('binding-1')).toEqual(binding({ rules, workspaces: [workspace, added] }));
  });

  it('that never came to be are gone without a trace', async () => {
    await bindings.create(binding());
    await bindings.setWorkspace('binding-1', workspace, 'secret');
    await bindings.delete('binding-1');
    expect(await bindings.get('binding-1')).toBeUndefined();
    expect(await bindings.secrets('binding-1')).toEqual([]);
  });
});

describe('signing secrets', () => {
  it('are those of all actions, current ones first, and stay after unbinding', async () => {
    await bindings.create(binding());
    const other = { ...workspace, workspaceId: 'workspace-2' };
    await bindings.setWorkspace('binding-1', other, 'of workspace 2');
    await bindings.setWorkspace('binding-1', workspace, 'old');
    await bindings.setWorkspace('binding-1', workspace, 'new');
    expect(await bindings.secrets('binding-1')).toEqual(['new', 'old', 'of workspace 2']);
    await bindings.setWorkspace('binding-1', { ...workspace, state: 'removed' });
    await bindings.markUnbound('binding-1', new Date());
    expect(await bindings.secrets('binding-1')).toEqual(['of workspace 2', 'new', 'old']);
  });
});

describe('forgetting', () => {
  it('removes what was unbound long ago and has no action left', async () => {
    await bindings.create(binding());
    await bindings.create(second);
    const old = new Date('2026-01-01T00:00:00Z');
    const moment = new Date('2026-02-01T00:00:00Z');
    await bindings.markUnbound('binding-1', old);
    expect(await bindings.forgetUnboundBefore(moment)).toBe(0);
    await bindings.setWorkspace('binding-1', { ...workspace, state: 'removed' });
    expect(await bindings.forgetUnboundBefore(old)).toBe(0);
    expect(await bindings.forgetUnboundBefore(moment)).toBe(1);
    expect(await bindings.get('binding-1')).toBeUndefined();
    expect(await bindings.get('binding-2')).toBeDefined();
  });

  it('keeps what documents in review still need to come back', async () => {
    const moment = new Date('2026-02-01T00:00:00Z');
    await bindings.create(binding({ workspaces: [] }));
    await bindings.markUnbound('binding-1', new Date('2026-01-01T00:00:00Z'));
    const review = (state: 'in-review' | 'returned') => ({
      documentUid: 'document-1',
      bindingId: 'binding-1',
      accountId: 'account',
      workspaceId: 'workspace',
      projectId: 'project',
      folderId: 'folder',
      fileId: 'file',
      stackId: undefined,
      person: 'alice',
      state,
      lock: undefined,
      sent: undefined,
      versionMadeOf: undefined,
      failure: undefined,
      startedAt: moment,
      updatedAt: moment,
    });
    const reviews = createReviewStore({ db: database.db, clock: createHandClock() });
    await reviews.save(review('in-review'));
    expect(await bindings.forgetUnboundBefore(moment)).toBe(0);
    await reviews.save(review('returned'));
    expect(await bindings.forgetUnboundBefore(moment)).toBe(1);
  });

  it('does not move the day of an unbinding that is repeated', async () => {
    await bindings.create(binding());
    await bindings.markUnbound('binding-1', new Date('2026-01-01T00:00:00Z'));
    await bindings.markUnbound('binding-1', new Date('2026-02-01T00:00:00Z'));
    expect((await bindings.get('binding-1'))?.unboundAt).toEqual(new Date('2026-01-01T00:00:00Z'));
  });
});
