export const PAGE_SIZE = 50;

export interface Pages<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

export interface PageSource<T> {
  id(item: T): string;
  /** A page of `size`, from the beginning or after the last that is shown. */
  load(last: T | undefined, size: number): Promise<readonly T[]>;
}

/** Adds a page. What two pages both hold stands in the list once. */
export async function withNextPage<T>(shown: readonly T[], source: PageSource<T>, size = PAGE_SIZE): Promise<Pages<T>> {
  const page = await source.load(shown.at(-1), size);
  const seen = new Set(shown.map((one) => source.id(one)));
  const items = [...shown, ...page.filter((one) => !seen.has(source.id(one)))];
  // A full page without anything new would be asked for again and again.
  return { items, hasMore: page.length === size && items.length > shown.length };
}

/** For lists by time, newest first: several may bear the same millisecond, so the next page begins with it again. */
export function upToAndWith(iso: string): string {
  return new Date(new Date(iso).getTime() + 1).toISOString();
}
