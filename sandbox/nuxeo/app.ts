import express, { json, Router, type Express, type RequestHandler } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import { authenticate } from './auth/authenticate.ts';
import { csrfFilter } from './auth/csrf.ts';
import { loginRoutes } from './auth/login-routes.ts';
import { authorizeRoutes } from './auth/oauth2-authorize.ts';
import { oauth2ClientRoutes } from './auth/oauth2-client-routes.ts';
import { tokenEndpoint } from './auth/oauth2-token.ts';
import { tokenRestRoutes } from './auth/token-rest-routes.ts';
import { tokenRoutes } from './auth/token-routes.ts';
import { automationRoutes } from './automation/automation-routes.ts';
import { nxfileRoutes } from './blobs/nxfile-routes.ts';
import { controlRoutes } from './control/control-routes.ts';
import { documentRoutes } from './documents/document-routes.ts';
import { homeRoutes } from './home/home-routes.ts';
import { groupRoutes } from './people/group-routes.ts';
import { userRoutes } from './people/user-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import type { StateKeeper } from './storage/state-keeper.ts';
import { configRoutes } from './types/config-routes.ts';
import { uploadRoutes } from './upload/upload-routes.ts';
import { errorHandler, unknownEndpoint } from './web/errors.ts';
import { capabilitiesRoutes, cmisRoutes, runningStatusRoutes } from './web/server-info-routes.ts';
import type { World } from './world.ts';

interface AppParts {
  reset: () => Promise<void>;
  keeper: StateKeeper;
}

/** The whole server under `/nuxeo`, and what tests steer it with under `/_control`. */
export function createApp(world: World, { reset, keeper }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(world.control.middleware, keeper.middleware);
  app.use('/_control', controlRoutes(world, reset), world.control.router);
  app.use(delayed(world), securityHeaders);
  app.use('/nuxeo', runningStatusRoutes());
  app.use(csrfFilter(world));
  app.use('/nuxeo', loginRoutes(world), tokenEndpoint(world));
  app.use('/nuxeo', authenticate(world));
  app.use(['/nuxeo/api/v1', '/nuxeo/site/api/v1'], restApi(world));
  app.use('/nuxeo/site/automation', bodies, automationRoutes(world));
  app.use(
    '/nuxeo',
    cmisRoutes(world),
    tokenRoutes(world),
    authorizeRoutes(world),
    nxfileRoutes(world),
    homeRoutes(world),
  );
  app.use(unknownEndpoint);
  app.use(errorHandler(world));
  return app;
}

function restApi(world: World): Router {
  const router = Router();
  router.use(bodies);
  router.use('/automation', automationRoutes(world));
  router.use(documentRoutes(world), uploadRoutes(world), searchRoutes(world), userRoutes(world), groupRoutes(world));
  router.use(configRoutes(world), oauth2ClientRoutes(world), tokenRestRoutes(world), capabilitiesRoutes(world));
  router.use(unknownEndpoint);
  return router;
}

const JSON_TYPES = ['application/json', 'application/json+nxrequest', 'application/json+nxentity'];
const readJson = json({ limit: '20mb', type: JSON_TYPES, strict: false });
const RAW_UPLOAD = /^\/upload\/[^/]+\/[^/]+\/?$/;

/** JSON is read, except where the body is a file that happens to be JSON. */
const bodies: RequestHandler = (req, res, next) => {
  if (RAW_UPLOAD.test(req.path)) next();
  else readJson(req, res, next);
};

function delayed(world: World): RequestHandler {
  return async (_req, _res, next) => {
    const { requestDelayMs, throttle } = world.switches;
    const milliseconds = requestDelayMs + throttle.requestDelayMs;
    if (milliseconds > 0) await wait(milliseconds);
    next();
  };
}

const securityHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'X-Content-Type-Options': 'nosniff',
    'X-XSS-Protection': '1; mode=block',
    'X-Frame-Options': 'SAMEORIGIN',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-UA-Compatible': 'IE=10; IE=11',
  });
  next();
};
