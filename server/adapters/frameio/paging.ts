import { z } from 'zod';
import { FrameioError } from '../../domain/errors.ts';
import type { Api, ApiRequest } from './api.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Goes back in as `after`. */
  readonly next: string | undefined;
}

/** The largest page of most lists, and of the lists of a folder. */
export const PAGE_SIZE = 100;
export const FOLDER_PAGE_SIZE = 500;

const MOST_PAGES = 2_000;

/** One page of a list; the request's own query is sent again with every page, since links carry only the cursor. */
export async function page<T>(api: Api, request: ApiRequest, item: z.ZodType<T>, after?: string): Promise<Page<T>> {
  const query = { page_size: PAGE_SIZE, ...request.query, after };
  const answer = await api.whole({ ...request, query }, listPayload(item));
  return { items: answer.data, next: cursorOf(answer.links?.next, request) };
}

/** @throws FrameioError `frameio-refused` when the list does not end. */
export async function* pages<T>(api: Api, request: ApiRequest, item: z.ZodType<T>): AsyncGenerator<readonly T[]> {
  let after: string | undefined;
  for (let count = 1; count <= MOST_PAGES; count += 1) {
    const { items, next } = await page(api, request, item, after);
    yield items;
    if (next === undefined) return;
    if (next === after) break;
    after = next;
  }
  throw endless(request);
}

export async function everything<T>(api: Api, request: ApiRequest, item: z.ZodType<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const items of pages(api, request, item)) all.push(...items);
  return all;
}

const listPayload = <T>(item: z.ZodType<T>) =>
  z.object({ data: z.array(item), links: z.object({ next: z.string().nullish() }).nullish() });

/** The link is relative: a base makes it a URL. */
function cursorOf(next: string | null | undefined, request: ApiRequest): string | undefined {
  if (!next) return undefined;
  const cursor = URL.parse(next, 'https://api.frame.io')?.searchParams.get('after');
  if (!cursor) throw endless(request);
  return cursor;
}

function endless({ operation }: ApiRequest): FrameioError {
  return new FrameioError('frameio-refused', { context: { operation, detail: 'the list does not end' } });
}
