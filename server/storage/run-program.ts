import { spawn } from 'node:child_process';
import { chown, lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The unprivileged account under which PostgreSQL runs when we are root; undefined: our own. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
}

/** PostgreSQL refuses to run as root. 65534 is `nobody` everywhere and need not exist as a user. */
export function unprivilegedAccount(): Account {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}

export function runProgram(file: string, args: readonly string[], account: Account): Promise<ProgramResult> {
  const child = spawn(file, args, {
    ...account,
    cwd: '/',
    // Nothing of our environment: it may carry secrets, and the server outlives us.
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? -1, output }));
  });
}

/** Whether the account can enter a folder, or run a file, at this path. */
export async function canReach(path: string, account: Account): Promise<boolean> {
  const { exitCode } = await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], account);
  return exitCode === 0;
}

export async function giveTo(path: string, account: Account): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

export async function giveAllTo(folder: string, account: Account): Promise<void> {
  if (!account) return;
  await giveTo(folder, account);
  for (const path of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, path), account.uid, account.gid);
  }
}

export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
