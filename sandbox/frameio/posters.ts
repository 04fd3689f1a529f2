import type { FileAsset } from './model.ts';

/** A picture that stands for a file: its name on a colour made from its id. */
export function posterOf(file: FileAsset): string {
  const hue = parseInt(file.id.slice(0, 4), 16) % 360;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">',
    `<rect width="320" height="180" fill="hsl(${String(hue)} 35% 28%)"/>`,
    `<circle cx="160" cy="80" r="28" fill="none" stroke="hsl(${String(hue)} 45% 75%)" stroke-width="3"/>`,
    `<path d="M152 66l24 14-24 14z" fill="hsl(${String(hue)} 45% 75%)"/>`,
    '<text x="160" y="148" fill="#fff" font-family="sans-serif" font-size="14" text-anchor="middle">',
    escapeXml(file.name.slice(0, 38)),
    '</text></svg>',
  ].join('');
}

export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
