import type { Binding } from '../domain/binding.ts';
import type { IntegrationError } from '../domain/errors.ts';
import { hasCode, RuleError, type ErrorCode } from '../domain/errors.ts';
import type { Frameio } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

/** A person who cannot act for one of these reasons is passed over for the next one. */
const unusable: readonly ErrorCode[] = [
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

/**
 * Who acts in Nuxeo on something that came from Frame.io and is not in review: the clicker if linked and permitted,
 * else the binding's owner (decision 6). The job was enqueued in the name of the first of them.
 *
 * @param permission - What the document must allow.
 * @throws IntegrationError that needs attention when nobody is usable; nothing is lost meanwhile.
 */
export async function actorFor(
  uid: string,
  permission: 'AddChildren' | 'WriteProperties',
  binding: Binding,
  context: JobContext,
  { nuxeo: sessions }: Pick<Deps, 'nuxeo'>,
): Promise<Actor> {
  let last: unknown = new RuleError('publish-not-allowed', { params: [binding.creator], needsAttention: true });
  for (const username of new Set([context.job.person, binding.creator])) {
    try {
      const nuxeo = (await sessions.as(username)).withSignal(context.signal);
      const document = await nuxeo.documents.get(uid);
      // Nuxeo takes WriteProperties away while somebody else holds the lock: that is waited for, not refused.
      const lockedAway = permission === 'WriteProperties' && document.lock !== undefined;
      if (document.permissions.includes(permission) || lockedAway) return { username, nuxeo, document };
    } catch (error) {
      if (!hasCode(error, ...unusable, 'nuxeo-forbidden')) throw error;
      last = hasCode(error, ...unusable) ? attention(error, username) : last;
    }
  }
  throw last;
}

/**
 * Whose Frame.io connection reads: the clicker's if linked, else the owner's where the binding allows people
 * who are not linked (decision 7).
 *
 * @throws IntegrationError that needs attention: who must connect again.
 */
export async function readerFor(
  binding: Binding,
  context: JobContext,
  { frameio }: Pick<Deps, 'frameio'>,
): Promise<Frameio> {
  const people = binding.rules.anyMember ? [context.job.person, binding.creator] : [context.job.person];
  let last: unknown;
  for (const username of new Set(people)) {
    try {
      return (await frameio.as(username)).withSignal(context.signal);
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
