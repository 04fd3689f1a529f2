import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { PARENT_WATCH_VARIABLE } from './end-with-parent.ts';

export { endWithParent } from './end-with-parent.ts';

export interface StartOptions {
  /** Used in messages. */
  name: string;
  /** Path of the script, run by the Node that runs us. */
  script: string;
  args?: readonly string[];
  /** On top of our own environment. */
  env: Readonly<Record<string, string>>;
  /** Receives everything the process prints; appended to. */
  logFile?: string;
  readyTimeoutSeconds?: number;
  /** For a script that does not call `endWithParent()` itself, such as the sidecar. */
  watchParent?: boolean;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  /** What the script printed as its JSON line with `"ready": true`. */
  readonly ready: unknown;
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL after 5 seconds. Resolves when the process is gone; may be repeated. */
  stop(): Promise<ProcessExit>;
}

const STOP_MILLISECONDS = 5_000;
const STDERR_KEPT_CHARACTERS = 8_000;

/**
 * Starts a script in a process of its own and waits for its ready line.
 *
 * The process never outlives ours, however ours ends.
 *
 * @throws Error with the end of the process's stderr, when it ended or the time passed before the line came.
 */
export async function startProcess(options: StartOptions): Promise<RunningProcess> {
  const child = spawnScript(options);
  const exited = exitOf(child);
  const log = options.logFile === undefined ? undefined : openLog(options.logFile);
  const stderr = readStderr(child, log);
  const stop = () => stopChild(child, exited);

  try {
    const ready = await readyLine(child, options, log);
    const { pid } = child;
    if (pid === undefined) throw new Error('no process id');
    return { ready, pid, exited, stop, kill: (signal) => void child.kill(signal) };
  } catch (cause) {
    await stop();
    await lastWords(child);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${options.name} did not start: ${reason}\n${stderr()}`.trimEnd(), { cause });
  }
}

function spawnScript({ script, args = [], env, watchParent }: StartOptions): ChildProcess {
  const preload = watchParent ? ['--import', new URL('watch-parent.ts', import.meta.url).href] : [];
  const child = spawn(process.execPath, [...preload, script, ...args], {
    env: { ...process.env, ...env, [PARENT_WATCH_VARIABLE]: '1' },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => undefined); // nothing is ever written; the pipe only tells the child that we live
  endChildWithUs(child);
  return child;
}

async function exitOf(child: ChildProcess): Promise<ProcessExit> {
  const [code, signal] = (await once(child, 'exit').catch(() => [null, null])) as [
    number | null,
    NodeJS.Signals | null,
  ];
  return { code, signal };
}

/** Bounded, since a grandchild may hold the other end of the pipe. */
async function lastWords(child: ChildProcess): Promise<void> {
  if (child.stderr === null || child.stderr.closed) return;
  await once(child.stderr, 'close', { signal: AbortSignal.timeout(500) }).catch(() => undefined);
}

function openLog(file: string): WriteStream {
  mkdirSync(dirname(file), { recursive: true });
  return createWriteStream(file, { flags: 'a' });
}

function readStderr(child: ChildProcess, log: WriteStream | undefined): () => string {
  let kept = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-STDERR_KEPT_CHARACTERS);
    log?.write(text);
  });
  child.once('close', () => log?.end());
  return () => kept;
}

function readyLine(child: ChildProcess, options: StartOptions, log: WriteStream | undefined): Promise<unknown> {
  const seconds = options.readyTimeoutSeconds ?? 60;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ready line within ${seconds} s`)), seconds * 1000);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      finish();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) => settle(() => reject(new Error(`it ended with ${code ?? signal}`))));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      log?.write(`${line}\n`);
      const ready = parseReady(line);
      if (ready !== undefined) settle(() => resolve(ready));
    });
  });
}

function parseReady(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as { ready?: unknown };
    return value.ready === true ? value : undefined;
  } catch {
    return undefined;
  }
}

async function stopChild(child: ChildProcess, exited: Promise<ProcessExit>): Promise<ProcessExit> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
  return exited.finally(() => clearTimeout(timer));
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function endChildWithUs(child: ChildProcess): void {
  const end = () => void child.kill('SIGTERM');
  const onSignal = (signal: NodeJS.Signals) => {
    end();
    detach();
    // A handler of the host decides when to leave; without one the signal keeps its meaning.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const detach = () => {
    process.off('exit', end);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };

  process.on('exit', end);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  child.once('exit', detach);
}
