import type { WebUiDocument } from '../shared/document.ts';
import { mayBePushed } from '../shared/predicates.ts';

/** As many as one plan and one push take. */
export const MOST_DOCUMENTS = 1000;

/** What Web UI hands over in place of documents while *select all* is active: the listing itself. */
export interface ListingView {
  readonly selectAllActive: boolean;
  /** What it has loaded; holes where nobody scrolled to. */
  readonly items?: readonly (Partial<WebUiDocument> | undefined)[];
}

export interface Chosen {
  readonly uids: readonly string[];
  /** *Select all* is active: there may be more than the listing has loaded. */
  readonly isAll: boolean;
  /** How many were chosen beyond what one push takes. */
  readonly left: number;
}

type Selection = ListingView | readonly WebUiDocument[] | undefined;

export function canPushSome(documents: readonly WebUiDocument[] | undefined, selection: Selection): boolean {
  if (!documents) return false;
  return loaded(documents, selection).some(mayBePushed);
}

/** Incompatible ones stay in: the plan says why each of them is skipped. */
export function chosenDocuments(documents: readonly WebUiDocument[] | undefined, selection: Selection): Chosen {
  const uids = loaded(documents ?? [], selection).map(({ uid }) => uid);
  return {
    uids: uids.slice(0, MOST_DOCUMENTS),
    isAll: isView(selection),
    left: Math.max(0, uids.length - MOST_DOCUMENTS),
  };
}

function loaded(documents: readonly WebUiDocument[], selection: Selection): WebUiDocument[] {
  const items = isView(selection) ? (selection.items ?? []) : documents;
  return items.filter((item): item is WebUiDocument => item?.uid !== undefined && item.facets !== undefined);
}

function isView(selection: Selection): selection is ListingView {
  return selection !== undefined && 'selectAllActive' in selection && selection.selectAllActive;
}
