import { RuleError } from '../domain/errors.ts';
import type { Grant, TokenKind } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';

export interface StartedSignIn {
  /** Where the window goes first. */
  readonly url: string;
  /** Value of the cookie without which nobody can finish this sign-in. */
  readonly cookie: string;
}

/**
 * Starts what is missing: the permission in Nuxeo first, then, in the same window, the one in Frame.io.
 *
 * @param request.again - Signs in at Frame.io although the connection works.
 * @throws RuleError `provider-not-registered`, `provider-disabled`; NuxeoError `nuxeo-client-missing`, `redirect-mismatch`.
 */
export async function startSignIn(
  request: { readonly username: string; readonly openerOrigin: string; readonly again: boolean },
  deps: Pick<AccountDeps, 'tokens' | 'providers' | 'signIn' | 'ids'>,
): Promise<StartedSignIn> {
  const { tokens, signIn, ids } = deps;
  const { username, openerOrigin, again } = request;
  await requireProvider(deps);
  const isWorking = async (kind: TokenKind) => works(await tokens.get(kind, username));
  const kind = (await isWorking('nuxeo')) ? 'frameio' : 'nuxeo';
  const thenFrameio = kind === 'nuxeo' && (again || !(await isWorking('frameio')));
  const cookie = `${ids.uuid()}${ids.uuid()}`;
  return { url: await signIn.begin({ kind, username, cookie, openerOrigin, thenFrameio }), cookie };
}

/** Before the first window opens: half a sign-in helps nobody. */
async function requireProvider({ providers }: Pick<AccountDeps, 'providers'>): Promise<void> {
  const provider = await providers.provider();
  if (!provider) throw new RuleError('provider-not-registered');
  if (!provider.enabled) throw new RuleError('provider-disabled');
}

function works(grant: Grant | undefined): boolean {
  return grant !== undefined && grant.refusedAt === undefined;
}
