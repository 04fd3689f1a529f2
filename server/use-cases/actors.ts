import type { Binding, Destination } from '../domain/binding.ts';
import { hasCode, RuleError, type ErrorCode, type IntegrationError } from '../domain/errors.ts';
import type { Frameio } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

/** A person who cannot act for one of these reasons is passed over for the next one. */
export const unusable: readonly ErrorCode[] = [
  'nuxeo-grant-missing',
  'nuxeo-grant-refused',
  'frameio-not-connected',
  'frameio-token-refused',
  'not-signed-in',
];

export interface Actor {
  readonly username: string;
  readonly nuxeo: Nuxeo;
  readonly document: NuxeoDocument;
}

type Permission = 'AddChildren' | 'WriteProperties';

/**
 * Who acts in Nuxeo on something that came from Frame.io and is not in review: the clicker if linked and permitted,
 * else the binding's owner (decision 6). The job was enqueued in the name of the first of them.
 *
 * @param permission - What the document must allow.
 * @throws IntegrationError that needs attention when nobody is usable; nothing is lost meanwhile.
 * @throws NuxeoError `nuxeo-not-found` when the document is gone.
 */
export async function actorFor(
  uid: string,
  permission: Permission,
  binding: Destination,
  context: JobContext,
  { nuxeo: sessions }: Pick<Deps, 'nuxeo'>,
): Promise<Actor> {
  let last: unknown = new RuleError('publish-not-allowed', { params: [binding.creator], needsAttention: true });
  for (const username of new Set([context.job.person, binding.creator])) {
    try {
      const nuxeo = (await sessions.as(username)).withSignal(context.signal);
      const document = await nuxeo.documents.get(uid);
      if (mayAct(document, permission, username)) return { username, nuxeo, document };
    } catch (error) {
      if (!hasCode(error, ...unusable, 'nuxeo-forbidden')) throw error;
      last = hasCode(error, ...unusable) ? attention(error, username) : last;
    }
  }
  throw last;
}

/** Nuxeo takes WriteProperties away while somebody else holds the lock: that is waited for, not refused. */
function mayAct({ permissions, lock }: NuxeoDocument, permission: Permission, username: string): boolean {
  const isLockedAway = permission === 'WriteProperties' && lock !== undefined && lock.owner !== username;
  return permissions.includes(permission) || isLockedAway;
}

/** Whose Frame.io connection may read for a binding: the clicker's, and the owner's where anybody may publish (decision 7). */
export function readersOf({ rules, creator }: Pick<Binding, 'rules' | 'creator'>, person: string): string[] {
  return rules.anyMember ? [person, creator] : [person];
}

/**
 * Frame.io in the name of the first of these people who is connected.
 *
 * @throws IntegrationError that needs attention: who must connect again.
 */
export async function readerFor(
  people: readonly string[],
  signal: AbortSignal,
  { frameio }: Pick<Deps, 'frameio'>,
): Promise<Frameio> {
  let last: unknown;
  for (const username of new Set(people)) {
    try {
      return (await frameio.as(username)).withSignal(signal);
    } catch (error) {
      if (!hasCode(error, ...unusable)) throw error;
      last = attention(error, username);
    }
  }
  throw last;
}

/** The same failure, waiting for the person it names instead of failing. */
export function attention(error: IntegrationError, username: string): RuleError {
  return new RuleError(error.code, { params: [username], needsAttention: true, cause: error });
}
