import type { JsonObject } from './job.ts';

/** What a document that carries one of our facets turned out to be. */
export const rebuildFindings = [
  /** The database knows it. */
  'known',
  /** A bound folder that waits for its owner. */
  'binding',
  /** A synchronised folder that waits for its owner. */
  'sync',
  /** In review: waits for the owner of its lock. */
  'review',
  /** Comes back with the binding or the synchronisation of its folder. */
  'asset',
  // what did not match
  'copied',
  'incomplete',
  'not-locked',
  'outside',
] as const;
export type RebuildFinding = (typeof rebuildFindings)[number];

/** Nothing can be done about these by a confirmation; each is named in the report. */
export const unmatchedFindings: readonly RebuildFinding[] = ['copied', 'incomplete', 'not-locked', 'outside'];

export interface Unmatched {
  readonly uid: string;
  readonly path: string;
  readonly finding: RebuildFinding;
}

export interface RebuildReport {
  readonly counts: Readonly<Record<RebuildFinding, number>>;
  /** The first of them. */
  readonly unmatched: readonly Unmatched[];
}

const MOST_NAMED = 200;

export const emptyReport: RebuildReport = {
  counts: Object.fromEntries(rebuildFindings.map((finding) => [finding, 0])) as Record<RebuildFinding, number>,
  unmatched: [],
};

export function withFinding(report: RebuildReport, { uid, path, finding }: Unmatched): RebuildReport {
  const isNamed = unmatchedFindings.includes(finding) && report.unmatched.length < MOST_NAMED;
  return {
    counts: { ...report.counts, [finding]: report.counts[finding] + 1 },
    unmatched: isNamed ? [...report.unmatched, { uid, path, finding }] : report.unmatched,
  };
}

export function addedUp(one: RebuildReport, other: RebuildReport): RebuildReport {
  const sums = rebuildFindings.map((finding) => [finding, one.counts[finding] + other.counts[finding]]);
  return {
    counts: Object.fromEntries(sums) as Record<RebuildFinding, number>,
    unmatched: [...one.unmatched, ...other.unmatched].slice(0, MOST_NAMED),
  };
}

/** As a job remembers it. */
export function reportIn(memory: JsonObject, name: 'folders' | 'documents'): RebuildReport {
  const known = memory[name] as unknown as RebuildReport | undefined;
  return known ? { ...known, counts: { ...emptyReport.counts, ...known.counts } } : emptyReport;
}
