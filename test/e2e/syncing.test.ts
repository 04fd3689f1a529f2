import { describe, expect, it } from 'vitest';
import { documentOf } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import type { DriftAnswer, SyncAnswer } from '../../server/contract/sync.ts';
import { refusal } from './support/refusal.ts';
import { features } from './support/one-folder.ts';
import { useOneSync } from './support/one-sync.ts';
import { operation } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld({ sidecarEnv: { SYNC_WALK_SECONDS: '86400' } });
const one = useOneSync(world);
const file = (name: string, size = 3_000) => ({ type: 'file', name, size }) as const;
const accountOf = (id: string) => `/accounts/${features.accountId}/${id}`;

/** What a run came to is written on the folder a moment after its end. */
const toldOf = (uid: string) =>
  until('the run to be told', async () => {
    const { properties } = await documentOf(world().ana, uid);
    return properties['frameiosynced:state'] === 'done';
  });

describe('a synchronised folder', () => {
  it('has every asset of a tree once, and refreshed unchanged it costs the listings and writes nothing', async () => {
    const { ana, standIns } = world();
    await one.grow([
      file('one.mov', 1),
      {
        type: 'folder',
        name: 'Day 1',
        children: [file('two.mov'), { type: 'folder', name: 'Cam', children: [file('three.mov')] }],
      },
      {
        type: 'version_stack',
        versions: [file('cut.mov', 2_000), { ...file('cut.mov', 2_500), comments: ['too dark'] }],
      },
    ]);
    await one.setUp(ana);
    const first = await one.ended(ana);
    expect(first).toMatchObject({ state: 'done', foldersSeen: 3, assetsSeen: 4, total: 6, done: 6 });
    expect(await one.tree()).toEqual([
      'Day 1',
      'Day 1/Cam',
      'Day 1/Cam/three.mov 3000',
      'Day 1/two.mov 3000',
      'cut.mov 2500',
      'one.mov 1',
    ]);
    expect((await one.titled('cut')).versionLabel).toBe('0.2');

    await toldOf(one.uid());
    const since = {
      frameio: (await standIns.calls('frameio')).length,
      nuxeo: (await standIns.calls('nuxeo')).length,
    };
    const second = await one.refresh(ana);
    expect(second).toMatchObject({ state: 'done', trigger: 'person', total: 0, foldersSeen: 3, assetsSeen: 4 });
    const asked = (await standIns.calls('frameio')).slice(since.frameio).map(({ method, path }) => `${method} ${path}`);
    expect(asked).toHaveLength(3);
    expect(asked.every((call) => /^GET \/v4\/accounts\/[^/]+\/folders\/[^/]+\/children\?/.test(call))).toBe(true);
    const written = (await standIns.calls('nuxeo')).slice(since.nuxeo).filter(({ method }) => method !== 'GET');
    expect(written).toEqual([]);
  });

  it('follows what changes there, and leaves what is locked or was changed in both', async () => {
    const { ana, anaThere, ben, standIns } = world();
    const ids = await one.grow([
      file('a.mov'),
      file('b.mov'),
      file('c.mov'),
      { type: 'folder', name: 'Day 1', children: [] },
    ]);
    await one.setUp(ana);
    await one.ended(ana);
    await operation(ben, 'Document.Lock', (await one.titled('b')).uid);
    await ben.nuxeo('PUT', `/id/${(await one.titled('c')).uid}`, {
      ...{ 'entity-type': 'document', properties: { 'dc:title': 'c, ours' } },
    });
    await anaThere.v4('PATCH', accountOf(`files/${String(ids['a.mov'])}`), { name: 'final.mov' });
    await anaThere.v4('PATCH', accountOf(`files/${String(ids['a.mov'])}/move`), { parent_id: ids['Day 1'] });
    await anaThere.v4('POST', accountOf(`files/${String(ids['b.mov'])}/comments`), { text: 'darker' });
    await anaThere.v4('PATCH', accountOf(`files/${String(ids['c.mov'])}`), { name: 'c2.mov' });

    const run = await one.refresh(ana);
    expect(run).toMatchObject({ state: 'partly', total: 3, done: 1, left: 2 });
    const left = (await one.items(ana, run.id)).filter(({ state }) => state === 'left');
    expect(left.map(({ title, failure }) => `${title} ${failure?.code}`).sort()).toEqual([
      'b.mov locked-by-other',
      'c2.mov renamed-here',
    ]);
    expect((await one.titled('final')).path).toMatch(/^Day 1\//);
    await operation(ben, 'Document.Unlock', (await one.titled('b')).uid);
    expect(await one.refresh(ana)).toMatchObject({ state: 'done', total: 1 });
    expect(await standIns.calls('nuxeo', /automation\/Document\.(Delete|Trash)/)).toEqual([]);
  });

  it('asks each side for a new asset what it takes to bring it, and no more', async () => {
    const { ana, standIns } = world();
    const counts = async () => [
      (await standIns.calls('frameio', /^\/v4/)).length,
      (await standIns.calls('nuxeo', /^\/nuxeo\/api/)).length,
    ];
    await one.setUp(ana);
    await one.ended(ana);
    await one.grow([file('first.mov')]);
    const added = async () => {
      const before = await counts();
      await one.refresh(ana);
      await toldOf(one.uid());
      return (await counts()).map((count, side) => count - (before[side] ?? 0));
    };
    const [frameio = 0, nuxeo = 0] = await added();
    await one.grow(Array.from({ length: 10 }, (_, index) => file(`more-${index}.mov`)));
    const [more = 0, moreNuxeo = 0] = await added();
    expect((more - frameio) / 9, 'Frame.io: the link').toBeLessThanOrEqual(1.2);
    expect((moreNuxeo - nuxeo) / 9, 'Nuxeo').toBeLessThanOrEqual(17);
  });

  it('compares both sides, and takes a decision', async () => {
    const { administrator, ana, anaThere } = world();
    const ids = await one.grow([file('a.mov'), file('b.mov')]);
    const { id } = await one.setUp(ana);
    await one.ended(ana);
    const { uid } = await one.titled('a');
    await ana.nuxeo('PUT', `/id/${uid}`, { 'entity-type': 'document', properties: { 'dc:title': 'ours' } });
    await anaThere.v4('PATCH', accountOf(`files/${String(ids['a.mov'])}`), { name: 'final.mov' });
    await anaThere.v4('DELETE', accountOf(`files/${String(ids['b.mov'])}`));
    await ana.api('POST', `/folders/${one.uid()}/sync/drift`);
    await one.ended(ana);
    const drift = await ana.api<DriftAnswer>('GET', `/folders/${one.uid()}/sync/drift`);
    expect(drift).toMatchObject({
      run: { mode: 'compare', state: 'done' },
      counts: { 'gone-there': 1, 'renamed-here': 1 },
    });
    const line = drift.lines.find(({ kind }) => kind === 'renamed-here');
    expect(line).toMatchObject({ title: 'ours', documentUid: uid, choices: ['bring', 'keep'] });

    await ana.api('POST', `/folders/${one.uid()}/sync/drift/${String(line?.id)}`, { choice: 'bring' });
    await until(
      'the decision to be done',
      async () => (await one.tree()).length === 2 && (await titleOf(uid)) === 'final',
    );
    const { syncs } = await administrator.api<{ syncs: SyncAnswer[] }>('GET', '/syncs');
    expect(syncs.find((sync) => sync.id === id)).toMatchObject({
      folderUid: one.uid(),
      owner: 'ana',
      needsOwner: null,
    });
  });
  const titleOf = async (uid: string) => (await documentOf(world().ana, uid)).title;

  it('goes on where it was when the sidecar is killed', async () => {
    const { ana, environment, standIns } = world();
    await one.grow([
      ...Array.from({ length: 12 }, (_, index) => file(`clip-${index}.mov`)),
      { type: 'folder', name: 'More', children: Array.from({ length: 12 }, (_, index) => file(`more-${index}.mov`)) },
    ]);
    await standIns.fault('nuxeo', {
      ...{ method: 'PUT', path: '/api/v1/id/', times: 1000, action: { type: 'delay', milliseconds: 300 } },
    });
    await one.setUp(ana);
    await until('some to be there', async () => (await one.tree()).length > 5);
    environment.sidecar().kill('SIGKILL');
    await environment.restartSidecar();
    await standIns.clearFaults('nuxeo');

    expect(await one.ended(ana)).toMatchObject({ state: 'done', total: 25, done: 25, failed: 0 });
    expect(await one.tree()).toHaveLength(25);
    expect((await one.refresh(ana)).total).toBe(0);
    // What a process held in its hands when it was killed has a limited life.
    await standIns.control('nuxeo', 'POST', 'expire', { what: 'batches' });
  });

  it('excludes a binding, on itself and nearby, and is excluded by one', async () => {
    const { ana, environment } = world();
    await one.setUp(ana);
    await one.ended(ana);
    const binding = { actionName: 'x', workspaces: [features], documentType: 'File' };
    expect(await refusal(environment, ana, 'POST', `/folders/${one.uid()}/binding`, binding)).toMatchObject({
      code: 'folder-already-synced',
    });
    expect(await refusal(environment, ana, 'GET', `/folders/${one.uid()}/sync/options`)).toMatchObject({
      code: 'folder-already-synced',
    });
    await ana.api('DELETE', `/folders/${one.uid()}/sync`);
    expect(await refusal(environment, ana, 'GET', `/folders/${one.uid()}/sync`)).toMatchObject({
      code: 'folder-not-synced',
    });
  });
});

lookAtTheWholeRun(world);
