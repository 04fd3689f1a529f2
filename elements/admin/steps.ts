import type { CheckAnswer } from '../../server/contract/provider.ts';

export type CheckLine = CheckAnswer['lines'][number];

/** Steps of the guided set-up, with the lines of the check that belong to each. */
export const steps = [
  { id: 'nuxeo', lines: ['nuxeo-reachable', 'nuxeo-client', 'nuxeo-credentials'] },
  { id: 'provider', lines: ['provider', 'scopes', 'ims-reachable', 'frameio-reachable', 'credentials'] },
  { id: 'public', lines: ['public-url', 'redirect-url', 'actions-url', 'signature', 'webhook'] },
  { id: 'account', lines: ['nuxeo-token', 'frameio-token'] },
  { id: 'mail', lines: ['mail', 'clock'] },
] as const;
export type Step = (typeof steps)[number];
export type StepId = Step['id'];

/** `blocked`: another line has to be solved first. */
export type Mark = 'unknown' | 'good' | 'bad' | 'blocked';

/** Without these people cannot sign in or bind. Mail, a public address for Frame.io and one's own account can wait. */
const needed: readonly string[] = [
  ...['provider', 'scopes', 'nuxeo-reachable', 'frameio-reachable', 'ims-reachable'],
  ...['public-url', 'redirect-url', 'nuxeo-client', 'nuxeo-credentials', 'credentials'],
];

export function markOf(line: CheckLine | undefined): Mark {
  if (!line) return 'unknown';
  if (line.ok) return 'good';
  return line.code === 'not-checked' ? 'blocked' : 'bad';
}

export function lineOf(id: string, lines: readonly CheckLine[] | undefined): CheckLine | undefined {
  return lines?.find((line) => line.id === id);
}

export function markOfStep({ lines: ids }: Pick<Step, 'lines'>, lines: readonly CheckLine[] | undefined): Mark {
  const marks = ids.map((id) => markOf(lineOf(id, lines)));
  if (marks.includes('bad')) return 'bad';
  if (marks.includes('blocked')) return 'blocked';
  return marks.includes('unknown') ? 'unknown' : 'good';
}

export interface Outcome {
  /** Folders can now be bound (N34). */
  readonly isReady: boolean;
  /** How many lines are not green. */
  readonly open: number;
}

export function outcomeOf(lines: readonly CheckLine[] | undefined): Outcome | undefined {
  if (!lines) return undefined;
  const isReady = needed.every((id) => lineOf(id, lines)?.ok);
  return { isReady, open: lines.filter(({ ok }) => !ok).length };
}
