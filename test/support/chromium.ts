import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { withLock } from './lock.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser: the one of CHROMIUM_PATH, else an installed one, else one that is installed now. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = installed() ?? (await withLock('nuxeo-frameio-chromium', install));
  return chromium.launch({ executablePath, args: FLAGS });
}

function installed(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return isExecutable(given) ? given : fail(`CHROMIUM_PATH names ${given}, which cannot be started.`);
  return [...NAMES.flatMap(onPath), chromium.executablePath()].find(isExecutable);
}

function onPath(name: string): string[] {
  return ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)].map((folder) => join(folder, name));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Somebody else may have installed it while we waited for the lock. */
async function install(): Promise<string> {
  const failures: string[] = [];
  for (const steps of installed() ? [] : ways()) {
    try {
      for (const [command, ...args] of steps) await run(command, args);
      if (installed()) break;
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  return installed() ?? fail(`No Chromium is installed, and installing it failed: ${failures.join('; ')}.`);
}

type Command = readonly [string, ...string[]];

function ways(): (readonly Command[])[] {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const download: Command = [process.execPath, cli, 'install', 'chromium'];
  const debian: Command[] = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
  ];
  const isRoot = process.getuid?.() === 0;
  return isRoot && onPath('apt-get').some(isExecutable) ? [debian, [download]] : [[download]];
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-1000)));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr.trim()}`));
    });
  });
}

function fail(reason: string): never {
  throw new Error(`${reason} Install Chromium, or name an executable with CHROMIUM_PATH.`);
}
