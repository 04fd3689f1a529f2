import { unprocessable } from './errors.ts';

export interface PageQuery {
  page_size: number;
  after?: string | undefined;
  include_total_count: boolean;
}

export interface Page<T> {
  data: T[];
  links: { next: string | null };
  total_count?: number;
}

/**
 * One page of `items`.
 *
 * @param path - Of the request, without its query: the link to the next page is
 *   relative and carries `after` alone.
 */
export function pageOf<T, R>(items: readonly T[], path: string, query: PageQuery, present: (item: T) => R): Page<R> {
  const start = query.after === undefined ? 0 : offsetOf(query.after);
  const end = start + query.page_size;
  const next = end < items.length ? `${path}?after=${encodeURIComponent(cursor(end))}` : null;
  return {
    data: items.slice(start, end).map(present),
    links: { next },
    ...(query.include_total_count ? { total_count: items.length } : {}),
  };
}

function cursor(offset: number): string {
  return Buffer.from(JSON.stringify({ type: 'offset_cursor', offset })).toString('base64');
}

function offsetOf(after: string): number {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(after, 'base64').toString());
    if (typeof decoded === 'object' && decoded !== null && 'offset' in decoded) return Number(decoded.offset);
  } catch {
    // Not one of ours: refused below.
  }
  throw unprocessable('Invalid cursor', '/after');
}

/** Sorts by a parameter such as `created_at_desc`; unsorted lists come as they are. */
export function sorted<T>(items: T[], sort: string | undefined, keys: Record<string, (item: T) => string | number>) {
  if (!sort) return items;
  const direction = sort.endsWith('_desc') ? -1 : 1;
  const key = keys[sort.replace(/_(asc|desc)$/, '')];
  if (!key) return items;
  return items.toSorted((a, b) => direction * compare(key(a), key(b)));
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
