import type { ColumnType, Generated } from 'kysely';
import type { ActivityKind } from '../ports/activity-store.ts';
import type { BindingRules, BoundWorkspace } from '../domain/binding.ts';
import type { ErrorCode, Failure } from '../domain/errors.ts';
import type { JobKind, JobNote, JobStage, JobState, JsonObject } from '../domain/job.ts';
import type { LockTaken, ReviewState, SentBlob } from '../domain/review.ts';
import type { SyncAsset, SyncAssetState } from '../domain/sync-plan.ts';
import type { DriftKind, SyncChange, SyncItemState, SyncRunState, SyncScope, WantedRun } from '../domain/sync.ts';
import type { ChangedType, Webhook } from '../domain/webhook.ts';
import type { TokenKind } from '../ports/token-store.ts';

/** Read as a value, written as JSON text: `pg` would turn an array into a PostgreSQL array. */
type JsonColumn<T> = ColumnType<T, string, string>;
type NullableJsonColumn<T> = ColumnType<T | null, string | null, string | null>;
/** Ciphertext of the secret box. */
export type Sealed = string;

export interface GrantsTable {
  kind: TokenKind;
  username: string;
  access_token: Sealed;
  refresh_token: Sealed | null;
  expires_at: Date;
  scopes: string[];
  remote_id: string | null;
  remote_adobe_id: string | null;
  remote_email: string | null;
  remote_name: string | null;
  connected_at: Date;
  refreshed_at: Date;
  refused_at: Date | null;
}

export interface SignInStatesTable {
  state_hash: string;
  kind: TokenKind;
  username: string;
  cookie_hash: string;
  pkce_verifier: Sealed | null;
  opener_origin: string;
  then_frameio: boolean;
  created_at: Date;
}

export type RegistrationName = 'provider' | 'nuxeo-client' | 'settings';
export interface RegistrationsTable {
  name: RegistrationName;
  value: JsonColumn<JsonObject>;
  secret: Sealed | null;
}

export interface BindingsTable {
  id: string;
  folder_uid: string;
  folder_path: string;
  action_name: string;
  document_type: string;
  creator: string;
  rules: JsonColumn<BindingRules>;
  created_at: Date;
  unbound_at: Date | null;
}

export interface BoundWorkspacesTable {
  position: Generated<number>;
  binding_id: string;
  account_id: string;
  workspace_id: string;
  workspace_name: string;
  action_id: string | null;
  state: BoundWorkspace['state'];
}

export interface ActionSecretsTable {
  id: string;
  position: Generated<number>;
  binding_id: string;
  account_id: string;
  workspace_id: string;
  secret: Sealed;
}

export interface ReviewsTable {
  document_uid: string;
  account_id: string;
  binding_id: string;
  workspace_id: string;
  project_id: string;
  folder_id: string;
  file_id: string | null;
  stack_id: string | null;
  person: string;
  state: ReviewState;
  lock: NullableJsonColumn<LockTaken>;
  sent: NullableJsonColumn<SentBlob>;
  version_made_of: string | null;
  failure: NullableJsonColumn<Failure>;
  started_at: Date;
  updated_at: Date;
}

export interface AssetLinksTable {
  binding_id: string;
  account_id: string;
  root_id: string;
  document_uid: string | null;
  member_ids: string[];
  /** When its record was read last. */
  read_at: Generated<Date>;
}

export interface OwnCommentsTable {
  file_id: string;
  comment_id: string;
}

export interface DeliveriesTable {
  key: string;
  answer: NullableJsonColumn<JsonObject>;
  claimed_at: Date;
}

export interface InteractionsTable {
  id: string;
  context: JsonColumn<JsonObject>;
  created_at: Date;
}

export interface ActivityTable {
  id: string;
  position: Generated<number>;
  at: Date;
  kind: ActivityKind;
  person: string | null;
  actor: string | null;
  document_uid: string | null;
  binding_id: string | null;
  title: string;
  failure: NullableJsonColumn<Failure>;
  details: JsonColumn<JsonObject>;
}

export interface AttentionTable {
  id: string;
  subject: string;
  code: ErrorCode;
  params: string[];
  person: string;
  document_uid: string | null;
  binding_id: string | null;
  job_id: string | null;
  title: string;
  since: Date;
}

export interface TransfersTable {
  id: string;
  fingerprint: string;
  target: Sealed;
  started_at: Date;
}

export interface TransferPartsTable {
  transfer_id: string;
  index: number;
  length: number;
  crc32: number;
}

