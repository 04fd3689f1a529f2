import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { ref, createRef } from 'lit/directives/ref.js';
import { failureSentence, hasCode } from './failure.ts';
import { define, FrameioElement } from './frameio-element.ts';
import {
  contentSource,
  folderSource,
  newFolderSource,
  projectsOf,
  rootOf,
  type Project,
  type Workspace,
} from './place.ts';
import { shared } from './styles.ts';
import './tree.ts';
import type { TreeChoice } from './tree.ts';
import type { NodeId, TreeNode, TreeSource } from './tree-source.ts';

export interface Place {
  readonly target: {
    readonly accountId: string;
    readonly workspaceId: string;
    readonly projectId: string;
    /** Of one folder; of several things, the project's root. */
    readonly folderId: string;
  };
  readonly path: readonly NodeId[];
  /** What was ticked, where several things may be. */
  readonly nodes: readonly TreeNode[];
}

interface Preset {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly projectId: string;
  readonly path: readonly NodeId[];
}

const styles = css`
  :host {
    display: grid;
    gap: 20px;
    min-width: 0;
  }
`;

/** `target`: a folder that takes something, which may be made; `source`: one that is there; `contents`: several things. */
export type Purpose = 'target' | 'source' | 'contents';

const sources = { target: newFolderSource, source: folderSource, contents: contentSource } as const;
const treeLabels = {
  target: 'frameio.place.folder',
  source: 'frameio.place.source',
  contents: 'frameio.place.contents',
} as const satisfies Record<Purpose, string>;

/** Workspace, project, and a tree of what is in it. Fires `frameio-place` with each change, null while something is missing. */
export class PlaceChooser extends FrameioElement {
  static override styles = [shared, styles];
  static override properties: PropertyDeclarations = {
    workspaces: { attribute: false },
    preset: { attribute: false },
    purpose: { type: String },
    workspace: { state: true },
    projects: { state: true },
    project: { state: true },
    failure: { state: true },
    isChecked: { state: true },
  };

  declare workspaces: readonly Workspace[];
  declare preset: Preset | undefined;
  declare purpose: Purpose;
  declare private workspace: Workspace | undefined;
  declare private projects: readonly Project[] | undefined;
  declare private project: Project | undefined;
  declare private failure: unknown;
  /** What is missing is said only after somebody tried to go on. */
  declare private isChecked: boolean;
  #source: TreeSource | undefined;
  #root: TreeNode | undefined;
  #chosen: TreeChoice | undefined;
  readonly #workspaceField = createRef<HTMLSelectElement>();
  readonly #projectField = createRef<HTMLSelectElement>();

  constructor() {
    super();
    this.workspaces = [];
    this.preset = undefined;
    this.purpose = 'target';
    this.workspace = undefined;
    this.projects = undefined;
    this.project = undefined;
    this.failure = undefined;
    this.isChecked = false;
  }

  /** One workspace is chosen by itself, and so is the one of the last time. */
  protected override firstUpdated(_changed: PropertyValues): void {
    const remembered = this.workspaces.find((one) => one.workspaceId === this.preset?.workspaceId);
    const only = this.workspaces.length === 1 ? this.workspaces[0] : undefined;
    const preset = remembered ?? only;
    if (preset) void this.#chooseWorkspace(preset);
  }

  override render(): unknown {
    return html`${this.#workspaceRow()} ${this.workspace ? this.#projectRow() : nothing}
    ${this.project ? this.#treeRow(this.project) : nothing}`;
  }

