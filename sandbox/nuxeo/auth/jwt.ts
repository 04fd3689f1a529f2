import { createHmac, timingSafeEqual } from 'node:crypto';

interface Claims {
  sub?: unknown;
  exp?: unknown;
  aud?: unknown;
}

/**
 * HS512 with the server's secret; an empty secret means that there is no such
 * sign-in. `aud`, when present, limits the token to paths that begin with it.
 */
export function usernameOfJwt(token: string, secret: string, path: string): string | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!secret || !header || !payload || !signature || rest.length > 0) return undefined;
  if (!isSigned(`${header}.${payload}`, signature, secret)) return undefined;
  const claims = parse(payload);
  if (typeof claims.exp === 'number' && claims.exp * 1000 <= Date.now()) return undefined;
  if (typeof claims.aud === 'string' && !path.startsWith(claims.aud)) return undefined;
  return typeof claims.sub === 'string' ? claims.sub : undefined;
}

function isSigned(text: string, signature: string, secret: string): boolean {
  const expected = createHmac('sha512', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parse(payload: string): Claims {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
  } catch {
    return {};
  }
}
