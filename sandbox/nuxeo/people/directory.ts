import { createHash } from 'node:crypto';

export interface User {
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  email: string;
  company: string;
  groups: string[];
}

export interface Group {
  groupname: string;
  grouplabel: string;
  description: string | null;
  memberGroups: string[];
}

/** Who a request speaks for. */
export interface Principal {
  username: string;
  /** With those that come by groups inside groups. */
  groups: string[];
  isAdministrator: boolean;
}

export const ADMINISTRATORS = 'administrators';

export class Directory {
  readonly users = new Map<string, User>();
  readonly groups = new Map<string, Group>();

  /** By name or by the generated id of later builds. */
  user(idOrName: string): User | undefined {
    return (
      this.users.get(idOrName) ??
      [...this.users.values()].find((user) => generatedId('user', user.username) === idOrName)
    );
  }

  group(idOrName: string): Group | undefined {
    return (
      this.groups.get(idOrName) ?? [...this.groups.values()].find((g) => generatedId('group', g.groupname) === idOrName)
    );
  }

  members(groupname: string): User[] {
    return [...this.users.values()].filter((user) => user.groups.includes(groupname));
  }

  parents(groupname: string): Group[] {
    return [...this.groups.values()].filter((group) => group.memberGroups.includes(groupname));
  }

  authenticate(username: string, password: string): Principal | undefined {
    const user = this.users.get(username);
    if (!user || !password || username === 'system' || user.password !== password) return undefined;
    return this.principal(username);
  }

  principal(username: string): Principal | undefined {
    const user = this.users.get(username);
    if (!user) return undefined;
    const groups = this.#withParents(user.groups);
    return { username, groups, isAdministrator: username === 'Administrator' || groups.includes(ADMINISTRATORS) };
  }

  #withParents(names: string[]): string[] {
    const all = new Set(names);
    for (const name of all) for (const parent of this.parents(name)) all.add(parent.groupname);
    return [...all];
  }
}

/** The UUID a user or group has on builds where ids are not names: always the same for the same name. */
export function generatedId(kind: 'user' | 'group', name: string): string {
  return uuidOf(`${kind}:${name}`);
}

/** A UUID that is a pure function of the text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
