import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  readonly pid: number;
  say(word: string): void;
  /** The next thing it says. */
  heard<T>(): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a script of the bench in a process of its own; it ends when we do. */
export function startChild(script: URL, env: Record<string, string> = {}, nodeFlags: readonly string[] = []): Child {
  const child = fork(script, { env: { ...process.env, ...env }, execArgv: [...nodeFlags] });
  const messages = inbox(child);
  return {
    pid: child.pid ?? 0,
    say: (word) => void child.send(word),
    heard: async <T>() => (await messages()) as T,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** In order, and none is lost between two readers. */
function inbox(child: ChildProcess): () => Promise<unknown> {
  const unread: unknown[] = [];
  let wake: () => void = () => undefined;
  let end: Error | undefined;
  child.on('message', (message) => {
    unread.push(message);
    wake();
  });
  child.once('exit', (code, signal) => {
    end = new Error(`${child.spawnargs.at(-1) ?? ''} ended with ${code ?? signal}`);
    wake();
  });
  return async () => {
    while (unread.length === 0) {
      if (end) throw end;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return unread.shift();
  };
}

// The other side.

export function say(message: unknown): void {
  process.send?.(message);
}

export async function heard(word: string): Promise<void> {
  for (;;) {
    const [message] = (await once(process, 'message')) as unknown[];
    if (message === word) return;
  }
}

export function endWithParent(): void {
  process.once('disconnect', () => process.exit());
}
