import type { Page } from 'playwright-core';
import { table } from '../report.ts';
import { PLACES, type UiStage } from './stage.ts';

interface Click {
  readonly name: string;
  readonly place: string;
  readonly on: string;
  readonly screen: string;
  /** In it, and in sight, when somebody can work with it. */
  readonly usable: string;
}

const browser = 'nuxeo-browser';
const clicks: readonly Click[] = [
  {
    name: 'Push to Frame.io',
    place: PLACES.document,
    on: `${browser} nuxeo-frameio-push-button button`,
    screen: 'nuxeo-frameio-push-dialog',
    usable: '[role=treeitem]',
  },
  {
    name: 'Import from Frame.io',
    place: PLACES.boundFolder,
    on: `${browser} nuxeo-frameio-import-button button`,
    screen: 'nuxeo-frameio-import-dialog',
    usable: '[role=treeitem]',
  },
  {
    name: 'Bring back from Frame.io',
    place: PLACES.inReview,
    on: `${browser} nuxeo-frameio-bring-back-button button`,
    screen: 'nuxeo-frameio-bring-back-dialog',
    usable: '[type=submit]',
  },
  {
    name: 'Recall',
    place: PLACES.inReview,
    on: `${browser} nuxeo-frameio-recall-button button`,
    screen: 'nuxeo-frameio-recall-dialog',
    usable: '[type=submit]',
  },
  {
    name: 'tab of a folder',
    place: PLACES.boundFolder,
    on: 'nuxeo-page-item[name=frameio]',
    screen: 'nuxeo-frameio-folder-page',
    usable: '.danger',
  },
  {
    name: 'tab of a document',
    place: PLACES.inReview,
    on: 'nuxeo-page-item[name=frameio-review]',
    screen: 'nuxeo-frameio-player',
    usable: 'input[type=range]:enabled',
  },
];

/** From the click to what can be worked with: in a profile that has loaded nothing of it, and in one that has. */
export async function benchClicks(stage: UiStage, times: number): Promise<string> {
  const rows: string[][] = [];
  for (const click of clicks) {
    const samples: Sample[] = [];
    for (let n = 0; n < times; n += 1) samples.push(await sample(click, stage));
    const median = (of: (one: Sample) => number) => `${middle(samples.map(of)).toFixed(0)} ms`;
    rows.push([click.name, median(({ first }) => first), median(({ again }) => again)]);
  }
  return table(['From the click until it can be used', 'first time', 'again'], rows);
}

interface Sample {
  readonly first: number;
  readonly again: number;
}

async function sample(click: Click, stage: UiStage): Promise<Sample> {
  const { page, reopen, close } = await stage.open(click.place);
  try {
    const first = await time(page, click);
    await reopen(click.place);
    return { first, again: await time(page, click) };
  } finally {
    await close();
  }
}

/** Measured in the page itself, picture by picture: what drives the browser takes no part in it. */
async function time(page: Page, { on, screen, usable }: Click): Promise<number> {
  const target = await page.locator(on).first().elementHandle();
  return page.evaluate(
    async ([element, host, part]) => {
      const deep = (root: ParentNode, selector: string): Element[] => [
        ...root.querySelectorAll(selector),
        ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? deep(shadowRoot, selector) : [])),
      ];
      const isUsable = () =>
        deep(document, host)
          .flatMap(({ shadowRoot }) => (shadowRoot ? deep(shadowRoot, part) : []))
          .some((one) => one.getBoundingClientRect().width > 0);
      const started = performance.now();
      (element as HTMLElement).click();
      while (!isUsable()) {
        if (performance.now() - started > 30_000) throw new Error(`no ${part} in ${host} after half a minute`);
        await new Promise(requestAnimationFrame);
      }
      return performance.now() - started;
    },
    [target, screen, usable] as const,
  );
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
