import { failureOf, hasCode, IntegrationError, type ErrorCode, type Failure } from '../domain/errors.ts';
import type { WorkspaceRef } from '../domain/refs.ts';
import { isPublicAddress, webhookEvents, type Webhook } from '../domain/webhook.ts';
import type { Frameio, FrameioWebhook } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import { unusable } from './actors.ts';
import type { Deps } from './deps.ts';
import { isServiceOn } from './guards.ts';

type TendDeps = Pick<
  Deps,
  'webhooks' | 'bindings' | 'syncs' | 'tokens' | 'frameio' | 'providers' | 'clock' | 'options'
>;

/** Somebody who cannot be asked for one of these reasons is passed over for the next one. */
const passedOver: readonly ErrorCode[] = [
  ...unusable,
  'frameio-forbidden',
  'frameio-not-found',
  'frameio-no-account',
  'webhook-not-allowed',
];
/** Nobody in particular has to be found: of thousands who are connected so many are tried. */
const MOST_PEOPLE = 100;

/** Webhooks are wanted, or not any more: looked at soon instead of within the hour. */
export async function tendSoon(why: string, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  await queue.enqueue({
    kind: 'tend-webhooks',
    person: 'system',
    title: 'tend-webhooks',
    payload: {},
    key: `tend:${why}`,
    exclusive: 'schedule:tend-webhooks',
  });
}

/**
 * Job: each workspace in use has one webhook in Frame.io, pointing here, active, with a secret that we know; the others go.
 * What cannot be had now is written down with its reason, and looked for again within the hour (X8, X18).
 */
export async function tendWebhooks(context: JobContext, deps: TendDeps): Promise<void> {
  if (!(await isServiceOn(deps))) return;
  const wanted = await wantedWorkspaces(deps);
  for (const { workspace } of wanted.values()) await deps.webhooks.claim(workspace);
  const failures: IntegrationError[] = [];
  for (const webhook of await deps.webhooks.list()) {
    context.signal.throwIfAborted();
    try {
      await tendOne(webhook, wanted.get(keyOf(webhook))?.people, context, deps);
    } catch (error) {
      if (!(error instanceof IntegrationError) || hasCode(error, 'interrupted', 'cancelled')) throw error;
      // One workspace that fails does not keep the others from having theirs.
      if (webhook.state === 'missing') await deps.webhooks.save({ ...webhook, failure: failureOf(error) });
      failures.push(error);
    }
  }
  const again = failures.find(({ retryable }) => retryable);
  if (again) throw again;
}

interface Wanted {
  readonly workspace: WorkspaceRef;
  /** Who wants it: asked before others. */
  readonly people: string[];
}

/** Workspaces of bound and of synchronised folders. */
async function wantedWorkspaces({ bindings, syncs }: TendDeps): Promise<Map<string, Wanted>> {
  const wanted = new Map<string, Wanted>();
  for (const { creator, workspaces } of await bindings.list()) {
    for (const workspace of workspaces.filter(({ state }) => state !== 'removed')) want(wanted, workspace, creator);
  }
  for (const sync of await syncs.list()) want(wanted, sync, sync.owner);
  return wanted;
}

function want(wanted: Map<string, Wanted>, workspace: WorkspaceRef, person: string): void {
  const known = wanted.get(keyOf(workspace));
  if (known) known.people.push(person);
  else wanted.set(keyOf(workspace), { workspace, people: [person] });
}

const keyOf = ({ accountId, workspaceId }: WorkspaceRef) => `${accountId} ${workspaceId}`;

/** @param people - Who wants it; undefined: nobody does any more. */
function tendOne(
  webhook: Webhook,
  people: readonly string[] | undefined,
  context: JobContext,
  deps: TendDeps,
): Promise<void> {
  if (people === undefined) return remove(webhook, context, deps);
  const refusal = whyNone(deps);
  return refusal ? refuse(webhook, refusal, context, deps) : ensure(webhook, people, context, deps);
}

/** Why there is no webhook at all; undefined: there may be. */
export function whyNone({ options }: Pick<Deps, 'options'>): Failure | undefined {
  const { webhooks, webhooksUrl } = options;
  if (webhooks === 'off') return { code: 'webhook-off', params: [] };
  if (webhooks === 'always' || isPublicAddress(webhooksUrl)) return undefined;
  return { code: 'webhook-address-not-public', params: [webhooksUrl] };
}

async function refuse(webhook: Webhook, failure: Failure, context: JobContext, deps: TendDeps): Promise<void> {
  const isGone =
    webhook.webhookId === undefined || (await withSomebody(webhook, [], context, deps, removal(webhook, deps)));
  const gone = isGone ? { webhookId: undefined, state: 'missing' as const } : {};
  await deps.webhooks.save({ ...webhook, ...gone, failure, checkedAt: deps.clock.now() });
}

async function remove(webhook: Webhook, context: JobContext, deps: TendDeps): Promise<void> {
  const isGone = await withSomebody(webhook, [], context, deps, removal(webhook, deps));
  // Nobody may look, and as far as we know there is nothing to be found.
  if (isGone || webhook.webhookId === undefined) return deps.webhooks.delete(webhook.id);
  await deps.webhooks.save({ ...webhook, state: 'removing', checkedAt: deps.clock.now() });
}

