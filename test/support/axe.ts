import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What assistive technology would stumble over inside these elements: rule and place, nothing when all is well. */
export async function accessibilityFaults(page: Page, ...selectors: readonly string[]): Promise<string[]> {
  await page.evaluate(await readFile(source, 'utf8'));
  return page.evaluate(async (include) => {
    const { axe } = globalThis as unknown as { axe: { run(what: object, how: object): Promise<AxeResults> } };
    const { violations } = await axe.run({ include }, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(' ')}`));
  }, selectors);
}

interface AxeResults {
  readonly violations: readonly { id: string; nodes: readonly { target: readonly (string | string[])[] }[] }[];
}
