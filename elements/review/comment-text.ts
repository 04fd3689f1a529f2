import { html, type TemplateResult } from 'lit';

const ADDRESS = /https?:\/\/[^\s<>"]+/gi;

/** A comment's text with its addresses as links; everything else of it is text. Line breaks are the style's. */
export function commentText(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(/[.,;:!?'’)\]}»]+$/, '');
    if (!URL.canParse(address)) continue;
    parts.push(text.slice(end, index), link(address));
    end = index + address.length;
  }
  return [...parts, text.slice(end)];
}

function link(address: string): TemplateResult {
  return html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow">${address}</a>`;
}