/** A lost answer may have left one whose id we never saw: it is known by our address. */
function removal(webhook: Webhook, { options }: TendDeps): (frameio: Frameio) => Promise<boolean> {
  return async (frameio) => {
    const all = await frameio.webhooks.list(webhook);
    const ours = all.filter((one) => one.webhookId === webhook.webhookId || isAddressOf(one, webhook.id, options));
    for (const one of ours) await frameio.webhooks.delete(one);
    return true;
  };
}

const isAddressOf = ({ url }: FrameioWebhook, id: string, { webhooksUrl }: Deps['options']) =>
  url === `${webhooksUrl}/${id}`;

async function ensure(webhook: Webhook, people: readonly string[], context: JobContext, deps: TendDeps): Promise<void> {
  const isRight = await withSomebody(webhook, people, context, deps, (frameio, username) =>
    putRight(webhook, frameio, username, deps),
  );
  // One that worked when it was last seen is taken to work until somebody can look.
  if (isRight || webhook.state === 'active') return;
  const failure: Failure = { code: 'webhook-without-admin', params: [] };
  await deps.webhooks.save({ ...webhook, failure, checkedAt: deps.clock.now() });
}

/** Answers false where this person may look, but not change what is wrong. */
async function putRight(webhook: Webhook, frameio: Frameio, username: string, deps: TendDeps): Promise<boolean> {
  const all = await frameio.webhooks.list(webhook);
  const ours = all.find((one) => one.webhookId === webhook.webhookId);
  const secret = await deps.webhooks.secret(webhook.id);
  // Left behind by a lost answer, or by a database that is lost.
  const strays = all.filter((one) => one !== ours && one.url.startsWith(`${deps.options.webhooksUrl}/`));
  const isUsable = ours !== undefined && secret !== undefined;
  if (!(isUsable && isAsWanted(ours, webhook, deps)) || strays.length > 0) {
    if (!(await administers(webhook, frameio))) return false;
    for (const stray of strays) await frameio.webhooks.delete(stray);
  }
  if (!isUsable) return createAnew(webhook, ours, frameio, username, deps);
  if (!isAsWanted(ours, webhook, deps)) {
    await frameio.webhooks.update(ours, { ...wantedFor(webhook, deps), active: true });
  }
  await deps.webhooks.save(working(webhook, webhook.webhookId, webhook.creator ?? username, deps));
  return true;
}

/** A secret cannot be read again: where it is lost, or the webhook is, there is a new one. */
async function createAnew(
  webhook: Webhook,
  lost: FrameioWebhook | undefined,
  frameio: Frameio,
  username: string,
  deps: TendDeps,
): Promise<boolean> {
  if (lost) await frameio.webhooks.delete(lost);
  const { webhookId, secret } = await frameio.webhooks.create(webhook, wantedFor(webhook, deps));
  await deps.webhooks.save(working(webhook, webhookId, username, deps), secret);
  return true;
}

function working(webhook: Webhook, webhookId: string | undefined, creator: string, { clock }: TendDeps): Webhook {
  return { ...webhook, webhookId, creator, state: 'active', failure: undefined, checkedAt: clock.now() };
}

function wantedFor({ id }: Webhook, { options }: TendDeps) {
  return { name: 'Nuxeo', url: `${options.webhooksUrl}/${id}`, events: webhookEvents };
}

function isAsWanted({ url, active, events }: FrameioWebhook, webhook: Webhook, deps: TendDeps): boolean {
  const wanted = wantedFor(webhook, deps);
  return active && url === wanted.url && wanted.events.every((event) => events.includes(event));
}

async function administers({ accountId }: WorkspaceRef, frameio: Frameio): Promise<boolean> {
  const account = (await frameio.accounts.list()).find((one) => one.accountId === accountId);
  return account?.roles.some((role) => role === 'owner' || role === 'admin') ?? false;
}

type Attempt = (frameio: Frameio, username: string) => Promise<boolean>;

/** Tries in the name of who created it, who wants it, and then of whoever is connected. Answers whether somebody could. */
async function withSomebody(
  webhook: Webhook,
  people: readonly string[],
  context: JobContext,
  deps: TendDeps,
  attempt: Attempt,
): Promise<boolean> {
  for (const username of await candidates(webhook, people, deps)) {
    try {
      const frameio = (await deps.frameio.as(username)).withSignal(context.signal);
      if (await attempt(frameio, username)) return true;
    } catch (error) {
      if (!hasCode(error, ...passedOver)) throw error;
    }
  }
  return false;
}

async function candidates(
  { creator }: Webhook,
  people: readonly string[],
  { tokens }: Pick<Deps, 'tokens'>,
): Promise<string[]> {
  const connected = (await tokens.list('frameio')).filter(({ refusedAt }) => refusedAt === undefined);
  const names = [...(creator === undefined ? [] : [creator]), ...people, ...connected.map(({ username }) => username)];
  return [...new Set(names)].slice(0, MOST_PEOPLE);
}
