import { beforeEach, describe, expect, it } from 'vitest';
import type { DriftLine } from '../../server/domain/drift.ts';
import { NuxeoError } from '../../server/domain/errors.ts';
import type { DriftChoice } from '../../server/domain/sync.ts';
import { settleDrift } from '../../server/use-cases/settle-drift.ts';
import { SyncedWorld } from '../support/sync-steps.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
let world: World;
let synced: SyncedWorld;
beforeEach(async () => {
  world = await worlds.start();
  synced = SyncedWorld.beside(world);
});

async function compared(): Promise<DriftLine[]> {
  const run = await synced.refresh('compare');
  expect(run).toMatchObject({ state: 'done', mode: 'compare', total: 0 });
  return world.deps.drift.lines(synced.sync.id, run.id, {});
}
const told = (lines: readonly DriftLine[]) =>
  lines.map(({ kind, path, title }) => [kind, ...path, title].join(' ')).sort();

async function decide(lines: readonly DriftLine[], kind: string, choice: DriftChoice, by = 'ana'): Promise<void> {
  const line = lines.find((one) => one.kind === kind);
  const request = { folderUid: synced.folder, lineId: line?.id ?? 'nothing', choice };
  await settleDrift(request, world.caller(by), world.deps);
  await world.drain();
}

describe('a comparison', () => {
  it('finds nothing where both sides are the same', async () => {
    synced.addFile('a.mov');
    await synced.brought();
    expect(await compared()).toEqual([]);
  });

  it('says where each side has something of its own, and writes nothing', async () => {
    for (const name of ['both', 'gone', 'locked', 'moved', 'named', 'newer']) synced.addFile(`${name}.mov`);
    const fileNamed = (name: string) => synced.fileNamed(`${name}.mov`);
    await synced.brought();
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    synced.addFile('there.mov', 'x', day);
    world.nuxeo.add({ type: 'File', title: 'here', parentUid: synced.folder });
    const own = world.nuxeo.add({ type: 'Folder', title: 'Ours', parentUid: synced.folder });
    world.nuxeo.move(synced.document('moved').uid, own);
    await world.nuxeo.as('ben').documents.update(synced.document('named').uid, { properties: { 'dc:title': 'ours' } });
    await world.edit(synced.document('both').uid, 'edited');
    await world.nuxeo.as('ben').locks.take(synced.document('locked').uid);
    for (const name of ['both', 'newer', 'locked']) world.addVersion(fileNamed(name), `${name}.mov`, 'second');
    world.frameio.remove(fileNamed('gone').fileId);

    const before = synced.tree();
    const calls = synced.listen();
    expect(told(await compared())).toEqual([
      'changed-in-both both.mov',
      'gone-there gone',
      'moved-here Ours moved',
      'newer-there newer.mov',
      'only-here here',
      'only-there Day 1 there.mov',
      'renamed-here ours',
      'waiting-for-lock locked.mov',
    ]);
    const writing = /create|update|move|addFacet|uploads|versions|locks/;
    expect(calls().nuxeo.filter((operation) => writing.test(operation))).toEqual([]);
    expect(synced.tree()).toEqual(before);
  });

  it('tells what is newer there from what was changed in both and from what is locked', async () => {
    const stacks = Object.fromEntries(
      ['both', 'locked', 'newer'].map((name) => [
        name,
        world.addVersion(synced.addFile(`${name}.mov`), `${name}.mov`, 'v2'),
      ]),
    );
    await synced.brought();
    for (const file of Object.values(stacks)) world.addVersion(file, world.frameio.file(file.fileId).name, 'v3');
    await world.edit(synced.document('both').uid, 'edited');
    await world.nuxeo.as('ben').locks.take(synced.document('locked').uid);
    expect(told(await compared())).toEqual([
      'changed-in-both both.mov',
      'newer-there newer.mov',
      'waiting-for-lock locked.mov',
    ]);
  });
});

describe('what was removed here while it is in Frame.io', () => {
  beforeEach(async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const deeper = world.frameio.addFolder(day, 'Cam A');
    synced.addFile('a.mov', 'a', day);
    synced.addFile('b.mov', 'b', deeper);
    synced.addFile('c.mov', 'c');
    await synced.brought();
  });

  it('is one difference, a folder with all that was in it, and stays until somebody brings it again', async () => {
    world.nuxeo.trash(synced.document('Day 1').uid);
    world.nuxeo.remove(synced.document('c').uid);
    expect((await synced.refresh()).total).toBe(0);
    const lines = await compared();
    expect(told(lines)).toEqual(['removed-here Day 1', 'removed-here c']);

    await decide(
      lines.filter(({ title }) => title === 'Day 1'),
      'removed-here',
      'bring',
    );
    expect(synced.tree()).toEqual(['Day 1/', 'Day 1/Cam A/', 'Day 1/Cam A/b: b', 'Day 1/a: a']);
    expect(told(await compared())).toEqual(['removed-here c']);
    await decide(await compared(), 'removed-here', 'dismiss');
    expect(await compared()).toEqual([]);
    expect((await synced.refresh()).total).toBe(0);
  });

  it('is made again where something new comes into it; what was in it stays in the trash', async () => {
    world.nuxeo.trash(synced.document('Day 1').uid);
    synced.addFile('new.mov', 'new', synced.folderOf('b.mov'));
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 3, done: 3 });
    expect(await synced.outcomes()).toEqual(['Cam A new done', 'Day 1 new done', 'new.mov new done']);
    expect(synced.tree()).toEqual(['Day 1/', 'Day 1/Cam A/', 'Day 1/Cam A/new: new', 'c: c']);
    expect(told(await compared())).toEqual(['removed-here Day 1 Cam A b', 'removed-here Day 1 a']);
    expect((await synced.refresh()).total).toBe(0);
  });

  it('is told apart from what somebody moved elsewhere', async () => {
    const elsewhere = world.nuxeo.add({ type: 'Folder', title: 'Elsewhere', parentUid: world.nuxeoWorkspace });
    const { uid } = synced.document('Day 1');
    world.nuxeo.move(uid, elsewhere);
    const lines = await compared();
    expect(told(lines)).toEqual(['moved-here Day 1']);
    await decide(lines, 'moved-here', 'bring');
    expect(world.nuxeo.stored(uid).parentUid).toBe(synced.folder);
    expect(await compared()).toEqual([]);
  });

  it('is told of a folder that was renamed: the name that is chosen counts', async () => {
    const { uid } = synced.document('Day 1');
    const rename = (title: string) =>
      world.nuxeo.as('ben').documents.update(uid, { properties: { 'dc:title': title } });
    await rename('Ours');
    await decide(await compared(), 'renamed-here', 'bring');
    expect(world.document(uid).title).toBe('Day 1');
    await rename('Ours');
    await decide(await compared(), 'renamed-here', 'keep');
    expect([world.document(uid).title, await compared()]).toEqual(['Ours', []]);
  });
});

