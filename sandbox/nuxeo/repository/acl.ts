import { RestError } from '../web/rest-error.ts';
import { requirePermission } from './access.ts';
import type { Ace, StoredDocument } from './document.ts';
import type { Session } from './repository.ts';

/** `user:permission:granted:creator:begin:end`, the last two in milliseconds. */
export function aceId(ace: Ace): string {
  const millis = (date: string | null) => (date ? String(new Date(date).getTime()) : '');
  return [ace.username, ace.permission, ace.granted, ace.creator ?? '', millis(ace.begin), millis(ace.end)].join(':');
}

export interface Grant {
  usernames: string[];
  permission: string;
  begin?: string | null;
  end?: string | null;
  acl?: string;
}

export function addPermission(session: Session, document: StoredDocument, grant: Grant): void {
  requirePermission(session, document, 'WriteSecurity');
  const { directory } = session.repository;
  const unknown = grant.usernames.filter(
    (name) => !directory.user(name) && !directory.group(name) && name !== 'Everyone',
  );
  if (unknown.length > 0) {
    const names = unknown.join(', ');
    throw new RestError(
      400,
      `The following set of User or Group names do not exist: [${names}]. Please provide valid ones.`,
    );
  }
  const { permission, begin = null, end = null, acl = 'local' } = grant;
  const creator = session.principal.username;
  const names = grant.usernames.map(
    (name) => directory.user(name)?.username ?? directory.group(name)?.groupname ?? name,
  );
  const added = names.map((username) => ({ username, permission, granted: true, creator, begin, end }));
  const isNew = (ace: Ace) =>
    !added.some((other) => other.username === ace.username && other.permission === ace.permission);
  setAces(document, acl, [...added, ...(document.acl[acl] ?? []).filter(isNew)]);
}

export function removePermission(
  session: Session,
  document: StoredDocument,
  which: { id?: string; user?: string; acl?: string },
): void {
  requirePermission(session, document, 'WriteSecurity');
  const acl = which.acl ?? 'local';
  const doomed = (ace: Ace) => (which.id ? aceId(ace) === which.id : ace.username === which.user);
  setAces(
    document,
    acl,
    (document.acl[acl] ?? []).filter((ace) => !doomed(ace)),
  );
}

/** Keeps access for the one who blocks and for administrators, and takes everything from everybody else. */
export function blockInheritance(session: Session, document: StoredDocument, acl = 'local'): void {
  requirePermission(session, document, 'WriteSecurity');
  const { username } = session.principal;
  const entry = (name: string, granted: boolean): Ace => ({
    ...{ username: name, permission: 'Everything', granted, creator: username },
    ...{ begin: null, end: null },
  });
  const kept = (document.acl[acl] ?? []).filter((ace) => !isBlock(ace));
  setAces(document, acl, [...kept, entry(username, true), entry('administrators', true), entry('Everyone', false)]);
}

export function unblockInheritance(session: Session, document: StoredDocument, acl = 'local'): void {
  requirePermission(session, document, 'WriteSecurity');
  setAces(
    document,
    acl,
    (document.acl[acl] ?? []).filter((ace) => !isBlock(ace)),
  );
}

function isBlock(ace: Ace): boolean {
  return ace.username === 'Everyone' && ace.permission === 'Everything' && !ace.granted;
}

function setAces(document: StoredDocument, acl: string, aces: Ace[]): void {
  document.acl = { ...document.acl, [acl]: aces };
  document.systemToken += 1;
}
