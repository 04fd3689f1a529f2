import { randomBytes } from 'node:crypto';
import type { Switches } from '../switches.ts';

export interface OAuth2Client {
  id: string;
  name: string;
  secret: string | null;
  redirectURIs: string[];
  isAutoGrant: boolean;
  isEnabled: boolean;
}

export interface TokenPair {
  clientId: string;
  username: string;
  accessToken: string;
  refreshToken: string;
  createdAt: number;
  expiresAt: number;
  /** Set by a test; the real ones do not expire. */
  refreshExpired: boolean;
}

export interface Authorization {
  code: string;
  clientId: string;
  username: string;
  redirectUri: string;
  challenge: { value: string; method: string } | null;
  expiresAt: number;
}

const CODE_MINUTES = 10;

/** Nuxeo as an authorization server: its clients, codes and token pairs. */
export class OAuth2Store {
  readonly clients = new Map<string, OAuth2Client>();
  readonly #codes = new Map<string, Authorization>();
  readonly pairs: TokenPair[] = [];
  readonly #switches: Switches;

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  issueCode(wanted: Omit<Authorization, 'code' | 'expiresAt'>): string {
    const code = randomBytes(8).toString('base64url').slice(0, 10);
    this.#codes.set(code, { ...wanted, code, expiresAt: Date.now() + CODE_MINUTES * 60_000 });
    return code;
  }

  /** Once: the code is gone, whether the exchange succeeds or not. */
  takeCode(code: string): Authorization | undefined {
    const authorization = this.#codes.get(code);
    this.#codes.delete(code);
    return authorization && authorization.expiresAt > Date.now() ? authorization : undefined;
  }

  pairOf(clientId: string, username: string): TokenPair | undefined {
    return this.pairs.find((pair) => pair.clientId === clientId && pair.username === username);
  }

  /** One pair for a client and a person: who asks again gets the one that still lives. */
  pairFor(clientId: string, username: string): TokenPair {
    const existing = this.pairOf(clientId, username);
    if (existing && existing.expiresAt > Date.now()) return existing;
    if (existing) this.remove(existing);
    return this.#issue(clientId, username);
  }

  refresh(pair: TokenPair): TokenPair {
    this.remove(pair);
    return this.#issue(pair.clientId, pair.username);
  }

  remove(pair: TokenPair): void {
    const index = this.pairs.indexOf(pair);
    if (index >= 0) this.pairs.splice(index, 1);
  }

  clear(): void {
    this.clients.clear();
    this.#codes.clear();
    this.pairs.length = 0;
  }

  #issue(clientId: string, username: string): TokenPair {
    const createdAt = Date.now();
    const pair = {
      clientId,
      username,
      accessToken: randomBytes(24).toString('base64url'),
      refreshToken: randomBytes(48).toString('base64url'),
      createdAt,
      expiresAt: createdAt + this.#switches.accessTokenSeconds * 1000,
      refreshExpired: false,
    };
    this.pairs.push(pair);
    return pair;
  }
}
