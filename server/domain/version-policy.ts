import type { VersionRule } from './binding.ts';

/** What is sent with the write that brings new content (N73). */
export interface VersionRequest {
  readonly version?: 'minor' | 'major';
  /** Marks the write for the server's own rules. */
  readonly source: 'frameio';
}

export function versionRequest(rule: VersionRule): VersionRequest {
  return rule === 'policy' ? { source: 'frameio' } : { source: 'frameio', version: rule };
}

/** Rules of the server that made no version would lose the round: then a minor one is made. */
export function versionStillMissing(rule: VersionRule, isCheckedOutAfterwards: boolean): boolean {
  return rule === 'policy' && isCheckedOutAfterwards;
}
