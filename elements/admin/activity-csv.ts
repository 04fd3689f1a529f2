import type { ActivityAnswer } from '../../server/contract/activity.ts';
import { i18n } from '../shared/i18n.ts';
import { csvOf } from './csv.ts';
import { withNextPage, type Pages, type PageSource } from './pages.ts';

export type ActivityLine = ActivityAnswer['activities'][number];

/** Bounds what a browser holds at once. */
const MOST_LINES = 20_000;
const LARGEST_PAGE = 200;

/** Everything, page by page, up to a bound. @param progress - Told how many lines there are after each page. */
export async function allLines(
  source: PageSource<ActivityLine>,
  progress: (count: number) => void,
  most = MOST_LINES,
): Promise<{ lines: readonly ActivityLine[]; isWhole: boolean }> {
  let pages: Pages<ActivityLine> = { items: [], hasMore: true };
  while (pages.hasMore && pages.items.length < most) {
    pages = await withNextPage(pages.items, source, LARGEST_PAGE);
    progress(pages.items.length);
  }
  return { lines: pages.items, isWhole: !pages.hasMore };
}

/** Times in UTC, ids as they are: for other programs and for auditors. */
export function activityCsv(lines: readonly ActivityLine[]): string {
  const columns = [
    'frameio.admin.csv.at',
    'frameio.admin.csv.what',
    'frameio.admin.csv.title',
    'frameio.admin.csv.person',
    'frameio.admin.csv.actor',
    'frameio.admin.csv.failure',
    'frameio.admin.csv.document',
    'frameio.admin.csv.binding',
    'frameio.admin.csv.details',
  ].map((key) => i18n(key));
  return csvOf([columns, ...lines.map(fieldsOf)]);
}

function fieldsOf(line: ActivityLine): string[] {
  const hasDetails = Object.keys(line.details).length > 0;
  return [
    line.at,
    i18n(`frameio.activity.${line.kind}`),
    line.title,
    line.person ?? '',
    line.actor ?? '',
    line.failure?.message ?? '',
    line.documentUid ?? '',
    line.bindingId ?? '',
    hasDetails ? JSON.stringify(line.details) : '',
  ];
}
