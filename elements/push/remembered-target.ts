/** Where the last push from a binding went: presets the next dialog. Known to this browser only. */
export interface RememberedTarget {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly projectId: string;
  /** Ids of the folders from below the project's root down to the one chosen. */
  readonly path: readonly string[];
}

const keyOf = (bindingId: string) => `nuxeo-frameio-target-${bindingId}`;

export function rememberedTarget(bindingId: string): RememberedTarget | undefined {
  try {
    const text = localStorage.getItem(keyOf(bindingId));
    return text === null ? undefined : (JSON.parse(text) as RememberedTarget);
  } catch {
    return undefined;
  }
}

export function rememberTarget(bindingId: string, target: RememberedTarget): void {
  try {
    localStorage.setItem(keyOf(bindingId), JSON.stringify(target));
  } catch {
    // A browser that stores nothing asks again next time.
  }
}
