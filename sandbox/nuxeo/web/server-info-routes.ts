import { Router } from 'express';
import type { ServerVersion } from '../switches.ts';
import type { World } from '../world.ts';
import { sendEntity } from './entities.ts';

const PRODUCT_VERSIONS: Record<ServerVersion, string> = { '2021': '2021.48', '2023': '2023.6', '2025': '2025.4' };

export function capabilitiesRoutes(world: World): Router {
  const router = Router();
  router.get('/capabilities', (_req, res) => {
    const distributionVersion = PRODUCT_VERSIONS[world.switches.version];
    sendEntity(res, 200, {
      'entity-type': 'capabilities',
      server: { distributionName: 'lts', distributionVersion, distributionServer: 'tomcat' },
      cluster: { enabled: false, nodeId: '4276372512571862543' },
      repository: { default: { queryBlobKeys: true } },
    });
  });
  return router;
}

/** What `connect()` of the JavaScript client asks for. */
export function cmisRoutes(world: World): Router {
  const router = Router();
  router.get('/json/cmis', (_req, res) => {
    const productVersion = PRODUCT_VERSIONS[world.switches.version];
    res.json({ default: { repositoryId: 'default', productName: 'Nuxeo OpenCMIS Connector', productVersion } });
  });
  return router;
}

/** The health check; nobody has to be signed in for it. */
export function runningStatusRoutes(): Router {
  const router = Router();
  router.get('/runningstatus', (req, res) => {
    if (req.query['info'] === 'started') res.type('text/plain').send('true');
    else res.json({ runtimeStatus: 'ok', repositoryStatus: 'ok' });
  });
  return router;
}
