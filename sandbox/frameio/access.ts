import type { ApiError } from './errors.ts';
import { forbidden, notFound, unprocessable } from './errors.ts';
import type {
  Account,
  Asset,
  EffectiveRole,
  FileAsset,
  FolderAsset,
  Person,
  Project,
  StackAsset,
  Workspace,
} from './model.ts';
import type { Sandbox } from './sandbox.ts';

/** Rising: who may do a thing may do everything before it. Downloads are apart, see `mayDownload`. */
export type Ability = 'see' | 'comment' | 'edit' | 'manage';

const ABILITIES: Record<EffectiveRole, Ability> = {
  viewer: 'see',
  commenter: 'comment',
  edit_only: 'edit',
  editor: 'edit',
  full_access: 'manage',
  workspace_admin: 'manage',
  admin: 'manage',
  owner: 'manage',
};
const ORDER: Ability[] = ['see', 'comment', 'edit', 'manage'];

/** What a person may reach, and the error they get for everything else. */
export class Access {
  readonly #sandbox: Sandbox;
  readonly person: Person;

  constructor(sandbox: Sandbox, person: Person) {
    this.#sandbox = sandbox;
    this.person = person;
  }

  account(id: string): Account {
    const account = this.#world.accounts.get(id);
    if (!account) throw notFound();
    if (!account.roles.has(this.person.id)) throw this.#hidden();
    return account;
  }

  isAdmin(accountId: string): boolean {
    const role = this.#world.accounts.get(accountId)?.roles.get(this.person.id);
    return role === 'owner' || role === 'admin';
  }

  requireAdmin(accountId: string): void {
    if (!this.isAdmin(accountId)) throw forbidden('Only content admins and account owners may do this');
  }

  workspace(accountId: string, id: string, ability: Ability = 'see'): Workspace {
    const workspace = this.#world.workspaces.get(id);
    if (workspace?.accountId !== accountId) throw notFound();
    this.#require(this.workspaceRole(workspace), ability);
    return workspace;
  }

  project(accountId: string, id: string, ability: Ability = 'see'): Project {
    const project = this.#world.projects.get(id);
    if (project?.accountId !== accountId) throw notFound();
    this.#require(this.projectRole(project), ability);
    return project;
  }

  asset(accountId: string, id: string, ability: Ability = 'see'): Asset {
    const asset = this.#world.asset(id);
    const project = asset && this.#world.projects.get(asset.projectId);
    if (!asset || project?.accountId !== accountId) throw notFound();
    this.#require(this.assetRole(asset, project), ability);
    return asset;
  }

  file(accountId: string, id: string, ability: Ability = 'see'): FileAsset {
    const asset = this.asset(accountId, id, ability);
    if (asset.type === 'file') return asset;
    throw unprocessable(`The entity ${id} is a ${asset.type}, not a file`, '/file_id');
  }

  folder(accountId: string, id: string, ability: Ability = 'see'): FolderAsset {
    const asset = this.asset(accountId, id, ability);
    if (asset.type === 'folder') return asset;
    throw unprocessable(`The entity ${id} is not a folder`, '/folder_id');
  }

  stack(accountId: string, id: string, ability: Ability = 'see'): StackAsset {
    const asset = this.asset(accountId, id, ability);
    if (asset.type === 'version_stack') return asset;
    throw unprocessable(`The entity ${id} is not a version stack`, '/version_stack_id');
  }

  mayDownload(asset: Asset): boolean {
    const project = this.#world.projects.get(asset.projectId);
    const role = project && this.assetRole(asset, project);
    return role !== undefined && !this.#sandbox.switches.rolesWithoutDownload.some((refused) => refused === role);
  }

  workspaceRole(workspace: Workspace): EffectiveRole | undefined {
    return this.#accountRole(workspace.accountId) ?? workspace.roles.get(this.person.id);
  }

  projectRole(project: Project): EffectiveRole | undefined {
    const own = this.#accountRole(project.accountId) ?? project.roles.get(this.person.id);
    if (own || project.restricted) return own;
    return this.#world.workspaces.get(project.workspaceId)?.roles.get(this.person.id);
  }

  /** The nearest folder with an invitation counts, then the project. */
  assetRole(asset: Asset, project: Project): EffectiveRole | undefined {
    const inherited = this.projectRole(project);
    if (inherited) return inherited;
    for (let at: Asset | undefined = asset; at; at = at.parentId ? this.#world.asset(at.parentId) : undefined) {
      const role = at.type === 'folder' ? at.roles.get(this.person.id) : undefined;
      if (role) return role;
    }
    return undefined;
  }

  #accountRole(accountId: string): EffectiveRole | undefined {
    const role = this.#world.accounts.get(accountId)?.roles.get(this.person.id);
    return role === 'owner' || role === 'admin' ? role : undefined;
  }

  #require(role: EffectiveRole | undefined, ability: Ability): void {
    if (!role) throw this.#hidden();
    if (ORDER.indexOf(ABILITIES[role]) < ORDER.indexOf(ability)) throw forbidden();
  }

  #hidden(): ApiError {
    return this.#sandbox.switches.noAccessStatus === 404 ? notFound() : forbidden();
  }

  get #world() {
    return this.#sandbox.world;
  }
}
