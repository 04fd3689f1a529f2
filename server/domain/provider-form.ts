import { RequestError, type ErrorCode } from './errors.ts';

/** What the form shows before anything was saved; only the two credentials are left to type. */
export function providerDefaults(imsUrl: string) {
  return {
    serviceName: 'frameio',
    description: 'Frame.io Provider',
    authorizationServerUrl: `${imsUrl}/ims/authorize/v2`,
    tokenServerUrl: `${imsUrl}/ims/token/v3`,
    userAuthorizationUrl: '',
    scopes: ['openid', 'email', 'profile', 'offline_access', 'additional_info.roles'],
    pkce: false,
    enabled: true,
    serviceEnabled: true,
  };
}

/** Commas, spaces and line breaks all separate; repeated scopes count once. */
export function parseScopes(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

/** `action.create`, `asset.*`, `offline`: the old API knew one scope per operation, Adobe knows none of them. */
const LEGACY_SCOPE =
  /^(offline$|(account|action|asset|auditlog|comment|customaction|presentation|project|reviewlink|team|user|webhook)s?\.)/;

export interface ScopeProblem {
  readonly code: ErrorCode;
  readonly params: readonly string[];
}

export function scopeProblem(scopes: readonly string[]): ScopeProblem | undefined {
  const legacy = scopes.filter((scope) => LEGACY_SCOPE.test(scope));
  if (legacy.length > 0) return { code: 'provider-scope-legacy', params: [legacy.join(', ')] };
  if (!scopes.includes('offline_access')) return { code: 'provider-scope-offline-missing', params: [] };
  if (!scopes.includes('additional_info.roles')) return { code: 'provider-scope-roles-missing', params: [] };
  return undefined;
}

/** https, or http on this very machine: what Adobe and Nuxeo accept as well. */
export function isSecureUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url.hostname));
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

/** @throws RequestError `provider-field-invalid` naming the field. */
export function requireSecureUrl(field: string, text: string): string {
  if (isSecureUrl(text)) return text;
  throw new RequestError('provider-field-invalid', { field, params: [field] });
}
