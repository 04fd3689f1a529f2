import type { AccountRef } from '../domain/refs.ts';
import { changedTypes, type ChangedType, type Webhook } from '../domain/webhook.ts';
import type { Deps } from './deps.ts';
import type { FollowedProjects } from './followed-projects.ts';

/** A delivery of a webhook whose signature was verified. */
export interface WebhookEvent {
  readonly projectId: string;
  readonly type: string;
  readonly id: string;
}

type EventDeps = Pick<Deps, 'changes' | 'queue' | 'clock'> & { readonly followed: FollowedProjects };

/** What is told within this time is looked at together. */
const GATHER_MS = 2_000;

/**
 * Writes down that the resource is not as it was, and has it looked at soon. Deliveries repeat, come late and in any
 * order: none of that matters, since what the resource is now is read then. Nothing is dropped for who did it.
 */
export async function acceptEvent(event: WebhookEvent, webhook: Webhook, deps: EventDeps): Promise<void> {
  const { type, id, projectId } = event;
  // The account is ours to know: an event that names another one is about nothing of this webhook.
  const { accountId, state } = webhook;
  if (state === 'removing' || !isChangedType(type)) return;
  if (!(await deps.followed.has({ accountId, projectId }))) return;
  await deps.changes.mark({ accountId, projectId, type, id });
  await followSoon({ accountId }, deps);
}

function isChangedType(type: string): type is ChangedType {
  return (changedTypes as readonly string[]).includes(type);
}

/** One job for all that an account is told within a moment; it begins when the moment is over. */
export async function followSoon(
  { accountId }: AccountRef,
  { queue, clock }: Pick<Deps, 'queue' | 'clock'>,
): Promise<void> {
  const moment = Math.floor(clock.now().getTime() / GATHER_MS);
  await queue.enqueue({
    kind: 'follow-changes',
    person: 'system',
    title: 'follow-changes',
    payload: { accountId },
    key: `follow:${accountId}:${moment}`,
    exclusive: `follow:${accountId}`,
    startAfterSeconds: GATHER_MS / 1000,
  });
}
