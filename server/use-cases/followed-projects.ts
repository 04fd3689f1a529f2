import type { ProjectRef } from '../domain/refs.ts';
import type { Deps } from './deps.ts';

/** Whether anything here comes from a project: what happens in others costs no more than this question. */
export interface FollowedProjects {
  has(project: ProjectRef): Promise<boolean>;
}

export interface FollowedOptions extends Pick<Deps, 'clock' | 'sleep'> {
  readonly load: () => Promise<readonly ProjectRef[]>;
}

/** However many events of foreign projects there are, the database is asked no more often than this. */
const PAUSE_MS = 2_000;

/**
 * Known projects are in memory. A project that is not waits for the next load, which begins after the question: one that
 * has just become followed is never taken for a foreign one.
 */
export function createFollowedProjects({ load, clock, sleep }: FollowedOptions): FollowedProjects {
  let known: ReadonlySet<string> = new Set();
  let loadedAt = -PAUSE_MS;
  let next: Promise<ReadonlySet<string>> | undefined;

  const reload = async () => {
    const pause = loadedAt + PAUSE_MS - clock.now().getTime();
    // Also without a pause: whoever asks has to have the promise before it is over.
    await (pause > 0 ? sleep(pause) : undefined);
    next = undefined;
    loadedAt = clock.now().getTime();
    known = new Set((await load()).map(keyOf));
    return known;
  };

  return {
    has: async (project) => {
      if (known.has(keyOf(project))) return true;
      next ??= reload();
      return (await next).has(keyOf(project));
    },
  };
}

const keyOf = ({ accountId, projectId }: ProjectRef) => `${accountId} ${projectId}`;

/** Those that are synchronised, or have an asset that is in review or went into a record. */
export async function followedProjects({ reviews, syncs }: Pick<Deps, 'reviews' | 'syncs'>): Promise<ProjectRef[]> {
  return [...(await syncs.list()), ...(await reviews.followedProjects())];
}
