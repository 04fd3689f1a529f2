import type { Failure } from '../domain/errors.ts';
import type { WorkspaceRef } from '../domain/refs.ts';
import type { Deps } from './deps.ts';
import { whyNone } from './tend-webhooks.ts';

/** What brings changes of these workspaces. */
export interface ChangesBy {
  /** `walk`: nobody tells, the connector looks. */
  readonly by: 'webhook' | 'walk';
  /** Why nobody tells; undefined while that is being set up. */
  readonly reason: Failure | undefined;
}

export async function changesIn(
  workspaces: readonly WorkspaceRef[],
  deps: Pick<Deps, 'webhooks' | 'options'>,
): Promise<ChangesBy> {
  const known = await deps.webhooks.list();
  for (const { accountId, workspaceId } of workspaces) {
    const webhook = known.find((one) => one.accountId === accountId && one.workspaceId === workspaceId);
    if (webhook?.state !== 'active') return { by: 'walk', reason: whyNone(deps) ?? webhook?.failure };
  }
  return { by: 'webhook', reason: undefined };
}
