import { IntegrationError } from '../domain/errors.ts';
import type { TokenKind } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';

/**
 * Takes a permission back where it was given, then forgets it; it is forgotten whether that was possible or not.
 *
 * @returns Whether it is known to have ended there.
 */
export async function endGrant(
  kind: TokenKind,
  username: string,
  { tokens, tokenService }: Pick<AccountDeps, 'tokens' | 'tokenService'>,
): Promise<boolean> {
  const isRevoked = await tokenService.revoke(kind, username).then(
    () => true,
    (error: unknown) => {
      if (error instanceof IntegrationError) return false;
      throw error;
    },
  );
  await tokens.delete(kind, username);
  return isRevoked;
}
