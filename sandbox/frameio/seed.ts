import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isoMicroseconds } from './clock.ts';
import { SERVICE_ACCOUNT_EMAIL } from './ims.ts';
import { mediaTypeOf } from './media-types.ts';
import { BUILT_IN_FIELDS, STATUS_OPTIONS, type BuiltInField, type StatusOption } from './metadata.ts';
import type {
  AccountRole,
  Content,
  FieldDefinition,
  FileAsset,
  FolderAsset,
  Person,
  Project,
  WorkspaceRole,
} from './model.ts';
import { cameraMaster } from './pipeline.ts';
import type { World } from './store.ts';

/** The same UUID for the same name, in every run. */
export function seedId(name: string): string {
  const hex = createHash('sha256').update(`frameio sandbox: ${name}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20)];
  return [...groups, hex.slice(20, 32)].join('-');
}

export const PEOPLE = {
  ana: { id: seedId('person ana'), email: 'ana@northlight.example', name: 'Ana Duarte' },
  ben: { id: seedId('person ben'), email: 'ben@northlight.example', name: 'Ben Okafor' },
  cleo: { id: seedId('person cleo'), email: 'cleo@northlight.example', name: 'Cleo Marchand' },
  dan: { id: seedId('person dan'), email: 'dan@northlight.example', name: 'Dan Whitlock' },
  service: { id: seedId('person service'), email: SERVICE_ACCOUNT_EMAIL, name: 'Service Account User' },
} as const;

export const ACCOUNTS = { northlight: seedId('account northlight'), harbour: seedId('account harbour') } as const;

export const WORKSPACES = {
  features: seedId('workspace features'),
  commercials: seedId('workspace commercials'),
  harbour: seedId('workspace harbour'),
} as const;

export const PROJECTS = {
  aurora: seedId('project aurora'),
  springSpot: seedId('project spring spot'),
  ferry: seedId('project ferry'),
} as const;

export const FOLDERS = {
  auroraRoot: seedId('folder aurora'),
  dailies: seedId('folder aurora/dailies'),
  day1: seedId('folder aurora/dailies/day 1'),
  cuts: seedId('folder aurora/cuts'),
  springSpotRoot: seedId('folder spring spot'),
  ferryRoot: seedId('folder ferry'),
} as const;

export const FILES = {
  a001: seedId('file A001_C001.mov'),
  a002: seedId('file A001_C002.mov'),
  trailer: seedId('file trailer'),
} as const;

/** Of a person, for calls with `x-frameio-legacy-token-auth: true`. */
export function legacyTokenOf(email: string): string {
  return `fio-u-${createHash('sha256').update(`legacy ${email}`).digest('hex')}`;
}

export const fieldId = (accountId: string, field: BuiltInField) => seedId(`field ${accountId} ${field}`);
export const statusOptionId = (accountId: string, option: StatusOption) => seedId(`status ${accountId} ${option}`);

/** A clip that plays, with its timecode in the picture. */
const TRAILER = {
  path: fileURLToPath(new URL('../fixtures/first-cut.mp4', import.meta.url)),
  media: { frameRate: 25, durationSeconds: 20, frames: 500, width: 1280, height: 720, codec: 'h264' },
};
/** Fixed, so that the demo looks the same on every start. */
const EPOCH_MICROSECONDS = Date.UTC(2026, 8, 1, 9) * 1000;

/** Two accounts, four people, three projects, a few clips. */
export function seedDemo(world: World): void {
  new Seeder(world).demo();
}

/** The people and accounts of the demo, without a project. */
export function seedEmpty(world: World): void {
  new Seeder(world).accounts();
}

class Seeder {
  readonly #world: World;
  #minutes = 0;

  constructor(world: World) {
    this.#world = world;
  }

  demo(): void {
    this.accounts();
    const { ana, ben, cleo } = PEOPLE;
    this.#project(PROJECTS.aurora, 'Aurora', WORKSPACES.features, ana.id, FOLDERS.auroraRoot);
    this.#folder(FOLDERS.dailies, 'Dailies', FOLDERS.auroraRoot, ana.id);
    this.#folder(FOLDERS.day1, 'Day 1', FOLDERS.dailies, ana.id);
    this.#folder(FOLDERS.cuts, 'Cuts', FOLDERS.auroraRoot, ana.id);
    this.#footage(FILES.a001, 'A001_C001.mov', FOLDERS.day1, cleo.id, 48_000_000);
    this.#footage(FILES.a002, 'A001_C002.mov', FOLDERS.day1, cleo.id, 96_000_000);
    this.#trailer(FOLDERS.cuts, ana.id);
    this.#project(PROJECTS.springSpot, 'Spring spot', WORKSPACES.commercials, ben.id, FOLDERS.springSpotRoot);
    this.#project(PROJECTS.ferry, 'Ferry documentary', WORKSPACES.harbour, ben.id, FOLDERS.ferryRoot);
  }

  accounts(): void {
    for (const person of Object.values(PEOPLE)) this.#person(person);
    const { ana, ben, cleo, dan, service } = PEOPLE;
    this.#account(ACCOUNTS.northlight, 'Northlight Studio', ana.id, [
      [ana.id, 'owner'],
      [ben.id, 'admin'],
      [cleo.id, 'member'],
      [dan.id, 'member'],
      [service.id, 'member'],
    ]);
    this.#account(ACCOUNTS.harbour, 'Harbour Post', ben.id, [[ben.id, 'owner']]);
    this.#workspace(WORKSPACES.features, 'Features', ACCOUNTS.northlight, ana.id, [
      [cleo.id, 'editor'],
      [service.id, 'editor'],
    ]);
    this.#workspace(WORKSPACES.commercials, 'Commercials', ACCOUNTS.northlight, ana.id, [[cleo.id, 'editor']]);
    this.#workspace(WORKSPACES.harbour, 'Documentaries', ACCOUNTS.harbour, ben.id, []);
  }

  #person({ id, email, name }: Pick<Person, 'id' | 'email' | 'name'>): void {
    const adobeId = `${id.replaceAll('-', '').slice(0, 24).toUpperCase()}@${id.slice(0, 8)}.e`;
    this.#world.people.set(id, { id, email, name, adobeId, active: true, legacyToken: legacyTokenOf(email) });
  }

  #account(id: string, displayName: string, ownerId: string, roles: [string, AccountRole][]): void {
    const account = { id, displayName, storageLimit: 2_000_000_000_000, roles: new Map(roles), ...this.#dates() };
    this.#world.accounts.set(id, account);
    for (const field of BUILT_IN_FIELDS) this.#field(id, ownerId, field);
  }

  #field(accountId: string, creatorId: string, { name, fieldType, mutable }: (typeof BUILT_IN_FIELDS)[number]): void {
    const options = STATUS_OPTIONS.map((option) => ({
      id: statusOptionId(accountId, option),
      display_name: option,
      color: null,
    }));
    const configurations: Partial<Record<typeof fieldType, FieldDefinition['configuration']>> = {
      select: { enable_add_new: true, options },
      rating: { color: null, max_value: 5, style: 'star' },
      number: { number_format: numberFormat(name), scale: 3 },
    };
    const configuration = configurations[fieldType] ?? {};
    const id = fieldId(accountId, name);
    const definition = { id, accountId, name, fieldType, mutable, configuration, creatorId, ...this.#dates() };
    this.#world.fieldDefinitions.set(id, definition);
  }

  #workspace(id: string, name: string, accountId: string, creatorId: string, roles: [string, WorkspaceRole][]): void {
    const workspace = { id, name, accountId, creatorId, roles: new Map(roles), ...this.#dates() };
    this.#world.workspaces.set(id, workspace);
  }

  #project(id: string, name: string, workspaceId: string, ownerId: string, rootFolderId: string): void {
    const accountId = this.#world.workspaces.get(workspaceId)?.accountId ?? '';
    const project: Project = {
      ...{ id, name, workspaceId, accountId, ownerId, rootFolderId, ...this.#dates() },
      ...{ description: null, status: 'active', restricted: false, roles: new Map() },
    };
    this.#world.projects.set(id, project);
    this.#addFolder(rootFolderId, name, null, id, ownerId);
  }

  #folder(id: string, name: string, parentId: string, creatorId: string): void {
    this.#addFolder(id, name, parentId, this.#world.asset(parentId)?.projectId ?? '', creatorId);
  }

  #addFolder(id: string, name: string, parentId: string | null, projectId: string, creatorId: string): FolderAsset {
    const base = { id, name, parentId, projectId, creatorId, ...this.#dates() };
    return this.#world.addAsset<FolderAsset>({ ...base, type: 'folder', roles: new Map() });
  }

  /** Footage that is not stored: its bytes are made from its name. */
  #footage(id: string, name: string, parentId: string, creatorId: string, size: number): void {
    const content = { kind: 'seeded', seed: name } as const;
    this.#file({ id, name, parentId, creatorId, size, content, media: cameraMaster(size) });
  }

  #trailer(parentId: string, creatorId: string): void {
    const { path, media } = TRAILER;
    const size = statSync(path).size;
    const content = { kind: 'path', path } as const;
    this.#file({ id: FILES.trailer, name: 'Aurora trailer.mp4', parentId, creatorId, size, content, media });
  }

  #file(
    given: Pick<FileAsset, 'id' | 'name' | 'creatorId' | 'size' | 'media'> & { parentId: string; content: Content },
  ): void {
    const dates = this.#dates();
    const projectId = this.#world.asset(given.parentId)?.projectId ?? '';
    this.#world.addAsset<FileAsset>({
      ...{ ...given, ...dates, projectId, type: 'file', status: 'transcoded' },
      ...{ mediaType: mediaTypeOf(given.name), uploadFailed: false, uploadedAt: dates.createdAt, metadata: new Map() },
    });
  }

  #dates(): { createdAt: string; updatedAt: string } {
    const at = isoMicroseconds(EPOCH_MICROSECONDS + this.#minutes * 60_000_000);
    this.#minutes += 1;
    return { createdAt: at, updatedAt: at };
  }
}

function numberFormat(name: string): string | null {
  const formats: Record<string, string> = { 'Frame Rate': 'framerate', Duration: 'duration', 'File Size': 'storage' };
  return formats[name] ?? null;
}
