import type { WorkspaceRef } from './refs.ts';

export type VersionRule = 'minor' | 'major' | 'policy';
export type ApprovalGate = 'off' | 'warn' | 'require';

/** One workspace of a binding: V4 has one custom action for each. */
export interface BoundWorkspace extends WorkspaceRef {
  readonly workspaceName: string;
  /** Absent until Frame.io has created the action. */
  readonly actionId: string | undefined;
  /** `removing`: unbound here, the action in Frame.io could not be deleted yet. */
  readonly state: 'creating' | 'active' | 'removing' | 'removed';
}

export interface BindingRules {
  readonly version: VersionRule;
  /** undefined: the administration's default. */
  readonly approvalGate: ApprovalGate | undefined;
  /** People of the workspace who are not linked to a Nuxeo person add documents in the creator's name. */
  readonly anyMember: boolean;
  /** When a rendition was sent, a newer head replaces the main file. */
  readonly returnedFilesAreMasters: boolean;
  readonly bringBackWhenApproved: boolean;
  /** The action answers with a form first (X3). */
  readonly askOnPublish: boolean;
  /** Remembered from the last push: name of the rendition, undefined for the main file. */
  readonly rendition: string | undefined;
}

export const defaultBindingRules: BindingRules = {
  version: 'minor',
  approvalGate: undefined,
  anyMember: true,
  returnedFilesAreMasters: false,
  bringBackWhenApproved: false,
  askOnPublish: false,
  rendition: undefined,
};

/** Where assets become documents, in whose name and by which rules: a binding is one, a synchronised folder another. */
export type Destination = Pick<Binding, 'id' | 'folderUid' | 'folderPath' | 'documentType' | 'creator' | 'rules'>;

/** A Nuxeo folder bound to workspaces of Frame.io. */
export interface Binding {
  readonly id: string;
  readonly folderUid: string;
  /** As last seen; folders move, the uid does not. */
  readonly folderPath: string;
  readonly actionName: string;
  readonly documentType: string;
  /** Nuxeo username. */
  readonly creator: string;
  readonly workspaces: readonly BoundWorkspace[];
  readonly rules: BindingRules;
  readonly createdAt: Date;
  /** Set when unbound: from then on publishing is refused, and the secret stays 30 days to say so. */
  readonly unboundAt: Date | undefined;
}
