export { FakeNuxeoWorld, type FakeDocument, type FakeFile } from './fake-nuxeo/world.ts';
export { createFakeNuxeo } from './fake-nuxeo/fake-nuxeo.ts';