export interface JobsTable {
  id: string;
  position: Generated<number>;
  kind: JobKind;
  person: string;
  batch_id: string | null;
  document_uid: string | null;
  binding_id: string | null;
  title: string;
  payload: JsonColumn<JsonObject>;
  memory: JsonColumn<JsonObject>;
  state: JobState;
  stage: JobStage | null;
  bytes_done: number;
  bytes_total: number | null;
  attempt: number;
  failure: NullableJsonColumn<Failure>;
  waiting_since: Date | null;
  notes: JsonColumn<JobNote[]>;
  created_at: Date;
  updated_at: Date;
  ended_at: Date | null;
  key: string | null;
  exclusive: string | null;
  /** The queue's message that may start it; any other is stale. */
  delivery_id: string;
  /** Names the run that may write to it; another run takes it over by changing it. */
  lease: string | null;
  /** How it is to end once what it did has been taken back. */
  ending: 'cancelled' | 'failed' | null;
  /** Failures in a row that were worth another try. */
  tries: number;
  /** Deaths of its process in a row without progress. */
  deaths: number;
}

export interface SyncsTable {
  id: string;
  folder_uid: string;
  folder_path: string;
  account_id: string;
  workspace_id: string;
  workspace_name: string;
  project_id: string;
  project_name: string;
  folder_id: string;
  source_path: string[];
  source_ids: string[];
  view_url: string;
  owner: string;
  document_type: string;
  created_at: Date;
  removed_at: Date | null;
  /** Asked for while a run went on. */
  kept_runs: ColumnType<WantedRun[], string | undefined, string>;
}

export interface SyncRunsTable {
  id: string;
  position: Generated<number>;
  sync_id: string;
  trigger: WantedRun['trigger'];
  mode: WantedRun['mode'];
  scope: JsonColumn<SyncScope>;
  by: string | null;
  state: SyncRunState;
  failure: NullableJsonColumn<Failure>;
  is_walked: Generated<boolean>;
  folders_seen: Generated<number>;
  assets_seen: Generated<number>;
  started_at: Date;
  ended_at: Date | null;
  told: Generated<boolean>;
}

export interface SyncItemsTable {
  run_id: string;
  asset_id: string;
  title: string;
  change: SyncChange;
  state: SyncItemState;
  failure: NullableJsonColumn<Failure>;
  bytes: number;
  document_uid: string | null;
}

export interface SyncAssetsTable {
  sync_id: string;
  asset_id: string;
  type: SyncAsset['type'];
  parent_id: string | null;
  name: string;
  head_file_id: string | null;
  head_length: number | null;
  updated_at: Date | null;
  comment_count: number | null;
  status_id: string | null;
  state: SyncAssetState;
  document_uid: string | null;
  title: string | null;
  parent_uid: string | null;
  digest: string | null;
  length: number | null;
  /** Runs, by id: the last one that saw it, that is to look into it, that has. */
  seen_in: string | null;
  wanted_in: string | null;
  wanted_deep: Generated<boolean>;
  walked_in: string | null;
  /** The comparison that found its document here. */
  here_in: string | null;
  depth: Generated<number>;
}

export interface SyncDriftTable {
  sync_id: string;
  id: string;
  run_id: string;
  kind: DriftKind;
  title: string;
  path: string[];
  asset_id: string | null;
  document_uid: string | null;
  view_url: string | null;
  failure: NullableJsonColumn<Failure>;
  dismissed: Generated<boolean>;
}

export interface WebhooksTable {
  id: string;
  account_id: string;
  workspace_id: string;
  webhook_id: string | null;
  creator: string | null;
  state: Webhook['state'];
  failure: NullableJsonColumn<Failure>;
  secret: Sealed | null;
  checked_at: Date | null;
}

export interface ChangesTable {
  account_id: string;
  project_id: string;
  type: ChangedType;
  id: string;
  /** How often it was told: what is settled is what was taken. */
  marks: Generated<number>;
  since: Date;
}

export interface StaleDocumentsTable {
  id: string;
  document_uid: string;
  since: Date;
  last_at: Date;
}

export interface CommentFilesTable {
  account_id: string;
  comment_id: string;
  file_id: string;
}

export interface FollowedProjectsTable {
  account_id: string;
  project_id: string;
}

export interface Tables {
  grants: GrantsTable;
  sign_in_states: SignInStatesTable;
  registrations: RegistrationsTable;
  bindings: BindingsTable;
  bound_workspaces: BoundWorkspacesTable;
  action_secrets: ActionSecretsTable;
  reviews: ReviewsTable;
  asset_links: AssetLinksTable;
  own_comments: OwnCommentsTable;
  deliveries: DeliveriesTable;
  interactions: InteractionsTable;
  activity: ActivityTable;
  attention: AttentionTable;
  transfers: TransfersTable;
  transfer_parts: TransferPartsTable;
  jobs: JobsTable;
  syncs: SyncsTable;
  sync_runs: SyncRunsTable;
  sync_items: SyncItemsTable;
  sync_assets: SyncAssetsTable;
  sync_drift: SyncDriftTable;
  webhooks: WebhooksTable;
  changes: ChangesTable;
  stale_documents: StaleDocumentsTable;
  comment_files: CommentFilesTable;
  followed_projects: FollowedProjectsTable;
}
