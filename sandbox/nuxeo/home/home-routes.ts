import { Router, type Request, type Response } from 'express';
import { getDocument } from '../repository/access.ts';
import { page } from '../web/html.ts';
import { RestError } from '../web/rest-error.ts';
import { principalOf, sessionOf, type World } from '../world.ts';
import { documentPage } from './document-page.ts';

/** A plain way for people to see what is in the repository. Not an imitation of Nuxeo's own interface. */
export function homeRoutes(world: World): Router {
  const router = Router();
  router.get('/', (req, res) => show(world, { path: '/default-domain/workspaces' }, req, res));
  router.get('/view/:uid', (req, res) => show(world, { uid: String(req.params.uid) }, req, res));
  return router;
}

function show(world: World, ref: { uid: string } | { path: string }, _req: Request, res: Response): void {
  const session = sessionOf(world, res);
  try {
    const document = getDocument(session, ref);
    res.type('html').send(documentPage(session, document, principalOf(res).username));
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const text = error.status === 404 ? 'There is no such document.' : 'You may not see this document.';
    const body = `<main class="card narrow"><p>${text}</p><a href="/nuxeo/">Start page</a></main>`;
    res.status(error.status).type('html').send(page('Not available', body));
  }
}
