import express, { type Express, type RequestHandler, type Response } from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { languageFile, type LanguageFolders } from './languages.ts';
import { signedIn } from './session.ts';

export interface WebUiParts {
  /** The page's HTML, made anew for each request. */
  readonly page: () => string | Promise<string>;
  /** Where files are looked for, in this order. */
  readonly folders: readonly string[];
  readonly languages: LanguageFolders;
  readonly nuxeoUrl: string;
}

export interface RunningWebUi {
  readonly url: string;
  close(): Promise<void>;
}

/** Web UI as the server lays it out: the page, its files and those of the packages beside them, languages merged. */
export async function startWebUi(parts: WebUiParts, port = 0): Promise<RunningWebUi> {
  const server: Server = createApp(parts).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createApp({ page, folders, languages, nuxeoUrl }: WebUiParts): Express {
  const app = express();
  app.disable('x-powered-by').enable('strict routing');
  app.use(neverCached);
  app.get(['/nuxeo', '/nuxeo/', '/nuxeo/ui'], (_req, res) => res.redirect('/nuxeo/ui/'));
  app.get('/nuxeo/ui/', signedIn(nuxeoUrl), async (_req, res) => {
    res
      .set('Content-Security-Policy', POLICY)
      .type('html')
      .send(await page());
  });
  app.get('/nuxeo/ui/i18n/:file', async (req, res) => {
    const texts = await languageFile(req.params.file, languages);
    if (texts) res.json(texts);
    else notFound(res);
  });
  for (const folder of folders) app.use('/nuxeo/ui', express.static(folder, { index: false, cacheControl: false }));
  app.use((_req, res) => notFound(res));
  return app;
}

/** What a server sends that nobody has hardened. */
const POLICY =
  "default-src blob: *; script-src 'unsafe-inline' 'unsafe-eval' data: *; style-src 'unsafe-inline' *; font-src data: *";

const neverCached: RequestHandler = (_req, res, next) => {
  res.set({ 'Cache-Control': 'no-store', 'X-Frame-Options': 'SAMEORIGIN', 'X-Content-Type-Options': 'nosniff' });
  next();
};

function notFound(res: Response): void {
  res.status(404).type('text').send('There is no such file.');
}
