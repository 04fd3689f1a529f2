import { gateVerdict, presetApproved, type GateVerdict, type ReviewStatus } from '../domain/approval.ts';
import { assetMetadata } from '../domain/asset-metadata.ts';
import type { ApprovalGate, Binding } from '../domain/binding.ts';
import type { AccountRef } from '../domain/refs.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { Deps } from './deps.ts';

export function statusOf(file: FrameioFile): ReviewStatus {
  const { statusId, statusLabel } = assetMetadata(file);
  return { optionId: statusId, label: statusLabel };
}

/** The option ids an administrator chose for the account, else every option labelled Approved. */
export async function approvedOptions(
  { accountId }: AccountRef,
  frameio: Frameio,
  { providers }: Pick<Deps, 'providers'>,
): Promise<readonly string[]> {
  const chosen = (await providers.settings()).approvedOptionIds[accountId];
  if (chosen) return chosen;
  return presetApproved((await frameio.metadata.statusField({ accountId }))?.options ?? []);
}

/** The binding's own, else the administration's. */
export async function gateOf(
  { rules }: Pick<Binding, 'rules'>,
  { providers }: Pick<Deps, 'providers'>,
): Promise<ApprovalGate> {
  return rules.approvalGate ?? (await providers.settings()).approvalGate;
}

/** What the head's status does to the lock (N103). */
export async function verdictOn(
  head: FrameioFile,
  binding: Pick<Binding, 'rules'>,
  frameio: Frameio,
  deps: Pick<Deps, 'providers'>,
): Promise<GateVerdict> {
  return gateVerdict(await gateOf(binding, deps), statusOf(head), await approvedOptions(head, frameio, deps));
}
