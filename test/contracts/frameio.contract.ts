import { afterEach, beforeEach, describe } from 'vitest';
import { accountFacts } from './frameio/accounts.ts';
import { actionFacts } from './frameio/actions.ts';
import { commentFacts } from './frameio/comments.ts';
import { fileFacts } from './frameio/files.ts';
import { folderFacts } from './frameio/folders.ts';
import { resolveFacts } from './frameio/resolve.ts';
import { signalFacts } from './frameio/signals.ts';
import { statusFacts } from './frameio/status.ts';
import { uploadFacts } from './frameio/uploads.ts';
import { stackFacts } from './frameio/version-stacks.ts';
import { webhookFacts } from './frameio/webhooks.ts';
import type { FrameioContractWorld } from './frameio/world.ts';

/** What every Frame.io has to do, the real one's adapter and the one in memory: each fact in a world of its own. */
export function frameioContract(name: string, makeWorld: () => Promise<FrameioContractWorld>): void {
  let world: FrameioContractWorld;

  describe(`Frame.io, ${name}`, () => {
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.close());

    accountFacts(() => world);
    folderFacts(() => world);
    uploadFacts(() => world);
    fileFacts(() => world);
    stackFacts(() => world);
    resolveFacts(() => world);
    commentFacts(() => world);
    statusFacts(() => world);
    actionFacts(() => world);
    webhookFacts(() => world);
    signalFacts(() => world);
  });
}
