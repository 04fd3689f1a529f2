/** Which grant: the person's delegated one in Nuxeo, or the person's connection to Frame.io. */
export type TokenKind = 'nuxeo' | 'frameio';

export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
}

/** A person's grant. Tokens are encrypted at rest. */
export interface Grant extends TokenSet {
  readonly kind: TokenKind;
  /** Nuxeo username. */
  readonly username: string;
  /** Frame.io only: any of these may name the person in an event. */
  readonly remoteId: string | undefined;
  readonly remoteAdobeId: string | undefined;
  readonly remoteEmail: string | undefined;
  readonly remoteName: string | undefined;
  readonly connectedAt: Date;
  readonly refreshedAt: Date;
  /** Set when a refresh was refused: the person must connect again. */
  readonly refusedAt: Date | undefined;
}

export interface TokenStore {
  get(kind: TokenKind, username: string): Promise<Grant | undefined>;
  /** The Nuxeo username whose Frame.io connection has one of these identities. */
  findPerson(identity: { id?: string; adobeUserId?: string; email?: string }): Promise<string | undefined>;
  list(kind?: TokenKind): Promise<Grant[]>;
  save(grant: Grant): Promise<void>;
  markRefused(kind: TokenKind, username: string): Promise<void>;
  delete(kind: TokenKind, username: string): Promise<void>;
  /**
   * Runs one refresh at a time across all processes (row lock). The callback gets the grant as it is now,
   * which may have been refreshed meanwhile, and answers new tokens or undefined to leave it. Saved before it resolves.
   */
  refresh(
    kind: TokenKind,
    username: string,
    renew: (current: Grant) => Promise<TokenSet | undefined>,
  ): Promise<Grant | undefined>;
}

/** One sign-in on its way: single use, ten minutes, bound to a person and a cookie of ours. */
export interface SignInState {
  readonly state: string;
  readonly kind: TokenKind;
  readonly username: string;
  /** SHA-256 of the cookie's value, hex. */
  readonly cookieHash: string;
  readonly pkceVerifier: string | undefined;
  /** Origin of the page that opened the popup and gets the message. */
  readonly openerOrigin: string;
  /** Frame.io's consent follows Nuxeo's in the same popup. */
  readonly thenFrameio: boolean;
}

export interface SignInStateStore {
  create(state: SignInState): Promise<void>;
  /** Gives it once, and only within ten minutes. */
  consume(state: string): Promise<SignInState | undefined>;
}
