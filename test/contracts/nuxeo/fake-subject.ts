import { FakeNuxeoWorld } from '../../support/fake-nuxeo.ts';
import { CHUNK_SIZE, type NuxeoUnderTest } from './subject.ts';

export function fakeNuxeoUnderTest(): Promise<NuxeoUnderTest> {
  const world = new FakeNuxeoWorld();
  world.chunkSize = CHUNK_SIZE;
  for (const person of ['ana', 'ben', 'cleo']) world.addPerson(person);
  return Promise.resolve({
    as: (person) => world.as(person),
    workspace() {
      const uid = world.add({ type: 'Workspace', title: `workspace ${world.documents.size}` });
      for (const person of ['ana', 'ben']) world.grant(uid, person, 'ReadWrite');
      world.grant(uid, 'cleo', 'Read');
      return Promise.resolve({ uid, path: world.pathOf(world.stored(uid)) });
    },
    trash: (uid) => Promise.resolve(world.trash(uid)),
    hide: (uid) => Promise.resolve(world.hide(uid)),
    setRendition: (uid, name, bytes) =>
      Promise.resolve(world.setRenditions(uid, [{ name, mimeType: 'video/mp4', bytes }])),
    expireBatches: () => Promise.resolve(world.expireBatches()),
    close: () => Promise.resolve(),
  });
}
