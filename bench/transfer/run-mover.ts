import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startChild, type Child } from './child.ts';
import type { Job } from './movers/mover.ts';
import { capEnv, type Cap } from './pace.ts';
import { processUse, type ProcessUse } from './proc-stat.ts';

export interface Result extends ProcessUse {
  readonly seconds: number;
  readonly mbPerSecond: number;
  readonly cpuPerGb: number;
}

export interface Peers {
  readonly from: string;
  readonly to: string;
  stop(): Promise<void>;
}

export async function startPeers(size: number, caps: { source: Cap; sink: Cap }): Promise<Peers> {
  const source = startChild(new URL('fast-source.ts', import.meta.url), { ...capEnv(caps.source), SIZE: String(size) });
  const sink = startChild(new URL('fast-sink.ts', import.meta.url), capEnv(caps.sink));
  const [from, to] = await Promise.all([originOf(source), originOf(sink)]);
  return {
    from: `${from}/file`,
    to: `${to}/parts`,
    stop: async () => void (await Promise.all([source.stop(), sink.stop()])),
  };
}

async function originOf(child: Child): Promise<string> {
  const { port } = await child.heard<{ port: number }>();
  return `http://127.0.0.1:${port}`;
}

export async function runMoverScript(script: string, job: Job, nodeFlags: readonly string[] = []): Promise<Result> {
  const child = startChild(new URL(`movers/${script}.ts`, import.meta.url), { JOB: JSON.stringify(job) }, nodeFlags);
  try {
    await child.heard();
    const before = processUse(child.pid);
    const startedAt = performance.now();
    child.say('go');
    await child.heard();
    return resultOf(job.size, performance.now() - startedAt, before, processUse(child.pid));
  } finally {
    await child.stop();
  }
}

/** One connection, whole file: what a person at a shell would type. */
export async function runCurl(job: Job): Promise<Result> {
  const command = `curl -s "$FROM" | curl -s -o /dev/null -T - -H "Content-Length: $SIZE" -H "Transfer-Encoding:" -H "Expect:" "$TO/0"; echo done; read`;
  const env = { ...process.env, FROM: job.from, TO: job.to, SIZE: String(job.size) };
  const startedAt = performance.now();
  const shell = spawn('bash', ['-c', command], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(createInterface({ input: shell.stdout }), 'line');
    const nothing = { cpuSeconds: 0, peakRssMb: 0 };
    return resultOf(job.size, performance.now() - startedAt, nothing, {
      ...processUse(shell.pid ?? 0),
      peakRssMb: NaN,
    });
  } finally {
    shell.stdin.end('\n');
  }
}

export function resultOf(size: number, ms: number, before: ProcessUse, after: ProcessUse): Result {
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    seconds: ms / 1000,
    mbPerSecond: size / 1e6 / (ms / 1000),
    cpuSeconds,
    cpuPerGb: cpuSeconds / (size / 1e9),
    peakRssMb: after.peakRssMb,
  };
}
