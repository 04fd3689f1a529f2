/** A document as Web UI's slots give it. */
export interface WebUiDocument {
  readonly uid: string;
  readonly path: string;
  readonly type: string;
  readonly title: string;
  readonly facets: readonly string[];
  readonly isTrashed?: boolean;
  readonly isVersion?: boolean;
  readonly isProxy?: boolean;
  readonly isRecord?: boolean;
  readonly isUnderRetentionOrLegalHold?: boolean;
  readonly lockOwner?: string;
  readonly lockCreated?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly contextParameters?: {
    /** Needs the `permissions` enricher. */
    readonly permissions?: readonly string[];
    readonly breadcrumb?: { readonly entries?: readonly WebUiDocument[] };
  };
}

export interface WebUiUser {
  readonly isAdministrator?: boolean;
  readonly properties?: { readonly username?: string };
}

export function isFolderish(document: WebUiDocument): boolean {
  return document.facets.includes('Folderish');
}

export function may(document: WebUiDocument, permission: string): boolean {
  return document.contextParameters?.permissions?.includes(permission) ?? false;
}

/** A facet counts only on the document it was written for: copies carry it along and mean nothing. */
export function ownFacet(document: WebUiDocument, facet: string, prefix: string): boolean {
  const uid = document.properties?.[`${prefix}:uid`];
  return document.facets.includes(facet) && (uid === undefined || uid === document.uid);
}

/** Listings and searches carry facets but not our schemas. */
export function mainFile(document: WebUiDocument): { readonly length: number; readonly name: string } | undefined {
  const content = document.properties?.['file:content'] as { length?: string; name?: string } | null | undefined;
  return content ? { length: Number(content.length ?? 0), name: content.name ?? '' } : undefined;
}
