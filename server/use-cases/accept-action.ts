import type { Binding, VersionRule } from '../domain/binding.ts';
import { failureOf, IntegrationError, RuleError, type Failure } from '../domain/errors.ts';
import type { JsonObject } from '../domain/job.ts';
import type { ResourceRef } from '../domain/refs.ts';
import type { Deps } from './deps.ts';
import { requireService } from './guards.ts';
import { knownRefusal, runningJobs } from './known-refusal.ts';
import { publishForm, type ActionForm } from './publish-form.ts';
import type { PublishOptions } from './publish-resource.ts';

/** A call of a custom action whose signature was verified. */
export interface ActionCall {
  readonly interactionId: string;
  readonly accountId: string;
  readonly workspaceId: string | undefined;
  readonly clickerId: string | undefined;
  readonly resources: readonly Pick<ResourceRef, 'type' | 'id'>[];
  /** What the person filled in; undefined on the first call. */
  readonly form: Readonly<Record<string, unknown>> | undefined;
  /** Hash of the form's data: the step of the interaction. */
  readonly step: string;
}

export interface ActionMessage {
  readonly title: string;
  readonly description: string;
}
export type ActionAnswer = ActionMessage | ActionForm;

export type ActionDeps = Pick<
  Deps,
  | 'deliveries'
  | 'tokens'
  | 'bindings'
  | 'reviews'
  | 'providers'
  | 'frameio'
  | 'queue'
  | 'activity'
  | 'words'
  | 'clock'
  | 'ids'
  | 'options'
>;

/**
 * Answers a custom action from the database plus at most one read of Frame.io, and starts the work as jobs.
 * The same call again gets the same answer and starts nothing (N58, N59, N64, decisions 15, 16).
 */
export async function acceptAction(call: ActionCall, binding: Binding, deps: ActionDeps): Promise<ActionAnswer> {
  const key = `${binding.id}:${call.interactionId}:${call.step}`;
  const repeat = await deps.deliveries.claim(key);
  if (repeat?.answer) return repeat.answer as unknown as ActionAnswer;
  const answer = await decide(await withContext(call, deps), binding, deps);
  await deps.deliveries.answer(key, answer as unknown as JsonObject);
  return answer;
}

/** A form's submit may bring less than the first call did: the rest is remembered under the interaction. */
async function withContext(call: ActionCall, { deliveries }: ActionDeps): Promise<ActionCall> {
  const known = (await deliveries.interaction(call.interactionId)) as Partial<ActionCall> | undefined;
  const complete: ActionCall = {
    ...call,
    accountId: call.accountId || String(known?.accountId ?? ''),
    workspaceId: call.workspaceId ?? known?.workspaceId,
    clickerId: call.clickerId ?? known?.clickerId,
    resources: call.resources.length ? call.resources : (known?.resources ?? []),
  };
  if (!known) {
    const { accountId, workspaceId, clickerId, resources } = complete;
    const context = { accountId, workspaceId, clickerId, resources: resources.map((one) => ({ ...one })) };
    await deliveries.saveInteraction(call.interactionId, context);
  }
  return complete;
}

async function decide(call: ActionCall, binding: Binding, deps: ActionDeps): Promise<ActionAnswer> {
  try {
    await requireOpen(binding, deps);
    // Whoever may not publish here is told before the form is filled.
    const publisher = await publisherOf(call, binding, deps);
    if (!call.form)
      return (await publishForm(call, binding, deps)) ?? (await start(call, binding, {}, publisher, deps));
    const chosen = await chosenBy(call, binding, deps);
    return await start(call, chosen.binding, chosen.options, await publisherOf(call, chosen.binding, deps), deps);
  } catch (error) {
    if (!(error instanceof IntegrationError) || error.retryable) throw error;
    await tellRefused([failureOf(error)], binding, deps);
    return refusal([failureOf(error)], deps);
  }
}

async function tellRefused(failures: readonly Failure[], binding: Binding, { activity }: ActionDeps): Promise<void> {
  const line = { kind: 'refused', title: binding.folderPath, bindingId: binding.id } as const;
  for (const failure of failures) await activity.append({ ...line, failure });
}

async function requireOpen(binding: Binding, deps: ActionDeps): Promise<void> {
  if (binding.unboundAt) throw new RuleError('folder-not-bound');
  await requireService(deps);
}

