import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { blobFacts, uploadFacts } from './nuxeo/bytes.ts';
import { documentFacts } from './nuxeo/documents.ts';
import { lockFacts, versionFacts } from './nuxeo/locks-and-versions.ts';
import { setScene, type NuxeoUnderTest, type Scene } from './nuxeo/subject.ts';
import { oauthClientFacts, signalFacts } from './nuxeo/the-rest.ts';
import { updateFacts } from './nuxeo/updates.ts';

/** What every implementation of the Nuxeo port does, the one over HTTP and the one in memory. */
export function nuxeoContract(name: string, open: () => Promise<NuxeoUnderTest>): void {
  describe(name, () => {
    let nuxeo: NuxeoUnderTest;
    let current: Scene;
    const scene = () => current;

    beforeAll(async () => {
      nuxeo = await open();
    });
    beforeEach(async () => {
      current = await setScene(nuxeo);
    });
    afterAll(() => nuxeo.close());

    documentFacts(scene);
    updateFacts(scene);
    lockFacts(scene);
    versionFacts(scene);
    blobFacts(scene);
    uploadFacts(scene);
    signalFacts(scene);
    oauthClientFacts(scene);
  });
}
