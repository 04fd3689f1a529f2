import type { RecordedCall } from '../../../sandbox/shared/control.ts';
import { signedHeaders } from '../../../sandbox/frameio/signature.ts';
import { TARGET } from '../../../sandbox/demo/scenes.ts';
import type { ActionRun, Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { rawRequest } from './raw.ts';
import type { World } from './world.ts';

/** A custom action as Frame.io knows it, with the secret that only it and the sidecar have. */
export interface KnownAction {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

export async function knownAction({ standIns }: World, name = 'Publish to Nuxeo'): Promise<KnownAction> {
  const created = (await standIns.calls('frameio', /\/actions$/)).flatMap(actionIn);
  const action = created.findLast((one) => one.name === name);
  if (!action) throw new Error(`no action ${name} was created`);
  return action;
}

function actionIn({ method, responseBody }: RecordedCall): (KnownAction & { name: string })[] {
  const { data } = (responseBody ?? {}) as { data?: KnownAction & { name: string } };
  return method === 'POST' && data?.secret ? [data] : [];
}

export interface Delivery {
  readonly secret?: string;
  readonly timestampSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly language?: string;
}

/** What Frame.io sends, or what somebody sends who pretends to be Frame.io. */
export function deliver(action: KnownAction, body: string, delivery: Delivery = {}): Promise<Response> {
  const { secret = action.secret, timestampSeconds, language = 'en' } = delivery;
  const signed = signedHeaders(body, { secret, ...(timestampSeconds === undefined ? {} : { timestampSeconds }) });
  return rawRequest('POST', action.url, language, { body, headers: { ...signed, ...delivery.headers } });
}

/** Runs the demo workspace's action on a selection; what the person sees. */
export function runOn(
  reviewer: Reviewer,
  resources: readonly { type: string; id: string }[],
  more: object = {},
): Promise<ActionRun & { attempts: { milliseconds: number }[] }> {
  return reviewer.run('Publish to Nuxeo', TARGET.workspaceId, [...resources], more) as Promise<
    ActionRun & { attempts: { milliseconds: number }[] }
  >;
}

/** What somebody in Frame.io sees who runs the demo workspace's action on a file. */
export async function answerTo(reviewer: Reviewer, fileId: string): Promise<ActionRun['answer']> {
  return (await runOn(reviewer, [{ type: 'file', id: fileId }])).answer;
}
