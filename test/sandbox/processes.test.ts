import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../sandbox/shared/free-port.ts';
import { startProcess, type RunningProcess, type StartOptions } from '../../sandbox/shared/processes.ts';

const STAND_IN = pathTo('./children/stand-in.ts');
const started: RunningProcess[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.stop()));
});

describe('a process', () => {
  it('is there once it has said so, with its environment', async () => {
    const child = await start({ env: { GREETING: 'hello' } });
    expect(child.ready).toMatchObject({ ready: true, greeting: 'hello' });
    expect(await answers(portOf(child.ready))).toBe(true);
  });

  it('that ends before it is ready fails with its own words', async () => {
    await expect(start({ args: ['dies'] })).rejects.toThrow(
      /^the stand-in did not start: it ended with 3\nThe port is taken$/,
    );
  });

  it('that never gets ready is ended', async () => {
    await expect(start({ args: ['silent'], readyTimeoutSeconds: 0.5 })).rejects.toThrow('no ready line within 0.5 s');
  });

  it('whose script does not exist fails at once', async () => {
    await expect(start({ script: pathTo('./children/nobody.ts') })).rejects.toThrow('Cannot find module');
  });

  it('can be stopped twice, and has its time to say goodbye', async () => {
    const child = await start({ args: ['polite'] });
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    expect(await answers(portOf(child.ready))).toBe(false);
  });

  it('can be killed, and tells that it was', async () => {
    const child = await start({ args: ['stubborn'] });
    child.kill('SIGKILL');
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('writes all it says into its log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'processes-'));
    const logFile = join(folder, 'logs', 'stand-in.log');
    const child = await start({ args: ['polite'], logFile });
    await child.stop();
    await expect.poll(() => readFile(logFile, 'utf8')).toContain('goodbye');
    expect(await readFile(logFile, 'utf8')).toContain('some words first\n');
    await rm(folder, { recursive: true });
  });

  it('leaves no listener behind on ours', async () => {
    const before = listeners();
    const child = await start({});
    expect(listeners()).toBeGreaterThan(before);
    await child.stop();
    expect(listeners()).toBe(before);
  });
});

describe('children end when their parent', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('gets %s', async (signal) => {
    const { parent, ports } = await startParent('wait');
    expect(await allAnswer(ports)).toEqual([true, true]);

    const exit = once(parent, 'exit');
    parent.kill(signal);
    expect(await exit).toEqual([null, signal]);
    await expect.poll(() => allAnswer(ports), { timeout: 4_000 }).toEqual([false, false]);
  });

  it.each([
    ['throws what nobody catches', 'throw', 1],
    ['leaves by itself', 'exit', 0],
  ])('%s', async (_name, ending, code) => {
    const { parent, ports } = await startParent(ending);
    if (parent.exitCode === null) await once(parent, 'exit');
    expect(parent.exitCode).toBe(code);
    await expect.poll(() => allAnswer(ports), { timeout: 4_000 }).toEqual([false, false]);
  });
});

describe("the sandbox's own processes", () => {
  it('mail gets ready and ends on SIGTERM', async () => {
    const mail = await start({ script: pathTo('../../sandbox/mail/main.ts') });
    const { smtpUrl, webUrl } = mail.ready as { smtpUrl: string; webUrl: string };
    expect(smtpUrl).toMatch(/^smtp:/);
    expect((await fetch(webUrl)).status).toBe(200);
    expect(await mail.stop()).toEqual({ code: 0, signal: null });
  });

  it('proxy gets ready on the port it was given, and ends on SIGTERM', async () => {
    const port = await freePort();
    const env = { PROXY_PORT: String(port), NUXEO_URL: 'http://127.0.0.1:9', SIDECAR_URL: 'http://127.0.0.1:9' };
    const proxy = await start({ script: pathTo('../../sandbox/proxy/main.ts'), env });
    expect(proxy.ready).toEqual({ ready: true, url: `http://127.0.0.1:${port}` });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(502);
    expect(await proxy.stop()).toEqual({ code: 0, signal: null });
  });

  it('one started by hand goes on when its input ends', async () => {
    const child = spawn(process.execPath, [STAND_IN], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.end();
    await once(child.stdout, 'data');
    await wait(100); // the end of its input has long arrived by then
    child.kill();
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });
});

describe('a free port', () => {
  it('can be listened on', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    expect(port).toBeGreaterThan(1023);
  });
});

async function start(options: Partial<StartOptions>): Promise<RunningProcess> {
  const child = await startProcess({ name: 'the stand-in', script: STAND_IN, env: {}, ...options });
  started.push(child);
  return child;
}

async function startParent(ending: string) {
  const parent = spawn(process.execPath, [pathTo('./children/parent.ts'), ending], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent, ports: (JSON.parse(line.toString()) as unknown[]).map(portOf) };
}

function portOf(ready: unknown): number {
  return (ready as { port: number }).port;
}

function allAnswer(ports: number[]): Promise<boolean[]> {
  return Promise.all(ports.map(answers));
}

/** Whether the process is alive; its id would say so of one that ended and was not yet collected, too. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  return once(socket.resume(), 'connect').then(
    () => true,
    () => false,
  );
}

function listeners(): number {
  return ['exit', 'SIGINT', 'SIGTERM'].reduce((count, name) => count + process.listenerCount(name), 0);
}

function pathTo(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