  #workspaceRow(): unknown {
    const isMissing = this.isChecked && !this.workspace;
    return html`<div class="field">
      <label class="label required" for="workspace"
        >${this.i18n(this.purpose === 'source' ? 'frameio.place.workspace' : 'frameio.place.workspaces')}</label
      >
      <select
        id="workspace"
        required
        ${ref(this.#workspaceField)}
        aria-invalid=${String(isMissing)}
        aria-describedby="workspace-missing"
        @change=${this.#workspaceChanged}
      >
        ${
          this.workspaces.length === 1
            ? nothing
            : html`<option value="" ?selected=${!this.workspace}>
                ${this.i18n('frameio.place.choose-workspace')}
              </option>`
        }
        ${this.workspaces.map(
          (one) =>
            html`<option value=${one.workspaceId} ?selected=${one === this.workspace}>${one.workspaceName}</option>`,
        )}
      </select>
      <span class="error" id="workspace-missing">
        ${isMissing ? this.i18n('frameio.place.workspace-missing') : nothing}
      </span>
    </div>`;
  }

  #projectRow(): unknown {
    const { projects } = this;
    if (this.failure !== undefined) return this.#failed(this.failure);
    const isMissing = this.isChecked && !this.project;
    return html`<div class="field">
      <label class="label required" for="project">${this.i18n('frameio.place.project')}</label>
      ${
        projects?.length === 0
          ? html`<p class="hint">${this.i18n('frameio.place.no-projects')}</p>`
          : html`<select
              id="project"
              required
              ${ref(this.#projectField)}
              ?disabled=${!projects}
              aria-invalid=${String(isMissing)}
              aria-describedby="project-missing"
              @change=${this.#projectChanged}
            >
              <option value="" ?selected=${!this.project}>
                ${projects ? this.i18n('frameio.place.choose-project') : this.i18n('frameio.loading')}
              </option>
              ${projects?.map(
                (one) => html`<option value=${one.id} ?selected=${one === this.project}>${one.name}</option>`,
              )}
            </select>`
      }
      <span class="error" id="project-missing">
        ${isMissing && projects?.length ? this.i18n('frameio.place.project-missing') : nothing}
      </span>
    </div>`;
  }

  #failed(failure: unknown): unknown {
    const isClosed = hasCode(failure, 'frameio-forbidden', 'frameio-not-found');
    return html`<div class="notice bad" role="alert">
      <p>${isClosed ? this.i18n('frameio.place.no-access') : failureSentence(failure)}</p>
      <div>
        <button type="button" class="button" @click=${() => this.workspace && this.#chooseWorkspace(this.workspace)}>
          ${this.i18n('frameio.dialog.again')}
        </button>
      </div>
    </div>`;
  }

  #treeRow(project: Project): unknown {
    const label = treeLabels[this.purpose];
    const isMissing = this.isChecked && this.purpose === 'contents' && !this.#chosen?.nodes.length;
    return html`<div class="field">
      <span class="label required">${this.i18n(label)}</span>
      <nuxeo-frameio-tree
        .root=${this.#root}
        .source=${this.#source}
        .multiple=${this.purpose === 'contents'}
        .label=${this.i18n(label)}
        .preset=${this.preset?.projectId === project.id ? this.preset.path : []}
        @frameio-tree-choice=${(event: CustomEvent<TreeChoice>) => {
          this.#chosen = event.detail;
          this.#tell();
        }}
      ></nuxeo-frameio-tree>
      <span class="error" role="alert">${isMissing ? this.i18n('frameio.place.contents-missing') : nothing}</span>
    </div>`;
  }

  readonly #workspaceChanged = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    void this.#chooseWorkspace(this.workspaces.find((one) => one.workspaceId === value));
  };

  readonly #projectChanged = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    this.#chooseProject(this.projects?.find((one) => one.id === value));
  };

  async #chooseWorkspace(workspace: Workspace | undefined): Promise<void> {
    this.workspace = workspace;
    this.projects = undefined;
    this.failure = undefined;
    this.#chooseProject(undefined);
    if (!workspace) return;
    try {
      const projects = await projectsOf(workspace, this.api);
      if (workspace !== this.workspace) return; // somebody chose another one meanwhile
      this.projects = projects;
      const remembered = projects.find((one) => one.id === this.preset?.projectId);
      this.#chooseProject(remembered ?? (projects.length === 1 ? projects[0] : undefined));
    } catch (error) {
      if (workspace === this.workspace) this.failure = error;
    }
  }

  #chooseProject(project: Project | undefined): void {
    this.project = project;
    this.#chosen = undefined;
    if (project && this.workspace) {
      const { accountId } = this.workspace;
      this.#root = rootOf(project);
      this.#source = sources[this.purpose](accountId, this.api);
    }
    this.#tell();
  }

  #tell(): void {
    this.requestUpdate();
    this.emit('frameio-place', this.#place() ?? null);
  }

  #place(): Place | undefined {
    const { workspace, project } = this;
    const [first] = this.#chosen?.nodes ?? [];
    if (!workspace || !project || !first || !this.#chosen) return undefined;
    const { accountId, workspaceId } = workspace;
    const folderId = this.purpose === 'contents' ? project.rootFolderId : first.id;
    return { target: { accountId, workspaceId, projectId: project.id, folderId }, ...this.#chosen };
  }

  /** Whether a place is chosen; says what is missing. */
  check(): boolean {
    this.isChecked = true;
    return this.#place() !== undefined;
  }

  focusFirstMissing(): void {
    const field = this.workspace ? (this.project ? undefined : this.#projectField.value) : this.#workspaceField.value;
    (field ?? this.renderRoot.querySelector<HTMLElement>('nuxeo-frameio-tree'))?.focus();
  }
}

define('nuxeo-frameio-place-chooser', PlaceChooser);
