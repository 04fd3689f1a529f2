export interface RateLimit {
  readonly calls: number;
  readonly windowMs: number;
}

const perSecond = (calls: number): RateLimit => ({ calls, windowMs: 1_000 });
const perMinute = (calls: number): RateLimit => ({ calls, windowMs: 60_000 });

/** Documented limits, per person, of the operations we call; the names are the official operation ids. */
export const rateLimits = {
  'users.show': perMinute(100),
  'accounts.index': perMinute(100),
  'workspaces.index': perMinute(100),
  'workspaces.show': perMinute(100),
  'projects.index': perMinute(100),
  'projects.show': perMinute(100),
  'folders.show': perMinute(100),
  'folders.index': perMinute(100),
  'folders.list': perSecond(5),
  'folders.create': perSecond(3),
  'files.show': perSecond(10),
  'files.list': perSecond(5),
  'files.create_local_upload': perSecond(5),
  'files.create_remote_upload': perSecond(5),
  'files.show_file_upload_status': perSecond(5),
  'files.move': perMinute(100),
  'files.delete': perMinute(100),
  'version_stacks.show': perMinute(100),
  'version_stacks.index': perMinute(100),
  'version_stacks.create': perMinute(10),
  'comments.index': perMinute(100),
  'comments.show': perMinute(100),
  'comments.create': perMinute(100),
  'metadata.field_definitions.index': perMinute(100),
  'actions.index': perMinute(100),
  'actions.create': perMinute(10),
  'actions.update': perMinute(10),
  'actions.delete': perMinute(60),
  'webhooks.index': perMinute(100),
  'webhooks.create': perMinute(10),
  'webhooks.update': perMinute(10),
  'webhooks.delete': perMinute(60),
} as const satisfies Record<string, RateLimit>;

export type Operation = keyof typeof rateLimits;
