import type { Failure } from './errors.ts';
import type { ProjectRef, WorkspaceRef } from './refs.ts';

/** Frame.io tells one address of ours what happens in a workspace. */
export interface Webhook extends WorkspaceRef {
  /** Ours: the last part of the address that Frame.io calls. */
  readonly id: string;
  /** Frame.io's; undefined: there is none in Frame.io as far as we know. */
  readonly webhookId: string | undefined;
  /** Nuxeo username: whoever created it may also change and remove it. */
  readonly creator: string | undefined;
  /** `removing`: nobody needs it any more, and Frame.io still has it. */
  readonly state: 'missing' | 'active' | 'removing';
  /** Why it is missing: changes are looked for instead. */
  readonly failure: Failure | undefined;
  readonly checkedAt: Date | undefined;
}

/** What the connector wants to be told of; the rest of the thirty would only be dropped. */
export const webhookEvents = [
  'file.created',
  'file.deleted',
  'file.ready',
  'file.updated',
  'file.upload.completed',
  'file.versioned',
  'file.copied',
  'folder.created',
  'folder.deleted',
  'folder.updated',
  'folder.copied',
  'comment.created',
  'comment.updated',
  'comment.deleted',
  'comment.completed',
  'comment.uncompleted',
  'metadata.value.updated',
  'project.updated',
  'project.deleted',
] as const;

/** Something in a project is not as it was: events say no more, and what it is now has to be read. */
export interface Change extends ProjectRef {
  readonly type: ChangedType;
  readonly id: string;
}
export const changedTypes = ['file', 'folder', 'version_stack', 'comment', 'project'] as const;
export type ChangedType = (typeof changedTypes)[number];

const privateHost =
  /^(localhost|.*\.(localhost|local|internal)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|169\.254\..*|\[.*\])$/;

/** Whether Frame.io can be expected to reach the address: https, and neither this machine nor a private network. */
export function isPublicAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && !privateHost.test(url.hostname) && url.hostname.includes('.');
}
