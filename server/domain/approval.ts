import type { ApprovalGate } from './binding.ts';

/** What sending back does to the lock (N102, N103). */
export type GateVerdict = 'unlock' | 'keep-locked' | 'refuse';

export interface ReviewStatus {
  /** undefined: nobody set a status. */
  readonly optionId: string | undefined;
  readonly label: string | undefined;
}

/**
 * @param approvedOptionIds - Options that count as approved in this account.
 * An empty status unlocks under `off` and `warn`: teams that do not use the field are not stopped by it.
 */
export function gateVerdict(
  gate: ApprovalGate,
  status: ReviewStatus,
  approvedOptionIds: readonly string[],
): GateVerdict {
  if (gate === 'off' || isApproved(status, approvedOptionIds)) return 'unlock';
  if (gate === 'require') return 'refuse';
  return status.optionId === undefined ? 'unlock' : 'keep-locked';
}

export function isApproved(status: ReviewStatus, approvedOptionIds: readonly string[]): boolean {
  return status.optionId !== undefined && approvedOptionIds.includes(status.optionId);
}

/** Preset where nobody chose: every option labelled Approved. */
export function presetApproved(options: readonly { readonly id: string; readonly label: string }[]): string[] {
  return options.filter((option) => option.label.trim().toLowerCase() === 'approved').map((option) => option.id);
}
