import type { Binding, BindingRules, BoundWorkspace } from '../domain/binding.ts';
import type { WorkspaceRef } from '../domain/refs.ts';

export interface BindingPage {
  /** At most 200. */
  readonly limit: number;
  /** Made earlier than this. */
  readonly before?: Date;
}

export interface BindingStore {
  /** @throws RuleError `folder-already-bound` when the folder has a live binding. */
  create(binding: Binding): Promise<void>;
  /** Unbound ones too, until they are forgotten. */
  get(id: string): Promise<Binding | undefined>;
  /** Live binding of the folder. */
  ofFolder(folderUid: string): Promise<Binding | undefined>;
  /** Live bindings of these folders. */
  ofFolders(folderUids: readonly string[]): Promise<Binding[]>;
  /** Live bindings whose folder, as last seen, lies below the path. */
  belowPath(path: string): Promise<Binding[]>;
  /** Live bindings with an action in the workspace. */
  inWorkspace(workspace: WorkspaceRef): Promise<Binding[]>;
  /** Live ones, newest first; all of them, or a page. */
  list(page?: BindingPage): Promise<Binding[]>;
  setWorkspace(id: string, workspace: BoundWorkspace, secret?: string): Promise<void>;
  setRules(id: string, rules: BindingRules): Promise<void>;
  setFolderPath(id: string, path: string): Promise<void>;
  /** Immediate: from here on publishing is refused. */
  markUnbound(id: string, at: Date): Promise<void>;
  /** For a binding that never came to be. */
  delete(id: string): Promise<void>;
  /** Signing secrets of all its actions, current ones first; kept 30 days after unbinding. */
  secrets(id: string): Promise<string[]>;
  /** Removes what was unbound before this moment and has no action left. */
  forgetUnboundBefore(moment: Date): Promise<number>;
}
