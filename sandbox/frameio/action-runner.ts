import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Resource } from './events.ts';
import type { Action, Person, Project } from './model.ts';
import type { Sandbox } from './sandbox.ts';
import { signedHeaders } from './signature.ts';
import type { World } from './store.ts';
import type { Switches } from './switches.ts';

export interface ActionRun {
  resources: Resource[];
  /** The values of a form; with the interaction id of the answer that held the form. */
  data?: Record<string, unknown> | undefined;
  interactionId?: string | undefined;
  /** What somebody who does not know the secret, or replays old traffic, would send. */
  tamper?: 'bad-signature' | 'no-signature' | 'old-timestamp' | 'future-timestamp' | 'changed-body' | undefined;
}

export interface Attempt {
  status?: number;
  error?: string;
  milliseconds: number;
}

/** What the person who ran the action sees. */
export interface ActionResult {
  interactionId: string;
  status?: number;
  answer?: unknown;
  shows: 'nothing' | 'message' | 'form' | 'error';
  attempts: Attempt[];
}

const TEN_MINUTES = 600;

/** Runs a custom action as a person would from a selection, with the deadline and the repeats of the service. */
export async function runAction(
  sandbox: Sandbox,
  action: Action,
  person: Person,
  run: ActionRun,
): Promise<ActionResult> {
  const interactionId = run.interactionId ?? randomUUID();
  const body = JSON.stringify(payload(sandbox, action, person, { ...run, interactionId }));
  const { retries, timeoutMs } = sandbox.switches.actionRetry;
  const attempts: Attempt[] = [];
  while (attempts.length <= retries) {
    const { attempt, text } = await send(action, body, run, timeoutMs || action.timeoutSeconds * 1000);
    attempts.push(attempt);
    if (attempt.status !== undefined) return { interactionId, attempts, ...seen(attempt.status, text) };
  }
  return { interactionId, attempts, shows: 'error' };
}

function payload(
  { world, switches }: Sandbox,
  action: Action,
  person: Person,
  run: ActionRun & { interactionId: string },
) {
  const resources = run.resources.map((resource) => actionable(world, switches.stackActionResource, resource));
  const [first] = resources;
  const project = first && projectOf(world, first);
  return {
    account_id: world.workspaces.get(action.workspaceId)?.accountId ?? '',
    action_id: action.id,
    interaction_id: run.interactionId,
    ...(project ? { project: { id: project.id } } : {}),
    ...(action.multiAsset ? { resources } : { resource: first }),
    type: action.event,
    user: { id: person.id },
    workspace: { id: action.workspaceId },
    ...(run.data ? { data: run.data } : {}),
  };
}

/** The guide says that an action on a stack names its head file; its list of types has `version_stack`, too. */
function actionable(world: World, naming: Switches['stackActionResource'], resource: Resource): Resource {
  const asset = world.asset(resource.id);
  if (asset?.type !== 'version_stack') return { id: resource.id, type: asset?.type ?? resource.type };
  const head = world.versions(asset).at(-1);
  if (!head || naming === 'stack') return { id: asset.id, type: 'version_stack' };
  return { id: head.id, type: naming === 'head-as-file' ? 'file' : 'version_stack' };
}

function projectOf(world: World, resource: Resource): Project | undefined {
  const asset = world.asset(resource.id);
  return asset && world.projects.get(asset.projectId);
}

async function send(action: Action, body: string, { tamper }: ActionRun, timeoutMs: number) {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const answer = await fetch(action.url, {
      method: 'POST',
      headers: headersFor(body, action.secret, tamper),
      body: tamper === 'changed-body' ? `${body} ` : body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    return { attempt: { status: answer.status, milliseconds: elapsed() }, text };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { attempt: { error: reason, milliseconds: elapsed() }, text: '' };
  }
}

function headersFor(body: string, secret: string, tamper: ActionRun['tamper']): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  if (tamper === 'bad-signature') return signedHeaders(body, { secret: `${secret}x` });
  if (tamper === 'old-timestamp') return signedHeaders(body, { secret, timestampSeconds: now - TEN_MINUTES });
  if (tamper === 'future-timestamp') return signedHeaders(body, { secret, timestampSeconds: now + TEN_MINUTES });
  const headers = signedHeaders(body, { secret });
  if (tamper === 'no-signature') delete headers['x-frameio-signature'];
  return headers;
}

/** An answer is nothing, a message, or a form, whose submission may be answered by another form. */
function seen(status: number, text: string): Pick<ActionResult, 'status' | 'answer' | 'shows'> {
  if (status < 200 || status > 299) return { status, answer: text, shows: 'error' };
  if (text.trim() === '') return { status, shows: 'nothing' };
  const parsed = actionAnswer.safeParse(jsonOf(text));
  if (!parsed.success) return { status, answer: text, shows: 'error' };
  return { status, answer: parsed.data, shows: 'fields' in parsed.data ? 'form' : 'message' };
}

const common = { label: z.string(), name: z.string(), value: z.unknown().optional() };
const option = z.object({ name: z.string(), value: z.string() });
const field = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.enum(['text', 'textarea', 'boolean', 'checkbox']) }),
  z.object({ ...common, type: z.literal('select'), options: z.array(option).min(1) }),
  z.object({ ...common, type: z.literal('link'), value: z.url() }),
]);
const actionAnswer = z.union([
  z.object({ title: z.string(), description: z.string(), fields: z.array(field).min(1) }),
  z.object({ title: z.string(), description: z.string() }),
]);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
