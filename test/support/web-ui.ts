import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface VisitOptions {
  /** Also the password. */
  readonly as: string;
  /** Behind `#!`, as `/browse/default-domain` or `/admin/frameio`. */
  readonly route?: string;
  readonly locale?: string;
  readonly theme?: 'default' | 'dark' | 'light' | 'kawaii';
  readonly viewport?: { width: number; height: number };
  /** Before the page is opened: what shall be missing, or answered otherwise. */
  readonly before?: (page: Page) => Promise<unknown>;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Everything that was thrown and caught by nobody. */
  readonly failures: string[];
  close(): Promise<void>;
}

/** Somebody opens Web UI, signed in. @param publicUrl - Of an environment with `webUi`. */
export async function visitWebUi(browser: Browser, publicUrl: string, options: VisitOptions): Promise<Visit> {
  const { as, route = '/home', locale = 'en-GB', theme = 'default', viewport = { width: 1280, height: 800 } } = options;
  const context = await browser.newContext({ locale, viewport });
  const form = { user_name: as, user_password: as, form_submitted_marker: '' };
  await context.request.post(`${publicUrl}/startup`, { form, maxRedirects: 0 });
  await context.addInitScript((name) => localStorage.setItem('theme', localStorage.getItem('theme') ?? name), theme);
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await options.before?.(page);
  await page.goto(`${publicUrl}/ui/#!${route}`);
  return { page, context, failures, close: () => context.close() };
}
