import type { Request } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import { RequestError } from '../../domain/errors.ts';
import type { ObtainedTokens } from '../../ports/sign-in.ts';
import type { CodeClient } from './clients.ts';

/** Saves the sign-in and answers its `state`. */
export type RememberState = (verifier: string | undefined) => Promise<string>;
/** The verifier that belongs to the `state`, which has been claimed already. */
export interface ClaimedState {
  readonly state: string;
  readonly pkceVerifier: string | undefined;
}
/** Trades the code for tokens, by our own HTTP client. */
export type Exchange = (code: string, params: Readonly<Record<string, string>>) => Promise<ObtainedTokens>;

type Done = (error: Error | null, ok?: unknown, info?: unknown) => void;

/**
 * `passport-oauth2` for one request: it writes the authorization URL, makes the
 * PKCE pair and checks what comes back; who the client is, was read just before.
 */
class CodeStrategy extends OAuth2Strategy {
  constructor(client: CodeClient, store: OAuth2Strategy.StateStore, exchange: Exchange) {
    const options = {
      authorizationURL: client.authorizationUrl,
      tokenURL: client.tokenUrl,
      clientID: client.clientId,
      clientSecret: client.clientSecret,
      callbackURL: client.redirectUri,
      scope: client.scopes.length > 0 ? [...client.scopes] : undefined,
      pkce: client.pkce,
      skipUserProfile: true,
      store,
    };
    super(options, passOn);
    Object.assign(this._oauth2, {
      getOAuthAccessToken: (code: string, params: Record<string, string>, done: TokensDone) => {
        exchange(code, params).then(
          (tokens) => done(null, tokens.accessToken, tokens.refreshToken, tokens),
          (error: unknown) => this.error(error),
        );
      },
    });
  }
}

type TokensDone = (error: null, accessToken: string, refreshToken: string | undefined, tokens: ObtainedTokens) => void;

const passOn: OAuth2Strategy.VerifyFunction<unknown, ObtainedTokens> = (
  _accessToken: string,
  _refreshToken: string,
  tokens: ObtainedTokens,
  _profile: unknown,
  verified: OAuth2Strategy.VerifyCallback,
) => verified(null, tokens);

/** Where the browser goes. */
export function authorizationUrl(client: CodeClient, remember: RememberState): Promise<string> {
  const store = (_req: unknown, verifier: string | undefined, _state: unknown, _meta: unknown, done: Done) => {
    remember(verifier).then((state) => done(null, state), done);
  };
  const strategy = new CodeStrategy(client, stateStore({ store, verify: neverAsked }), neverAsked);
  return new Promise((resolve, reject) => {
    outcomeOf(strategy, {}, { redirect: resolve, error: reject });
  });
}

/** @throws RequestError `oauth-denied` and whatever `exchange` throws. */
export function tokensForCode(client: CodeClient, claimed: ClaimedState, code: string, exchange: Exchange) {
  const verify = (_req: unknown, state: unknown, done: Done) => {
    done(null, state === claimed.state ? (claimed.pkceVerifier ?? true) : false);
  };
  const strategy = new CodeStrategy(client, stateStore({ store: neverAsked, verify }), exchange);
  return new Promise<ObtainedTokens>((resolve, reject) => {
    const success = (tokens: unknown) => resolve(tokens as ObtainedTokens);
    const fail = () => reject(new RequestError('oauth-state-invalid'));
    outcomeOf(strategy, { code, state: claimed.state }, { success, fail, error: reject });
  });
}

interface Actions {
  readonly redirect?: (url: string) => void;
  readonly success?: (user: unknown) => void;
  readonly fail?: () => void;
  readonly error: (error: unknown) => void;
}

/** Passport's middleware puts these methods on the strategy; here they end a promise. */
function outcomeOf(strategy: CodeStrategy, query: Record<string, string>, actions: Actions): void {
  Object.assign(strategy, actions);
  strategy.authenticate({ query } as unknown as Request);
}

/** The types know the store without PKCE only. */
function stateStore(store: { store: unknown; verify: unknown }): OAuth2Strategy.StateStore {
  return store as OAuth2Strategy.StateStore;
}

function neverAsked(): never {
  throw new Error('This half of the sign-in is not asked for here');
}
