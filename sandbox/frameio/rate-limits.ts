import type { Switches } from './switches.ts';

export interface RateLimit {
  requests: number;
  windowMs: number;
}

export interface RateState extends RateLimit {
  allowed: boolean;
  remaining: number;
}

const SECOND = 1000;
const MINUTE = 60_000;

/** The published limits, per operation and account user. */
const PUBLISHED: [requests: number, windowMs: number, operations: string][] = [
  [10, SECOND, 'files.show'],
  [5, SECOND, 'files.show_file_upload_status files.list files.create files.import_file folders.list'],
  [5, SECOND, 'files.create_local_upload files.create_remote_upload version_stacks.list'],
  [3, SECOND, 'folders.create'],
  [100, MINUTE, 'users.show accounts.index workspaces.index workspaces.show projects.index projects.show'],
  [100, MINUTE, 'account_projects.index invited_projects.index account_user_roles.index folder_user_roles.index'],
  [100, MINUTE, 'project_user_roles.index workspace_user_roles.index folders.show folders.index'],
  [100, MINUTE, 'files.update files.move files.copy files.delete version_stacks.show version_stacks.index'],
  [100, MINUTE, 'comments.index comments.show comments.create metadata.show metadata.field_definitions.index'],
  [100, MINUTE, 'actions.index actions.show webhooks.index webhooks.show shares.index shares.show'],
  [100, MINUTE, 'collections.index collections.show groups.index groups.show search.search auditlog.index'],
  [100, MINUTE, 'metadata.update_file metadata.field_definitions.show'],
  [60, MINUTE, 'comments.delete comments.create_attachment comments.delete_attachment folders.delete'],
  [60, MINUTE, 'projects.delete workspaces.delete actions.delete webhooks.delete shares.delete'],
  [60, MINUTE, 'metadata.field_definitions.delete folder_permissions.delete project_permissions.delete'],
  [60, MINUTE, 'workspace_user_roles.delete'],
  [10, MINUTE, 'projects.create projects.update workspaces.create workspaces.update folders.update'],
  [10, MINUTE, 'folders.move folders.copy comments.update version_stacks.create version_stacks.move'],
  [10, MINUTE, 'version_stacks.copy version_stacks.reorder metadata.bulk_update'],
  [10, MINUTE, 'metadata.field_definitions.create metadata.field_definitions.update shares.create shares.update'],
  [10, MINUTE, 'shares.add_asset shares.remove_asset shares.add_reviewers shares.remove_reviewers'],
  [10, MINUTE, 'shares.list_reviewers webhooks.create webhooks.update actions.create actions.update'],
  [10, MINUTE, 'folder_user_roles.update project_user_roles.update workspace_user_roles.update'],
  [10, MINUTE, 'groups.create groups.update'],
];

export const RATE_LIMITS: ReadonlyMap<string, RateLimit> = new Map(
  PUBLISHED.flatMap(([requests, windowMs, operations]) =>
    operations.split(' ').map((operation) => [operation, { requests, windowMs }] as const),
  ),
);

interface Bucket {
  value: number;
  last: number;
}

/** One leaky bucket per operation and person, with the arithmetic of the vendor's published library. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  take(operation: string, personId: string, switches: Switches, now = Date.now()): RateState {
    const limit = limitOf(operation, switches);
    const key = `${operation} ${personId}`;
    const bucket = this.#buckets.get(key) ?? { value: 0, last: now };
    this.#buckets.set(key, bucket);
    return pour(bucket, limit, now);
  }

  /** What somebody sees who is not counted because nobody knows who it is. */
  untouched(operation: string, switches: Switches): RateState {
    const limit = limitOf(operation, switches);
    return { ...limit, allowed: true, remaining: limit.requests };
  }

  reset(): void {
    this.#buckets.clear();
  }
}

function limitOf(operation: string, switches: Switches): RateLimit {
  const published = RATE_LIMITS.get(operation);
  if (!published) throw new Error(`No rate limit is known for ${operation}`);
  const limit = switches.rateLimits[operation] ?? published;
  return { ...limit, requests: Math.max(1, Math.round(limit.requests * switches.rateLimitFactor)) };
}

function pour(bucket: Bucket, { requests, windowMs }: RateLimit, now: number): RateState {
  bucket.value = Math.max(bucket.value - (now - bucket.last), 0);
  bucket.last = now;
  // Rounded by the library; not below the exact share where a large factor would round it to nothing.
  const cost = Math.round(windowMs / requests) || windowMs / requests;
  const allowed = bucket.value + cost <= windowMs;
  if (allowed) bucket.value += cost;
  // A refused call reports what an empty bucket would have left: the library does so, too.
  const filled = allowed ? bucket.value : 0;
  const remaining = Math.round(Math.max(windowMs - filled, 0) / (windowMs / requests));
  return { allowed, remaining, requests, windowMs };
}
