import { hasCode, RuleError } from '../domain/errors.ts';
import type { Deps } from './deps.ts';

/** @throws RuleError `provider-not-registered`, `provider-disabled`, `service-disabled`. */
export async function requireService({ providers }: Pick<Deps, 'providers'>): Promise<void> {
  const provider = await providers.provider();
  if (!provider) throw new RuleError('provider-not-registered');
  if (!provider.enabled) throw new RuleError('provider-disabled');
  if (!provider.serviceEnabled) throw new RuleError('service-disabled');
}

/** For work that nobody waits for: while the service is off it is put off. */
export async function isServiceOn(deps: Pick<Deps, 'providers'>): Promise<boolean> {
  try {
    await requireService(deps);
    return true;
  } catch (error) {
    if (hasCode(error, 'provider-not-registered', 'provider-disabled', 'service-disabled')) return false;
    throw error;
  }
}

/** Both grants are needed before anything starts that goes on without the browser (N48). */
export async function requireConnected(username: string, { tokens }: Pick<Deps, 'tokens'>): Promise<void> {
  const nuxeo = await tokens.get('nuxeo', username);
  if (!nuxeo) throw new RuleError('nuxeo-grant-missing', { params: [username] });
  if (nuxeo.refusedAt) throw new RuleError('nuxeo-grant-refused', { params: [username] });
  const frameio = await tokens.get('frameio', username);
  if (!frameio) throw new RuleError('frameio-not-connected', { params: [username] });
  if (frameio.refusedAt) throw new RuleError('frameio-token-refused', { params: [username] });
}
