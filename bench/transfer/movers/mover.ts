import { endWithParent, heard, say } from '../child.ts';

export interface Job {
  readonly from: string;
  /** A part goes to `<to>/<index>`. */
  readonly to: string;
  readonly size: number;
  readonly partSize: number;
  readonly lanes: number;
}

/** The frame of a mover's process: moves when told to, says when it has, and stays until it was measured. */
export async function runMover(move: (job: Job) => Promise<void>): Promise<void> {
  endWithParent();
  say('ready');
  await heard('go');
  await move(JSON.parse(process.env['JOB'] ?? '{}') as Job);
  say('done');
}

export interface JobPart {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

export function partsOf({ size, partSize }: Job): JobPart[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => {
    const start = index * partSize;
    const end = Math.min(size, start + partSize) - 1;
    return { index, start, end, length: end - start + 1 };
  });
}

/** So many at a time, each with the next part that nobody has. */
export async function onLanes(job: Job, move: (part: JobPart) => Promise<void>): Promise<void> {
  const left = partsOf(job);
  const lane = async () => {
    for (let part = left.shift(); part; part = left.shift()) await move(part);
  };
  await Promise.all(Array.from({ length: job.lanes }, lane));
}
