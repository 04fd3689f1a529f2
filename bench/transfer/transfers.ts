import { table } from '../report.ts';
import { measureSidecar, type SidecarResult } from './measure-sidecar.ts';
import type { Job } from './movers/mover.ts';
import type { Cap } from './pace.ts';
import { runCurl, runMoverScript, startPeers, type Peers, type Result } from './run-mover.ts';
import { fullRounds, inWords, MIB } from './sizes.ts';

export interface TransferBench {
  readonly size: number;
  readonly cappedSize: number;
  /** One row's name, for a quick look. */
  readonly only: string | undefined;
  readonly sidecarFlags: string;
}

const LANES = 8;
const PART_SIZE = 16 * MIB;
/** What its stand-in asks for. */
const FRAMEIO_PART_SIZE = 20e6;
const NO_CAP: Cap = { bytesPerSecond: 0, requestDelayMs: 0 };
const CAP: Cap = { bytesPerSecond: 25e6, requestDelayMs: 30 };
const NOMINAL_MB_PER_SECOND = (LANES * CAP.bytesPerSecond) / 1e6;

type Way = (peers: Peers, size: number) => Promise<Result>;

const script =
  (name: string): Way =>
  (peers, size) =>
    runMoverScript(name, job(peers, size));
const ways: Readonly<Record<string, Way>> = {
  engine: script('engine'),
  curl: (peers, size) => runCurl(job(peers, size)),
  buffered: script('buffered'),
  fetch: script('fetch-stream'),
};
const names: Readonly<Record<string, string>> = {
  engine: 'our engine, 8 lanes',
  curl: '`curl \\| curl`, one connection',
  buffered: 'a part in memory at a time, 8 lanes',
  fetch: '`fetch` into `fetch`, 8 lanes',
};

export async function benchTransfers(bench: TransferBench): Promise<string> {
  const sections = [
    await alone('As fast as it goes', NO_CAP, bench.size, bench),
    await alone('25 MB/s per connection and 30 ms per request, both sides', CAP, bench.cappedSize, bench),
    await whole(bench),
  ];
  return sections.filter(Boolean).join('\n\n');
}

function job({ from, to }: Peers, size: number): Job {
  return { from, to, size, partSize: PART_SIZE, lanes: LANES };
}

async function alone(title: string, cap: Cap, wish: number, { only }: TransferBench): Promise<string> {
  const chosen = Object.entries(ways).filter(([name]) => only === undefined || only === name);
  if (chosen.length === 0) return '';
  const size = fullRounds(wish, PART_SIZE, LANES);
  const peers = await startPeers(size, { source: cap, sink: cap });
  const rows: string[][] = [];
  try {
    for (const [name, run] of chosen) rows.push(row(names[name] ?? name, await run(peers, size), cap));
  } finally {
    await peers.stop();
  }
  const head = ['The engine alone', 'MB/s', ...share(cap), 'CPU s/GB', 'peak RSS'];
  return `### ${title}: ${inWords(size)}, 16 MiB parts\n\n${table(head, rows)}`;
}

const share = (cap: Cap) => (cap === CAP ? ['of nominal'] : []);

function row(name: string, result: Result, cap: Cap): string[] {
  const { mbPerSecond, cpuPerGb, peakRssMb } = result;
  const part = cap === CAP ? [(mbPerSecond / NOMINAL_MB_PER_SECOND).toFixed(2)] : [];
  const memory = Number.isNaN(peakRssMb) ? '–' : `${peakRssMb.toFixed(0)} MB`;
  return [name, mbPerSecond.toFixed(0), ...part, cpuPerGb.toFixed(2), memory];
}

/** From the click to the end of the job, through queue, database, both adapters and the two stand-ins. */
async function whole({ only, size, cappedSize, sidecarFlags }: TransferBench): Promise<string> {
  if (only !== undefined && only !== 'sidecar') return '';
  const results = await measureSidecar(
    [
      { direction: 'push', cap: NO_CAP, size },
      { direction: 'publish', cap: NO_CAP, size },
      { direction: 'push', cap: CAP, size: fullRounds(4 * cappedSize, FRAMEIO_PART_SIZE, LANES) },
      { direction: 'publish', cap: CAP, size: fullRounds(4 * cappedSize, PART_SIZE, LANES) },
      { direction: 'push', cap: CAP, size: 1e6 },
      { direction: 'publish', cap: CAP, size: 1e6 },
    ],
    sidecarFlags,
  );
  const head = [
    'The whole sidecar',
    'size',
    's',
    'MB/s',
    'of nominal',
    'CPU s/GB',
    'PostgreSQL s/GB',
    'RSS before',
    'peak RSS',
  ];
  return `### Through the sidecar, \`node ${sidecarFlags}\`\n\n${table(head, results.map(sidecarRow))}`;
}

/** A small file moves nothing worth a rate: it shows what a job costs before and after the bytes. */
function sidecarRow({ run, result, postgresPerGb, rssBeforeMb }: SidecarResult): string[] {
  const isCapped = run.cap === CAP;
  const isSmall = run.size <= 1e6;
  const rate = (text: string) => (isSmall ? '–' : text);
  return [
    `${run.direction}, ${isCapped ? 'capped' : 'uncapped'}`,
    inWords(run.size),
    result.seconds.toFixed(1),
    rate(result.mbPerSecond.toFixed(0)),
    rate(isCapped ? (result.mbPerSecond / NOMINAL_MB_PER_SECOND).toFixed(2) : '–'),
    rate(result.cpuPerGb.toFixed(2)),
    rate(postgresPerGb.toFixed(2)),
    `${rssBeforeMb.toFixed(0)} MB`,
    `${result.peakRssMb.toFixed(0)} MB`,
  ];
}
