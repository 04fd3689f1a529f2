import { beforeEach, expect } from 'vitest';
import { documentOf } from '../../../sandbox/demo/watching.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { ACCOUNTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { refusal, type Refusal } from './refusal.ts';
import { makeDocument, operation } from './things.ts';
import type { World } from './world.ts';

export const features = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features };
export const commercials = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.commercials };

export interface OneFolder {
  uid(): string;
  /** Of the action that its binding makes in Frame.io. */
  actionName(): string;
  bind(person: Person, change?: object): Promise<{ id: string }>;
  refusedBind(person: Person, uid: string, change?: object): Promise<Refusal>;
  /** No action in Frame.io, no facet on the folder, no binding. */
  isNotBound(): Promise<void>;
}

/** A folder of its own for each test, beside the bound workspace: ana may do everything with it, ben may write. */
export function useOneFolder(world: () => World): OneFolder {
  let uid = '';
  beforeEach(async () => {
    const { administrator, standIns } = world();
    uid = (await makeDocument(standIns, { parent: SEEDED.workspaces, type: 'Folder', size: 0 })).uid;
    await operation(administrator, 'Document.AddPermission', uid, { users: ['ana'], permission: 'Everything' });
    await operation(administrator, 'Document.AddPermission', uid, { users: ['ben'], permission: 'ReadWrite' });
  });
  const actionName = () => `Action ${uid.slice(0, 8)}`;
  const body = (change: object) => ({
    ...{ actionName: actionName(), workspaces: [features], documentType: 'File' },
    ...change,
  });

  return {
    uid: () => uid,
    actionName,
    bind: (person, change = {}) => person.api('POST', `/folders/${uid}/binding`, body(change)),
    refusedBind: (person, folder, change = {}) =>
      refusal(world().environment, person, 'POST', `/folders/${folder}/binding`, body(change)),
    async isNotBound() {
      const { ana, environment } = world();
      await until('the actions to be gone', async () => (await actionsNamed(world(), actionName())) === 0);
      expect((await documentOf(ana, uid)).facets).not.toContain('FrameioBound');
      const unbound = await refusal(environment, ana, 'GET', `/folders/${uid}/binding`);
      expect(unbound).toMatchObject({ code: 'folder-not-bound' });
    },
  };
}

/** How many actions of this name there are in Frame.io. */
export async function actionsNamed({ standIns }: World, name: string): Promise<number> {
  const { actions } = await standIns.control<{ actions: { name: string }[] }>('frameio', 'GET', 'world');
  return actions.filter((action) => action.name === name).length;
}
