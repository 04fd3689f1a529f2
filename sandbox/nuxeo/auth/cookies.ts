import type { Request } from 'express';

export function cookiesOf(req: Request): Record<string, string> {
  const pairs = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(pairs.flatMap(([name, ...value]) => (name ? [[name, value.join('=')]] : [])));
}

/** Parameters of the URL and of a form, as a servlet sees them. */
export function parameterOf(req: Request, name: string): string | undefined {
  const body: unknown = req.body;
  const fromBody = isForm(req) && typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const value: unknown = fromBody ?? req.query[name];
  return typeof value === 'string' ? value : undefined;
}

function isForm(req: Request): boolean {
  return req.is('application/x-www-form-urlencoded') !== false;
}
