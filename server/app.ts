import express, { Router, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Operation } from './contract/operation.ts';
import { openApiDocument } from './contract/openapi.ts';
import { FrameioError, NuxeoError, RequestError } from './domain/errors.ts';
import type { Metrics } from './metrics.ts';
import { errorResponse } from './routes/error-response.ts';
import { jsonOnly, requestId, sameOrigin } from './routes/middleware.ts';

const MAX_BODY = '512kb';

export interface AppParts {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly operations: readonly Operation[];
  /** Trust a signature alone; mounted before anything that reads cookies. */
  readonly actions: readonly Router[];
  /** Top-level redirects of the sign-in, below our own path. */
  readonly signIn: Router;
  /** The same callback at Nuxeo's well-known path. */
  readonly nuxeoCallback: RequestHandler;
  readonly api: readonly Router[];
  /** Names what is not ready; empty when everything is. */
  readonly notReady: () => Promise<readonly string[]>;
}

/** The sidecar's HTTP side: guards are listed, not nested. */
export function createApp(parts: AppParts): Express {
  const { config, log, metrics } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.set('query parser', 'simple');
  app.use(helmet({ crossOriginOpenerPolicy: false }), requestId, metrics.middleware, logged(log));
  app.get(`${new URL(config.PUBLIC_URL).pathname}/site/oauth2/frameio/callback`, parts.nuxeoCallback);
  app.use(config.basePath, sidecar(parts));
  app.use(() => {
    throw new RequestError('route-unknown');
  });
  app.use(
    errorResponse((error, req, status) => {
      const entry = { err: error, method: req.method, path: req.path, requestId: req.res?.getHeader('X-Request-Id') };
      if (status >= 500) log.error(entry, 'request failed');
      // Their words are for the log, ours for the screen.
      else if (error instanceof NuxeoError || error instanceof FrameioError)
        log.warn(entry, 'refused by the other side');
    }),
  );
  return app;
}

function sidecar({ config, version, operations, actions, signIn, api, notReady, metrics }: AppParts): Router {
  const router = Router();
  router.get('/health', (_req, res) => void res.json({ status: 'up' }));
  router.get('/ready', async (_req, res) => {
    const missing = await notReady();
    res.status(missing.length ? 503 : 200).json({ status: missing.length ? 'not-ready' : 'ready', missing });
  });
  router.get('/metrics', directOnly, metrics.handler);
  const document = openApiDocument(operations, config.sidecarUrl, version);
  router.get('/openapi.json', (_req, res) => void res.json(document));
  router.use(...actions);
  router.use(signIn);
  const origins = [new URL(config.PUBLIC_URL).origin, ...config.CORS_ORIGINS];
  router.use(
    '/api',
    crossOrigin(config.CORS_ORIGINS),
    sameOrigin(origins),
    jsonOnly,
    express.json({ limit: MAX_BODY }),
  );
  router.use('/api', (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.use(...api);
  return router;
}

/** Figures are for the machine's own monitoring: what came through the reverse proxy gets none. */
const directOnly: RequestHandler = (req, _res, next) => {
  if (req.get('x-forwarded-for') !== undefined) throw new RequestError('route-unknown');
  next();
};

/** Off unless origins are configured. */
function crossOrigin(allowed: readonly string[]): RequestHandler {
  return (req, res, next) => {
    const origin = req.get('origin');
    if (origin === undefined || !allowed.includes(origin)) {
      next();
      return;
    }
    res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' });
    if (req.method !== 'OPTIONS') {
      next();
      return;
    }
    res.set({
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Authentication-Token',
    });
    res.status(204).end();
  };
}

/** One line a request, without its query: that is where secrets travel. */
function logged(log: Logger): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.on('finish', () => {
      const milliseconds = Math.round(performance.now() - startedAt);
      const entry = { method: req.method, path: req.originalUrl.split('?')[0], status: res.statusCode, milliseconds };
      log.info({ ...entry, requestId: res.getHeader('X-Request-Id') }, 'request');
    });
    next();
  };
}
