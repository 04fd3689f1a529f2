import type { Request, Response } from 'express';
import type { StoredDocument } from '../repository/document.ts';
import { saveDocument } from '../repository/save.ts';
import { readFormFile } from '../upload/multipart-blobs.ts';
import { HtmlError, RestError } from '../web/rest-error.ts';
import { sessionOf, type World } from '../world.ts';
import { sendBlob } from './download.ts';
import { findBlob } from './find-blob.ts';

/** `@blob/<xpath>` */
export async function blobAdapter(
  world: World,
  document: StoredDocument,
  rest: string[],
  req: Request,
  res: Response,
): Promise<void> {
  const xpath = rest.join('/') || 'blobholder:0';
  if (rest.some((segment) => segment.startsWith('@'))) throw new RestError(501, `Not imitated here: ${xpath}`);
  if (req.method === 'DELETE') {
    saveDocument(sessionOf(world, res), document, { [topLevel(xpath)]: null });
    res.status(204).end();
  } else if (req.method === 'PUT') {
    saveDocument(sessionOf(world, res), document, { [topLevel(xpath)]: await readFormFile(world, req) });
    res.status(200).type('text/plain').send('blob updated');
  } else if (req.method === 'GET' || req.method === 'HEAD') {
    await sendBlob(world, document, findBlob(document, xpath), req, res);
  } else {
    throw new RestError(405, 'Method Not Allowed');
  }
}

function topLevel(xpath: string): string {
  if (xpath.includes('/')) throw new HtmlError(404, 'No blob found');
  return xpath === 'blobholder:0' ? 'file:content' : xpath;
}
