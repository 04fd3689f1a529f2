import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NuxeoToken } from '../auth/accounts.ts';
import type { OAuth2Client, TokenPair } from '../auth/oauth2-store.ts';
import { StoredBlob } from '../blobs/stored-blob.ts';
import type { Group, User } from '../people/directory.ts';
import type { AuditEntry } from '../repository/audit.ts';
import type { StoredDocument } from '../repository/document.ts';
import type { World } from '../world.ts';

interface State {
  documents: StoredDocument[];
  audit: readonly AuditEntry[];
  users: User[];
  groups: Group[];
  tokens: NuxeoToken[];
  clients: OAuth2Client[];
  pairs: TokenPair[];
}

/** Keeps what outlives a restart. Sessions and uploads do not, as on a real server that was restarted. */
export function saveState(world: World, file: string): void {
  const { documents, audit, directory } = world.repository;
  const state: State = {
    documents: [...documents.all()],
    audit: audit.all(),
    users: [...directory.users.values()],
    groups: [...directory.groups.values()],
    tokens: [...world.accounts.tokens.values()],
    clients: [...world.oauth2.clients.values()],
    pairs: world.oauth2.pairs,
  };
  writeFileSync(`${file}.new`, JSON.stringify(state, marked));
  renameSync(`${file}.new`, file);
}

/** @returns false when there is nothing to load. */
export function loadState(world: World, file: string): boolean {
  if (!existsSync(file)) return false;
  const state = JSON.parse(readFileSync(file, 'utf8'), revived) as State;
  const { documents, audit, directory } = world.repository;
  for (const document of state.documents) documents.add(document);
  audit.restore([...state.audit]);
  for (const user of state.users) directory.users.set(user.username, user);
  for (const group of state.groups) directory.groups.set(group.groupname, group);
  for (const token of state.tokens) world.accounts.tokens.set(token.token, token);
  for (const client of state.clients) world.oauth2.clients.set(client.id, client);
  world.oauth2.pairs.push(...state.pairs);
  removeOrphans(world);
  return true;
}

/** Files of uploads that never became part of a document, and of blobs that were replaced. */
function removeOrphans(world: World): void {
  const used = new Set<string>();
  JSON.stringify([...world.repository.documents.all()], (_key, value: unknown) => {
    if (value instanceof StoredBlob && value.content.kind === 'files') {
      for (const { file } of value.content.files) used.add(file);
    }
    return value;
  });
  for (const file of readdirSync(world.blobs.folder)) if (!used.has(file)) rmSync(join(world.blobs.folder, file));
}

const MARK = '$blob';

function marked(_key: string, value: unknown): unknown {
  return value instanceof StoredBlob ? { [MARK]: { ...value } } : value;
}

function revived(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(MARK in value)) return value;
  return new StoredBlob(value[MARK] as ConstructorParameters<typeof StoredBlob>[0]);
}
