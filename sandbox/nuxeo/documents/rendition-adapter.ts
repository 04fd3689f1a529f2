import type { Request, Response } from 'express';
import type { StoredDocument } from '../repository/document.ts';
import { titleOf } from '../repository/document.ts';
import { escapeHtml } from '../web/html.ts';
import { RestError } from '../web/rest-error.ts';
import type { World } from '../world.ts';

/** `@rendition/<name>`: only the thumbnail is drawn here, as a card with the type and the title. */
export function renditionAdapter(
  world: World,
  document: StoredDocument,
  [name = '']: string[],
  _req: Request,
  res: Response,
): void {
  if (name !== 'thumbnail') {
    const isKnown = name === 'xmlExport' || name === 'zipTreeExport';
    const unknownStatus = world.switches.version === '2025' ? 400 : 500;
    throw new RestError(isKnown ? 501 : unknownStatus, `The rendition definition '${name}' is not registered`);
  }
  res.type('image/svg+xml').send(card(document.type, titleOf(document)));
}

function card(type: string, title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180" viewBox="0 0 320 180">
  <rect width="320" height="180" fill="#1f28bf"/>
  <text x="160" y="84" fill="#fff" font-family="sans-serif" font-size="26" text-anchor="middle">${escapeHtml(type)}</text>
  <text x="160" y="116" fill="#cfd6ff" font-family="sans-serif" font-size="13" text-anchor="middle">${escapeHtml(title.slice(0, 40))}</text>
</svg>`;
}
