import type { Request } from 'express';
import { RestError } from '../web/rest-error.ts';
import type { Json } from '../web/entities.ts';

export interface PageWish {
  pageSize: number;
  index: number;
}

export const MAX_PAGE_SIZE = 1000;

export function pageWish(req: Request, defaultSize: number): PageWish {
  const number = (name: string) => {
    const value = req.query[name];
    if (value === undefined || value === '') return undefined;
    const parsed = Number(value);
    if (!Number.isInteger(parsed)) throw new RestError(400, `For input string: "${String(value)}"`);
    return parsed;
  };
  return { pageSize: number('pageSize') ?? defaultSize, index: number('currentPageIndex') ?? 0 };
}

export interface Page<T> {
  entries: T[];
  envelope: Json;
}

/**
 * Cuts one page out and describes it in Nuxeo's order of fields. More than 1000
 * a page, or none, is capped without a word while the answer repeats the wish.
 *
 * @param counts - `false` where the real provider stops counting behind the page.
 */
export function cutPage<T>(all: T[], { pageSize, index }: PageWish, counts = true): Page<T> {
  const size = pageSize > MAX_PAGE_SIZE || pageSize <= 0 ? MAX_PAGE_SIZE : pageSize;
  const entries = all.slice(index * size, (index + 1) * size);
  const isCounted = counts || all.length <= size;
  const resultsCount = isCounted ? all.length : -2;
  const numberOfPages = isCounted ? Math.ceil(all.length / size) : 0;
  const envelope = {
    isPaginable: true,
    resultsCount,
    pageSize,
    maxPageSize: MAX_PAGE_SIZE,
    resultsCountLimit: counts ? 0 : size,
    currentPageSize: entries.length,
    currentPageIndex: index,
    currentPageOffset: index * size,
    numberOfPages,
    isPreviousPageAvailable: index > 0,
    isNextPageAvailable: (index + 1) * size < all.length,
    // In a captured answer this is true on the first of two pages: it does not say what it seems to say.
    isLastPageAvailable: isCounted,
    isSortable: counts,
    hasError: false,
    errorMessage: null,
  };
  return { entries, envelope };
}
