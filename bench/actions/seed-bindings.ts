import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { defaultBindingRules, type Binding } from '../../server/domain/binding.ts';
import { openStorage } from '../../server/storage/open-storage.ts';

export interface SeededBinding {
  readonly id: string;
  readonly secret: string;
  readonly workspaceId: string;
}

/** Bindings of folders that nobody made, one to a workspace: written to the database of a sidecar that is not running. */
export async function seedBindings(dataFolder: string, count: number): Promise<SeededBinding[]> {
  const storage = await openStorage({
    databaseUrl: undefined,
    dataFolder,
    secretKey: undefined,
    log: pino({ level: 'silent' }),
    clock: { now: () => new Date() },
    ids: { uuid: () => randomUUID() },
  });
  try {
    const seeded: SeededBinding[] = [];
    for (let n = 0; n < count; n += 1) {
      const binding = bindingOf(n);
      const secret = randomBytes(24).toString('hex');
      await storage.bindings.create(binding);
      for (const workspace of binding.workspaces) await storage.bindings.setWorkspace(binding.id, workspace, secret);
      seeded.push({ id: binding.id, secret, workspaceId: binding.workspaces[0]?.workspaceId ?? '' });
    }
    return seeded;
  } finally {
    await storage.close();
  }
}

function bindingOf(n: number): Binding {
  const { accountId } = TARGET;
  return {
    id: randomUUID(),
    folderUid: randomUUID(),
    folderPath: `/default-domain/workspaces/bench/${n}`,
    actionName: 'Publish to Nuxeo',
    documentType: 'File',
    creator: 'ana',
    workspaces: [
      { accountId, workspaceId: randomUUID(), workspaceName: 'Features', actionId: randomUUID(), state: 'active' },
    ],
    rules: defaultBindingRules,
    createdAt: new Date(),
    unboundAt: undefined,
  };
}