describe('what could not be brought', () => {
  it('is listed with its reason, comes when somebody brings it, and is newer there once it waits for nobody', async () => {
    await synced.brought();
    const cut = synced.addFile('cut.mov', 'v1');
    world.nuxeo.failNext('documents.create', new NuxeoError('nuxeo-refused'));
    await synced.refresh();
    const [line, ...others] = await compared();
    expect([line?.kind, line?.failure?.code, others]).toEqual(['failed', 'nuxeo-refused', []]);
    await decide(await compared(), 'failed', 'bring');
    expect(synced.tree()).toEqual(['cut: v1']);
    world.addVersion(cut, 'cut.mov', 'v2');
    expect(told(await compared())).toEqual(['newer-there cut.mov']);
  });
});

describe('a decision', () => {
  it('for Frame.io brings it, and what was edited here is a version of its own', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const cut = synced.addFile('cut.mov', 'v1', day);
    await synced.brought();
    const { uid } = synced.document('cut');
    await world.edit(uid, 'edited');
    world.addVersion(cut, 'cut.mov', 'v2');
    await decide(await compared(), 'changed-in-both', 'bring');
    expect(world.versionTexts(uid)).toEqual(['v1', 'edited', 'v2']);
    expect(synced.tree()).toEqual(['Day 1/', 'Day 1/cut: v2']);
    expect(await compared()).toEqual([]);
    expect((await synced.refresh()).total).toBe(0);
  });

  it('is carried out by the next look when the process died before its job was there', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    await world.edit(synced.document('cut').uid, 'edited');
    world.addVersion(cut, 'cut.mov', 'v2');
    const lines = await compared();
    world.calls.dieBefore('queue.enqueue');
    await expect(decide(lines, 'changed-in-both', 'bring')).rejects.toMatchObject({ code: 'interrupted' });
    await world.queue.enqueue({ kind: 'start-syncs', person: 'system', title: 'tick', payload: {} });
    await world.drain();
    // The first look starts the walk of the run, the next one what the run is about.
    await world.queue.enqueue({ kind: 'start-syncs', person: 'system', title: 'tock', payload: {} });
    await world.drain();
    expect(await synced.lastRun()).toMatchObject({ state: 'done', total: 1 });
    expect(synced.tree()).toEqual(['cut: v2']);
  });

  it('for ours keeps it until something changes there again', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    const { uid } = synced.document('cut');
    await world.edit(uid, 'edited');
    const second = world.addVersion(cut, 'cut.mov', 'v2');
    await decide(await compared(), 'changed-in-both', 'keep');
    expect((await synced.refresh()).total).toBe(0);
    expect(world.document(uid).text).toBe('edited');
    expect(await compared()).toEqual([]);
    world.addVersion(second, 'cut.mov', 'v3');
    await synced.refresh();
    expect(world.versionTexts(uid)).toEqual(['v1', 'edited', 'v3']);
  });

  it('about a name takes the one that was chosen', async () => {
    const cut = synced.addFile('cut.mov');
    await synced.brought();
    const { uid } = synced.document('cut');
    await world.nuxeo.as('ben').documents.update(uid, { properties: { 'dc:title': 'ours' } });
    world.frameio.rename(cut.fileId, 'final.mov');
    await decide(await compared(), 'renamed-here', 'bring');
    expect(world.document(uid).title).toBe('final');
    expect(await compared()).toEqual([]);
  });

  it('to bring what is there only starts a run', async () => {
    await synced.brought();
    synced.addFile('new.mov');
    await decide(await compared(), 'only-there', 'bring');
    expect(synced.tree()).toEqual(['new: new.mov']);
  });

  it('to leave it as it is is not asked for again', async () => {
    await synced.brought();
    world.nuxeo.add({ type: 'File', title: 'here', parentUid: synced.folder });
    await decide(await compared(), 'only-here', 'dismiss');
    expect(await compared()).toEqual([]);
    expect(synced.tree()).toEqual(['here: undefined']);
  });

  it('is for who may write, about what is listed, among what is offered', async () => {
    await synced.brought();
    world.nuxeo.add({ type: 'File', title: 'here', parentUid: synced.folder });
    const lines = await compared();
    await expect(decide(lines, 'only-here', 'dismiss', 'cleo')).rejects.toMatchObject({ code: 'write-not-allowed' });
    await expect(decide(lines, 'only-here', 'bring')).rejects.toMatchObject({ code: 'drift-choice-not-applicable' });
    await expect(decide(lines, 'gone-there', 'dismiss')).rejects.toMatchObject({ code: 'drift-line-not-found' });
  });
});
