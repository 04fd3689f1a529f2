import type { SignInState, TokenKind, TokenSet } from './token-store.ts';

export interface SignInRequest {
  readonly kind: TokenKind;
  /** Nuxeo username of the person who asks. */
  readonly username: string;
  /** Value of the cookie that ties the sign-in to this browser. */
  readonly cookie: string;
  /** Origin of the page that opens the window. */
  readonly openerOrigin: string;
  readonly thenFrameio: boolean;
}

/** What the browser brought back. */
export interface SignInAnswer {
  readonly code: string | undefined;
  /** OAuth's own word for a refusal: `access_denied`. */
  readonly error: string | undefined;
}

/** @property adobeUserId - As Adobe names the person, where it does. */
export interface ObtainedTokens extends TokenSet {
  readonly adobeUserId: string | undefined;
}

/** The authorization code flow with Nuxeo's own provider and with Adobe. */
export interface SignIn {
  /**
   * Where to send the browser. Remembers the sign-in first.
   *
   * @throws FrameioError `provider-not-registered`, `provider-disabled`; NuxeoError `nuxeo-client-missing`.
   */
  begin(request: SignInRequest): Promise<string>;
  /**
   * Takes the sign-in that a browser came back for: once, within ten minutes, in the same browser.
   *
   * @throws RequestError `oauth-state-invalid`.
   */
  claim(kind: TokenKind, returned: { state: string | undefined; cookie: string | undefined }): Promise<SignInState>;
  /**
   * Trades the code for tokens. Nothing is stored yet.
   *
   * @throws RequestError `oauth-denied`; FrameioError or NuxeoError `oauth-exchange-failed`, `provider-secret-wrong`,
   *   `nuxeo-client-missing`, `frameio-unavailable`, `nuxeo-unavailable`.
   */
  exchange(flow: SignInState, answer: SignInAnswer): Promise<ObtainedTokens>;
}

/** Asks the token endpoints whether they know us, without touching anybody's grant. */
export interface CredentialProbe {
  /** @throws FrameioError `provider-secret-wrong`, `frameio-unavailable`; IntegrationError `host-not-allowed`. */
  frameio(): Promise<void>;
  /** @throws NuxeoError `nuxeo-client-missing`, `nuxeo-unavailable`. */
  nuxeo(): Promise<void>;
}
