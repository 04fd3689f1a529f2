import { FrameioError, hasCode, RequestError, type ErrorCode } from '../domain/errors.ts';
import type { Frameio, FrameioProfile } from '../ports/frameio.ts';
import type { ObtainedTokens, SignInAnswer } from '../ports/sign-in.ts';
import type { Grant, SignInState } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';

type FinishDeps = Pick<AccountDeps, 'signIn' | 'tokens' | 'nuxeo' | 'frameio' | 'activity' | 'queue' | 'clock'>;

/** @property next - Where the same window goes on to; undefined: it is done. */
export interface FinishedSignIn {
  readonly next: string | undefined;
}

/**
 * Trades the code, looks whose tokens these are, and only then keeps them. Work that waited for this person goes on.
 *
 * @param cookie - The browser's, for the sign-in that follows in the same window.
 * @throws RequestError `oauth-denied`, `oauth-person-mismatch`; FrameioError `frameio-no-account` and what the exchange throws.
 */
export async function finishSignIn(
  flow: SignInState,
  answer: SignInAnswer & { readonly cookie: string },
  deps: FinishDeps,
): Promise<FinishedSignIn> {
  const { signIn, tokens } = deps;
  const obtained = await signIn.exchange(flow, answer);
  const grant =
    flow.kind === 'nuxeo' ? await nuxeoGrant(flow, obtained, deps) : await frameioGrant(flow, obtained, deps);
  await tokens.save(grant);
  await tellAndResume(grant, deps);

  const { username, openerOrigin, thenFrameio } = flow;
  if (!thenFrameio) return { next: undefined };
  const following = { kind: 'frameio', username, openerOrigin, cookie: answer.cookie, thenFrameio: false } as const;
  return { next: await signIn.begin(following) };
}

async function nuxeoGrant(flow: SignInState, obtained: ObtainedTokens, { nuxeo, clock }: FinishDeps): Promise<Grant> {
  const person = await nuxeo.withCredentials({ authorization: `Bearer ${obtained.accessToken}` }).me();
  if (person.username !== flow.username)
    throw new RequestError('oauth-person-mismatch', { params: [person.username, flow.username] });
  return grantOf(flow, obtained, undefined, clock.now());
}

async function frameioGrant(
  flow: SignInState,
  obtained: ObtainedTokens,
  { frameio, clock }: FinishDeps,
): Promise<Grant> {
  const profile = await profileWithAccount(frameio.withToken(obtained.accessToken));
  return grantOf(flow, obtained, profile, clock.now());
}

/** Frame.io answers a bare 401 to an Adobe ID that it does not know; an Adobe ID without any account is of no use either. */
async function profileWithAccount(frameio: Pick<Frameio, 'me' | 'accounts'>): Promise<FrameioProfile> {
  try {
    const profile = await frameio.me();
    if ((await frameio.accounts.list()).length > 0) return profile;
  } catch (error) {
    if (!hasCode(error, 'frameio-token-refused')) throw error;
    throw new FrameioError('frameio-no-account', { cause: error });
  }
  throw new FrameioError('frameio-no-account');
}

function grantOf(flow: SignInState, obtained: ObtainedTokens, profile: FrameioProfile | undefined, now: Date): Grant {
  const { adobeUserId, ...tokens } = obtained;
  return {
    ...tokens,
    kind: flow.kind,
    username: flow.username,
    remoteId: profile?.id,
    remoteAdobeId: adobeUserId,
    remoteEmail: profile?.email,
    remoteName: profile?.name,
    connectedAt: now,
    refreshedAt: now,
    refusedAt: undefined,
  };
}

const waitingFor: Record<Grant['kind'], readonly ErrorCode[]> = {
  nuxeo: ['nuxeo-grant-missing', 'nuxeo-grant-refused', 'not-signed-in'],
  frameio: ['frameio-not-connected', 'frameio-token-refused'],
};

async function tellAndResume({ kind, username }: Grant, deps: FinishDeps): Promise<void> {
  const { activity } = deps;
  await activity.append({ kind: 'connected', person: username, title: kind === 'nuxeo' ? 'Nuxeo' : 'Frame.io' });
  for (const { id, code } of await activity.attention({ person: username }))
    if (waitingFor[kind].includes(code)) await activity.settle({ id });
  await resumeJobs(username, waitingFor[kind], deps);
}

/** A job may run in somebody else's name and wait for this person: its failure says for whom. */
async function resumeJobs(username: string, codes: readonly ErrorCode[], { queue }: FinishDeps): Promise<void> {
  for (const { id, person, failure } of await queue.list({ waiting: true, limit: 200 })) {
    const isTheirs = (failure?.params[0] ?? person) === username;
    if (failure && isTheirs && codes.includes(failure.code)) await queue.retry(id);
  }
}
