import { randomBytes, randomUUID } from 'node:crypto';

export interface WebSession {
  id: string;
  username: string;
  csrfToken: string | null;
  expiresAt: number;
}

export interface NuxeoToken {
  token: string;
  username: string;
  application: string;
  deviceId: string;
  deviceDescription: string;
  permission: string;
  creationDate: string;
}

const SESSION_MINUTES = 60;

/** Browser sessions and Nuxeo's own tokens. */
export class Accounts {
  readonly sessions = new Map<string, WebSession>();
  readonly tokens = new Map<string, NuxeoToken>();

  openSession(username: string): WebSession {
    const session = { id: randomBytes(16).toString('hex').toUpperCase(), username, csrfToken: null, expiresAt: 0 };
    this.sessions.set(session.id, session);
    return this.#touch(session);
  }

  session(id: string | undefined): WebSession | undefined {
    const session = id === undefined ? undefined : this.sessions.get(id);
    return session && session.expiresAt > Date.now() ? this.#touch(session) : undefined;
  }

  csrfToken(session: WebSession): string {
    session.csrfToken ??= randomUUID();
    return session.csrfToken;
  }

  /** The same person, application and device get the same token again. */
  acquireToken(wanted: Omit<NuxeoToken, 'token' | 'creationDate'>): NuxeoToken {
    const existing = this.findToken(wanted);
    if (existing) return existing;
    const token = { ...wanted, token: randomUUID(), creationDate: new Date().toISOString() };
    this.tokens.set(token.token, token);
    return token;
  }

  findToken(wanted: { username: string; application: string; deviceId: string }): NuxeoToken | undefined {
    return [...this.tokens.values()].find(
      ({ username, application, deviceId }) =>
        username === wanted.username && application === wanted.application && deviceId === wanted.deviceId,
    );
  }

  clear(): void {
    this.sessions.clear();
    this.tokens.clear();
  }

  #touch(session: WebSession): WebSession {
    session.expiresAt = Date.now() + SESSION_MINUTES * 60_000;
    return session;
  }
}
