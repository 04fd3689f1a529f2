import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { table } from '../report.ts';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { startStage, type Stage } from '../transfer/stage.ts';
import { seedBindings, type SeededBinding } from './seed-bindings.ts';

export interface ActionBench {
  readonly bindings: number;
  readonly calls: number;
  readonly sidecarFlags: string;
}

const AT_ONCE = [1, 8, 32];

/** How many custom actions a second get their answer, each of a random binding, and how long the slowest wait. */
export async function benchActions({ bindings, calls, sidecarFlags }: ActionBench): Promise<string> {
  const stage = await startStage({ NODE_OPTIONS: sidecarFlags });
  try {
    const known = await stage.whileDown(() => seedBindings(stage.dataFolder, bindings));
    const agent = new Agent({ keepAlive: true, maxSockets: Math.max(...AT_ONCE) });
    await answers(stage, known, agent, 200, 8); // warm
    const rows: string[][] = [];
    for (const atOnce of AT_ONCE) rows.push(row(atOnce, await answers(stage, known, agent, calls, atOnce)));
    agent.destroy();
    const head = ['calls at once', 'answers/s', 'p50', 'p99', 'slowest', 'not “Success”'];
    return `${bindings} bindings, ${calls} calls a row, each starts a job.\n\n${table(head, rows)}`;
  } finally {
    await stage.stop();
  }
}

interface Answers {
  readonly seconds: number;
  readonly milliseconds: number[];
  readonly wrong: number;
}

async function answers(
  stage: Stage,
  known: SeededBinding[],
  agent: Agent,
  calls: number,
  atOnce: number,
): Promise<Answers> {
  const milliseconds: number[] = [];
  let [left, wrong] = [calls, 0];
  const lane = async () => {
    while (left-- > 0) {
      const binding = known[Math.floor(Math.random() * known.length)];
      if (!binding) throw new Error('no bindings');
      const askedAt = performance.now();
      const { url } = stage.environment.sidecar().ready as { url: string };
      const title = await call(url, binding, agent);
      milliseconds.push(performance.now() - askedAt);
      if (title !== 'Success') wrong += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { seconds: (performance.now() - startedAt) / 1000, milliseconds: milliseconds.sort((a, b) => a - b), wrong };
}

/** As Frame.io calls: signed, one file. Answers the title that the person would see. */
function call(sidecarUrl: string, { id, secret, workspaceId }: SeededBinding, agent: Agent): Promise<string> {
  const body = JSON.stringify({
    account_id: TARGET.accountId,
    interaction_id: randomUUID(),
    resource: { id: randomUUID(), type: 'file' },
    user: { id: randomUUID() },
    workspace: { id: workspaceId },
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-frameio-request-timestamp': timestamp,
    'x-frameio-signature': signature,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${sidecarUrl}/actions/${id}`, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('error', reject).on('end', () => resolve((JSON.parse(text) as { title?: string }).title ?? text));
    });
    sent.on('error', reject).end(body);
  });
}

function row(atOnce: number, { seconds, milliseconds, wrong }: Answers): string[] {
  const at = (share: number) =>
    milliseconds[Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * share))] ?? 0;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    String(atOnce),
    (milliseconds.length / seconds).toFixed(0),
    ms(at(0.5)),
    ms(at(0.99)),
    ms(at(1)),
    String(wrong),
  ];
}
