import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';

export interface ProcessUse {
  /** User and system time, in seconds. */
  readonly cpuSeconds: number;
  /** Highest resident size so far, in MB of 1,000,000 bytes. */
  readonly peakRssMb: number;
}

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux a person can buy

/** What a process has used so far, children it waited for included. Linux only. */
export function processUse(pid: number): ProcessUse {
  const fields = statFields(pid);
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuSeconds: ticks / TICKS_PER_SECOND, peakRssMb: (Number(peak ?? 0) * 1024) / 1e6 };
}

/** From here on the peak is that of what happens from here on. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Of a server with a process for each connection: `peakRssMb` adds up what they share, so it says too much. */
export function usedInFolder(folder: string): ProcessUse {
  const uses = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && worksIn(entry, folder))
    .map((entry) => processUse(Number(entry)));
  return {
    cpuSeconds: uses.reduce((sum, use) => sum + use.cpuSeconds, 0),
    peakRssMb: uses.reduce((sum, use) => sum + use.peakRssMb, 0),
  };
}

function statFields(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false; // it ended meanwhile, or is not ours to look at
  }
}
