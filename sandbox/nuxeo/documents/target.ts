import { RestError } from '../web/rest-error.ts';
import type { DocumentRef } from '../repository/access.ts';

export interface Target {
  ref: DocumentRef;
  /** What follows the document: `['@blob', 'file:content']`. */
  adapter: string[];
}

/** Takes the part of a URL behind `/api/v1` apart. Anything from the first segment that begins with `@` is an adapter. */
export function parseTarget(path: string): Target {
  const segments = path.split('/').filter(Boolean).map(decode);
  if (segments[0] === 'repo') {
    const [, name = ''] = segments.splice(0, 2);
    requireRepository(name);
  }
  const [kind, ...rest] = segments;
  const at = rest.findIndex((segment) => segment.startsWith('@'));
  const own = at < 0 ? rest : rest.slice(0, at);
  const adapter = at < 0 ? [] : rest.slice(at);
  if (kind === 'id' && own.length > 1) throw new RestError(404, `Type not found: ${own[1]}`);
  return { ref: kind === 'id' ? { uid: own[0] ?? '' } : { path: `/${own.join('/')}` }, adapter };
}

export function requireRepository(name: string): void {
  if (name !== 'default') throw new RestError(404, `Repository ${name} not available`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RestError(400, `Malformed path segment: ${segment}`);
  }
}
