import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Person } from './model.ts';
import type { World } from './store.ts';
import type { Switches } from './switches.ts';

export interface Client {
  clientId: string;
  clientSecret: string;
  /** `undefined`: any; the first is the default one. */
  redirectUris: string[] | undefined;
}

export interface Authorization {
  clientId: string;
  personId: string;
  scopes: string[];
  challenge?: string;
}

export interface TokenAnswer {
  access_token: string;
  refresh_token?: string;
  expires_in: number;
  token_type: 'bearer';
  scope: string;
}

interface AccessGrant {
  person: Person;
  clientId: string;
  scopes: string[];
  expiresAt: number;
}

export const FULL_SCOPE = 'openid email profile offline_access additional_info.roles';
const SERVER_SCOPE = 'frame.s2s.all';

/** The refusals of the token endpoint, in the words of OAuth. */
export class OAuthError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** Codes and tokens of the sign-in service that stands before the API. */
export class Ims {
  readonly clients = new Map<string, Client>();
  readonly #world: World;
  readonly #switches: Switches;
  readonly #codes = new Map<string, Authorization>();
  readonly #access = new Map<string, AccessGrant>();
  readonly #refresh = new Map<string, AccessGrant>();

  constructor(world: World, switches: Switches) {
    this.#world = world;
    this.#switches = switches;
    this.reset();
  }

  reset(): void {
    this.#codes.clear();
    this.#access.clear();
    this.#refresh.clear();
    this.clients.clear();
    const client = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret', redirectUris: undefined };
    this.clients.set(client.clientId, client);
  }

  /** What a bearer token stands for on the API. */
  personOf(token: string, legacyAllowed: boolean): Person | 'unknown' | 'without-roles' {
    if (token.startsWith('fio-u-')) {
      const person = [...this.#world.people.values()].find((candidate) => candidate.legacyToken === token);
      return (legacyAllowed && person) || 'unknown';
    }
    const grant = this.#access.get(token);
    if (!grant || grant.expiresAt <= Date.now()) return 'unknown';
    const allowed = grant.scopes.includes('additional_info.roles') || grant.scopes.includes(SERVER_SCOPE);
    return allowed ? grant.person : 'without-roles';
  }

  authorize(authorization: Authorization): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, authorization);
    return code;
  }

  /** A code counts once, whatever comes of it. */
  exchange(clientId: string, code: string, verifier: string | undefined): TokenAnswer {
    const authorization = this.#codes.get(code);
    this.#codes.delete(code);
    if (authorization?.clientId !== clientId) throw new OAuthError('invalid_grant', 'The code is not valid');
    const { challenge, personId, scopes } = authorization;
    if (challenge !== undefined && challenge !== challengeOf(verifier ?? '')) {
      throw new OAuthError('invalid_grant', 'The code_verifier does not match the code_challenge');
    }
    const person = this.#world.people.get(personId);
    if (!person) throw new OAuthError('invalid_grant', 'The person is gone');
    return this.issue(person, clientId, scopes);
  }

  refresh(clientId: string, token: string): TokenAnswer {
    const grant = this.#refresh.get(token);
    if (!grant || grant.clientId !== clientId || grant.expiresAt <= Date.now()) {
      throw new OAuthError('invalid_grant', 'The refresh token is not valid');
    }
    if (this.#switches.refreshRotation === 'old-token-dies') this.#refresh.delete(token);
    return this.issue(grant.person, clientId, grant.scopes);
  }

  serverToServer(clientId: string, scopes: string[]): TokenAnswer {
    const person = this.#world.personByEmail(SERVICE_ACCOUNT_EMAIL);
    if (!scopes.includes(SERVER_SCOPE)) throw new OAuthError('invalid_scope', `The scope ${SERVER_SCOPE} is missing`);
    if (!person) throw new OAuthError('unauthorized_client', 'The account has no service account user');
    return this.issue(person, clientId, scopes);
  }

  issue(person: Person, clientId: string, scopes: string[]): TokenAnswer {
    const { accessTokenSeconds, refreshTokenSeconds } = this.#switches;
    const scope = scopes.join(',');
    const grant = { person, clientId, scopes, expiresAt: Date.now() + accessTokenSeconds * 1000 };
    const access = tokenText('access_token', person, clientId, scope, accessTokenSeconds);
    this.#access.set(access, grant);
    const answer: TokenAnswer = { access_token: access, expires_in: accessTokenSeconds, token_type: 'bearer', scope };
    if (!scopes.includes('offline_access')) return answer;
    const refresh = tokenText('refresh_token', person, clientId, scope, refreshTokenSeconds);
    this.#refresh.set(refresh, { ...grant, expiresAt: Date.now() + refreshTokenSeconds * 1000 });
    return { ...answer, refresh_token: refresh };
  }

  /** `undefined` for a token that is not, or no longer, valid. */
  introspect(token: string): AccessGrant | undefined {
    const grant = this.#access.get(token) ?? this.#refresh.get(token);
    return grant && grant.expiresAt > Date.now() ? grant : undefined;
  }

  revoke(token: string): void {
    this.#access.delete(token);
    this.#refresh.delete(token);
  }

  /** Of one person, or of everybody. */
  expire(what: 'access-tokens' | 'refresh-tokens', personId?: string): void {
    const grants = what === 'access-tokens' ? this.#access : this.#refresh;
    for (const grant of grants.values()) {
      if (personId === undefined || grant.person.id === personId) grant.expiresAt = 0;
    }
  }
}

export const SERVICE_ACCOUNT_EMAIL = 'service-account@northlight.example';

/** Commas and spaces both separate scopes. */
export const scopesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** Looks like a JWT and says no `exp`; its times are strings in milliseconds, as the real one's. */
function tokenText(type: string, person: Person, clientId: string, scope: string, seconds: number): string {
  const header = { alg: 'RS256', kid: 'ims_na1-key-at-1.cer', typ: 'JWT' };
  const payload = {
    id: randomUUID(),
    type,
    client_id: clientId,
    user_id: person.adobeId,
    scope,
    created_at: String(Date.now()),
    expires_in: String(seconds * 1000),
  };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${randomBytes(32).toString('base64url')}`;
}
