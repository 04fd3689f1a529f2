import { Router } from 'express';
import { getDocument } from '../repository/access.ts';
import { HtmlError, RestError } from '../web/rest-error.ts';
import { sessionOf, type World } from '../world.ts';
import { sendBlob } from './download.ts';
import { findBlob, parseBlobPath } from './find-blob.ts';

/** The links that stand in the JSON of a blob. Its errors are pages. */
export function nxfileRoutes(world: World): Router {
  const router = Router();
  router.get(/^\/nxfile\//, async (req, res) => {
    const place = parseBlobPath(`/nuxeo${req.path}`);
    if (!place) throw new HtmlError(404, 'No document found');
    const document = readable(() => getDocument(sessionOf(world, res), { uid: place.uid }));
    await sendBlob(world, document, findBlob(document, place.xpath), req, res);
  });
  return router;
}

function readable<T>(get: () => T): T {
  try {
    return get();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    throw new HtmlError(error.status, error.status === 404 ? 'No document found' : 'Permission denied');
  }
}
