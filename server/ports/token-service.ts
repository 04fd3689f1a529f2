import type { TokenKind } from './token-store.ts';

export interface RefreshReport {
  readonly refreshed: number;
  /** Grants that were refused: these people must connect again. */
  readonly refused: readonly { readonly kind: TokenKind; readonly username: string }[];
  /** Could not be tried to the end (no answer); the next run takes them again. */
  readonly postponed: number;
}

/**
 * Access tokens that still work, refreshed in time and once across processes.
 *
 * @throws NuxeoError `nuxeo-grant-missing`, `nuxeo-grant-refused`, `nuxeo-client-missing`, `nuxeo-unavailable`.
 * @throws FrameioError `frameio-not-connected`, `frameio-token-refused`, `provider-not-registered`, `provider-disabled`,
 *   `provider-secret-wrong`, `frameio-unavailable`.
 */
export interface TokenService {
  accessToken(kind: TokenKind, username: string): Promise<string>;
  /** A new access token in place of one that was refused; the current one when somebody was faster. */
  forceRefresh(kind: TokenKind, username: string, rejectedAccessToken: string): Promise<string>;
  /** Takes the grant back where it was given; what was refused or is not there has ended already. The store keeps it. */
  revoke(kind: TokenKind, username: string): Promise<void>;
  /** Refreshes what was not refreshed for most of a day: unused connections stay alive. */
  refreshDue(): Promise<RefreshReport>;
}