interface Publisher {
  /** Nuxeo username in whose name the jobs run and who gets the mail. */
  readonly username: string;
  /** The real person, for the record. */
  readonly broughtBy: string;
}

async function publisherOf(call: ActionCall, binding: Binding, deps: ActionDeps): Promise<Publisher> {
  const { clickerId } = call;
  const linked =
    clickerId === undefined ? undefined : await deps.tokens.findPerson({ id: clickerId, adobeUserId: clickerId });
  if (linked !== undefined) return { username: linked, broughtBy: linked };
  if (!binding.rules.anyMember) throw new RuleError('publisher-not-connected');
  return { username: binding.creator, broughtBy: `Frame.io ${clickerId ?? ''}`.trim() };
}

/** A form may name another binding of the same workspace, and only one of those it offered. */
async function chosenBy(
  call: ActionCall,
  binding: Binding,
  deps: ActionDeps,
): Promise<{ binding: Binding; options: PublishOptions }> {
  const form = call.form ?? {};
  const folder = text(form['folder']);
  const offered = folder === undefined || folder === binding.id ? binding : await deps.bindings.get(folder);
  const { accountId, workspaceId } = call;
  const inWorkspace = offered?.workspaces.some((one) => one.accountId === accountId && one.workspaceId === workspaceId);
  if (!offered || offered.unboundAt || !(inWorkspace || offered.id === binding.id))
    throw new RuleError('folder-not-bound');
  const documentType = text(form['documentType']);
  const version = text(form['version']);
  const note = text(form['note']);
  return {
    binding: offered,
    options: {
      ...(documentType === undefined ? {} : { documentType: documentType.slice(0, 100) }),
      ...(isVersionRule(version) ? { version } : {}),
      ...(note === undefined ? {} : { note: note.slice(0, 1000) }),
    },
  };
}

function isVersionRule(value: string | undefined): value is VersionRule {
  return value === 'minor' || value === 'major' || value === 'policy';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

async function start(
  call: ActionCall,
  binding: Binding,
  options: PublishOptions,
  publisher: Publisher,
  deps: ActionDeps,
): Promise<ActionMessage> {
  const refused: Failure[] = [];
  const batchId = deps.ids.uuid();
  const running = await runningJobs(call, binding, deps);
  for (const resource of call.resources) {
    const failure = await knownRefusal(resource, call, running, deps);
    if (failure) refused.push(failure);
    else await enqueue(resource, call, binding, options, publisher, batchId, deps);
  }
  if (call.resources.length === 0) refused.push({ code: 'asset-not-found', params: ['–'] });
  if (refused.length === 0) {
    const { locale } = deps.options;
    const title = deps.words.text(locale, 'frameio.action.success');
    return { title, description: deps.words.text(locale, 'frameio.action.accepted') };
  }
  await tellRefused(refused, binding, deps);
  return refusal(refused, deps, call.resources.length - refused.length);
}

async function enqueue(
  resource: Pick<ResourceRef, 'type' | 'id'>,
  call: ActionCall,
  binding: Binding,
  options: PublishOptions,
  { username, broughtBy }: Publisher,
  batchId: string,
  { queue }: ActionDeps,
): Promise<void> {
  const { accountId, workspaceId, interactionId, step } = call;
  await queue.enqueue({
    kind: 'publish-resource',
    person: username,
    title: binding.actionName,
    batchId,
    bindingId: binding.id,
    payload: {
      ...{ accountId, workspaceId, type: resource.type, id: resource.id },
      ...{ broughtBy, interactionId, options: { ...options } },
    },
    key: `publish:${binding.id}:${interactionId}:${step}:${resource.id}`,
    exclusive: `publish:${binding.id}:${resource.id}`,
  });
}

/** Every refusal of a verified call is a sentence; several resources get one summary. */
export function refusal(
  failures: readonly Failure[],
  { words, options }: Pick<Deps, 'words' | 'options'>,
  accepted = 0,
): ActionMessage {
  const { locale } = options;
  const sentences = [...new Set(failures.map(({ code, params }) => words.error(locale, code, params)))];
  const summary =
    accepted > 0
      ? [words.text(locale, 'frameio.action.partly', [String(accepted), String(failures.length)]), ...sentences]
      : sentences;
  return { title: words.text(locale, 'frameio.action.refused'), description: summary.join(' ') };
}
