import type { z } from 'zod';
import type { nameCheckAnswer } from '../../server/contract/bindings.ts';
import type { Api } from '../shared/api.ts';
import type { Workspace } from './workspace-choice.ts';

/** Asks whether an action name is free, each workspace and name once while the dialog is open. */
export class NameCheck {
  readonly #answers = new Map<string, Promise<boolean>>();
  readonly #api: Api;
  readonly #folderUid: string;

  constructor(api: Api, folderUid: string) {
    this.#api = api;
    this.#folderUid = folderUid;
  }

  /** The workspaces that have an action of this name already. */
  async taken(name: string, workspaces: readonly Workspace[]): Promise<Workspace[]> {
    const free = await Promise.all(workspaces.map((one) => this.#isFree(name, one)));
    return workspaces.filter((_, index) => !free[index]);
  }

  #isFree(name: string, { accountId, workspaceId }: Workspace): Promise<boolean> {
    const key = JSON.stringify([name.toLowerCase(), accountId, workspaceId]);
    const answer = this.#answers.get(key) ?? this.#ask({ name, accountId, workspaceId });
    this.#answers.set(key, answer);
    return answer;
  }

  /** What cannot be asked now is checked when the folder is bound. */
  async #ask(query: { name: string; accountId: string; workspaceId: string }): Promise<boolean> {
    try {
      const path = `/folders/${this.#folderUid}/binding/name`;
      return (await this.#api.get<z.infer<typeof nameCheckAnswer>>(path, query)).free;
    } catch {
      return true;
    }
  }
}
