import { until } from '../../../sandbox/environment/until.ts';
import type { Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import type { JobSeen } from '../../../sandbox/demo/watching.ts';
import type { StandIns } from './stand-ins.ts';

export interface Leftovers {
  /** Jobs that are not over. */
  readonly jobs: readonly string[];
  /** Locks that no review explains. */
  readonly locks: readonly string[];
  /** Files in Frame.io that never got their bytes. */
  readonly halfSent: readonly string[];
  /** Uploads in Nuxeo that belong to no document. */
  readonly batches: readonly string[];
}

interface WorldSeen {
  readonly environment: Environment;
  readonly administrator: Person;
  readonly standIns: StandIns;
}

const nothing: Leftovers = { jobs: [], locks: [], halfSent: [], batches: [] };

/** Waits until everything is over, and answers what is left behind even so. */
export async function leftovers(world: WorldSeen): Promise<Leftovers> {
  let seen: Leftovers = nothing;
  const isNothing = async () => {
    seen = await look(world);
    return Object.values(seen).every((list: readonly string[]) => list.length === 0);
  };
  await until('nothing to be left behind', isNothing, 30).catch(() => undefined);
  return seen;
}

async function look({ administrator, standIns }: WorldSeen): Promise<Leftovers> {
  const { jobs } = await administrator.api<{ jobs: JobSeen[] }>('GET', '/jobs?everybody=true&open=true&limit=200');
  const frameio = await standIns.control<unknown>('frameio', 'GET', 'world');
  const batches = await standIns.control<{ id: string }[]>('nuxeo', 'GET', 'batches');
  return {
    jobs: jobs.map((job) => `${job.kind} ${job.title}: ${job.state} ${job.failure?.code ?? ''}`),
    locks: await unexplainedLocks(administrator),
    halfSent: placeholdersIn(frameio),
    batches: batches.map((batch) => batch.id),
  };
}

async function unexplainedLocks(administrator: Person): Promise<string[]> {
  const query = "SELECT * FROM Document WHERE ecm:lockOwner LIKE '%' AND ecm:isVersion = 0";
  const { entries } = await administrator.nuxeo<{ entries: { uid: string; title: string; lockOwner?: string }[] }>(
    'GET',
    `/search/execute?pageSize=1000&query=${encodeURIComponent(query)}`,
    undefined,
    { 'fetch-document': 'lock' },
  );
  const explained = await Promise.all(entries.map((one) => isInReviewBy(administrator, one.uid, one.lockOwner)));
  return entries.filter((_one, index) => !explained[index]).map((one) => `${one.title} by ${one.lockOwner ?? '?'}`);
}

async function isInReviewBy(administrator: Person, uid: string, owner: string | undefined): Promise<boolean> {
  const review = await administrator
    .api<{ state: string; lockedBy: string | null }>('GET', `/documents/${uid}/review`)
    .catch(() => undefined);
  return review?.state === 'in-review' && review.lockedBy === owner;
}

function placeholdersIn(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(placeholdersIn);
  if (typeof tree !== 'object' || tree === null) return [];
  const { type, status, name } = tree as { type?: unknown; status?: unknown; name?: unknown };
  const own = type === 'file' && status === 'created' ? [String(name)] : [];
  return [...own, ...Object.values(tree).flatMap(placeholdersIn)];
}
