import type { Addresses } from '../domain/addresses.ts';
import type { Probe } from '../ports/probe.ts';
import type { CredentialProbe, SignIn } from '../ports/sign-in.ts';
import type { TokenService } from '../ports/token-service.ts';
import type { Deps } from './deps.ts';

/** What the stories about accounts and set-up ask for beside the others; each names its part with `Pick`. */
export interface AccountDeps extends Deps {
  readonly signIn: SignIn;
  readonly tokenService: TokenService;
  readonly credentialProbe: CredentialProbe;
  readonly probe: Probe;
  readonly addresses: Addresses;
  /** Under which administrators see us among Nuxeo's consumers. */
  readonly nuxeoClientId: string;
}
