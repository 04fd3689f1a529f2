import type { CallerCredentials } from '../../ports/nuxeo.ts';

/** A caller's credentials as they came in; never `Origin` or `Referer`, which Nuxeo would hold against us. */
export function credentialHeaders(credentials: CallerCredentials): Record<string, string> {
  const { cookie, authorization, authenticationToken } = credentials;
  return {
    ...(cookie ? { cookie } : {}),
    ...(authorization ? { authorization } : {}),
    ...(authenticationToken ? { 'x-authentication-token': authenticationToken } : {}),
  };
}
