import {
  checkIds,
  failed,
  passed,
  skewSeconds,
  TOLERATED_SKEW_SECONDS,
  type CheckId,
  type CheckLine,
  type CheckResult,
} from '../domain/check.ts';
import { hasCode, IntegrationError } from '../domain/errors.ts';
import { isSecureUrl, scopeProblem } from '../domain/provider-form.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';
import type { Reached } from '../ports/probe.ts';
import type { TokenKind } from '../ports/token-store.ts';
import type { AccountDeps } from './account-deps.ts';
import { redirectUriChoices } from './read-provider.ts';
import { whyNone } from './tend-webhooks.ts';

type CheckDeps = Pick<
  AccountDeps,
  | 'providers'
  | 'tokens'
  | 'tokenService'
  | 'credentialProbe'
  | 'probe'
  | 'mail'
  | 'webhooks'
  | 'clock'
  | 'addresses'
  | 'options'
>;

/** The administrator who asks: some lines can only be tried in somebody's name. */
export interface CheckCaller {
  readonly username: string;
  readonly nuxeo: Pick<Nuxeo, 'oauthClients'>;
  /** Of the page that asks, as its browser says. */
  readonly origin: string | undefined;
}

type Check = (caller: CheckCaller, deps: CheckDeps) => Promise<CheckResult>;

const checks: Record<CheckId, Check> = {
  provider: checkRegistration,
  scopes: checkScopes,
  'nuxeo-reachable': async (_caller, deps) =>
    answering('nuxeo-unavailable', await reachNuxeo(deps), deps.addresses.nuxeoUrl),
  'frameio-reachable': async (_caller, deps) =>
    answering('frameio-unavailable', await reachFrameio(deps), deps.addresses.frameioApiUrl),
  'ims-reachable': checkIms,
  'public-url': (_caller, { addresses, probe }) => reachedByOurselves(addresses.redirectUris.nuxeo, probe),
  'actions-url': (_caller, { options, probe }) => reachedByOurselves(`${options.actionsUrl}/check`, probe),
  'redirect-url': checkRedirectUrl,
  'nuxeo-client': checkNuxeoClient,
  'nuxeo-credentials': checkNuxeoCredentials,
  credentials: checkCredentials,
  'nuxeo-token': (caller, deps) => checkRenewal('nuxeo', caller, deps),
  'frameio-token': (caller, deps) => checkRenewal('frameio', caller, deps),
  signature: (_caller, { options, probe }) => checkSignature(`${options.actionsUrl}/check`, 'actions-url', probe),
  webhook: checkWebhook,
  clock: checkClock,
  mail: checkMail,
};

/** The guided check: every line green, or red with what to do (X1). */
export function checkProvider(caller: CheckCaller, deps: CheckDeps): Promise<CheckLine[]> {
  return Promise.all(checkIds.map(async (id) => ({ id, ...(await checks[id](caller, deps).catch(resultOfFailure)) })));
}

function resultOfFailure(error: unknown): CheckResult {
  return error instanceof IntegrationError ? failed(error.code, ...error.params) : failed('internal');
}

async function checkRegistration(_caller: CheckCaller, { providers }: CheckDeps): Promise<CheckResult> {
  const provider = await providers.provider();
  if (!provider) return failed('provider-not-registered');
  if (!provider.enabled) return failed('provider-disabled');
  return provider.serviceEnabled ? passed : failed('service-disabled');
}

async function checkScopes(_caller: CheckCaller, { providers }: CheckDeps): Promise<CheckResult> {
  const provider = await providers.provider();
  const problem = scopeProblem(provider?.scopes ?? []);
  if (!provider) return failed('not-checked', 'provider');
  return problem ? failed(problem.code, ...problem.params) : passed;
}

const reachNuxeo = ({ probe, addresses }: CheckDeps) => probe.reach(`${addresses.nuxeoUrl}/runningstatus?info=started`);
/** Answers 401 to nobody, which is an answer. */
const reachFrameio = ({ probe, addresses }: CheckDeps) => probe.reach(`${addresses.frameioApiUrl}/v4/me`);

function answering(
  code: 'nuxeo-unavailable' | 'frameio-unavailable' | 'ims-unavailable',
  reached: Reached | undefined,
  address: string,
): CheckResult {
  return reached && reached.status < 500 ? passed : failed(code, address);
}

async function checkIms(_caller: CheckCaller, { providers, probe }: CheckDeps): Promise<CheckResult> {
  const provider = await providers.provider();
  if (!provider) return failed('not-checked', 'provider');
  const { origin } = new URL(provider.tokenServerUrl);
  return answering('ims-unavailable', await probe.reach(`${origin}/.well-known/openid-configuration`), origin);
}

async function reachedByOurselves(url: string, probe: CheckDeps['probe']): Promise<CheckResult> {
  if (!isSecureUrl(url)) return failed('url-not-https', url);
  const answerer = await probe.whoAnswers(url);
  if (answerer === 'connector') return passed;
  return failed(answerer === 'other' ? 'public-url-other' : 'public-url-unreachable', url);
}

/** Adobe sends people where the provider says; that has to be where we are, and where they have their session. */
async function checkRedirectUrl(caller: CheckCaller, { providers, addresses, probe }: CheckDeps): Promise<CheckResult> {
  const choices = redirectUriChoices(addresses);
  const registered = (await providers.provider())?.redirectUri ?? choices[0];
  if (!choices.includes(registered)) return failed('redirect-mismatch', registered, choices[0]);
  const { origin } = new URL(addresses.publicUrl);
  if (caller.origin !== undefined && caller.origin !== origin)
    return failed('redirect-mismatch', caller.origin, origin);
  return reachedByOurselves(registered, probe);
}

async function checkNuxeoClient(caller: CheckCaller, { providers, addresses }: CheckDeps): Promise<CheckResult> {
  const ours = await providers.nuxeoClient();
  if (!ours) return failed('nuxeo-client-missing');
  const registered = await caller.nuxeo.oauthClients.get(ours.clientId);
  if (!registered) return failed('nuxeo-client-missing');
  if (!registered.isEnabled) return failed('nuxeo-client-disabled', registered.name);
  const wanted = addresses.redirectUris.nuxeo;
  const differing = [
    ours.redirectUri,
    registered.redirectUris.find((uri) => uri === wanted) ?? registered.redirectUris[0],
  ];
  const other = differing.find((uri) => uri !== wanted);
  if (other !== undefined) return failed('redirect-mismatch', other, wanted);
  return passed;
}

async function checkNuxeoCredentials(_caller: CheckCaller, deps: CheckDeps): Promise<CheckResult> {
  if (!(await deps.providers.nuxeoClient())) return failed('not-checked', 'nuxeo-client');
  try {
    await deps.credentialProbe.nuxeo();
    return passed;
  } catch (error) {
    if (hasCode(error, 'nuxeo-client-missing')) return failed('nuxeo-client-secret-wrong');
    if (hasCode(error, 'nuxeo-unavailable')) return failed('nuxeo-unavailable', deps.addresses.nuxeoUrl);
    throw error;
  }
}

async function checkCredentials(_caller: CheckCaller, { providers, credentialProbe }: CheckDeps): Promise<CheckResult> {
  const provider = await providers.provider();
  if (!provider) return failed('not-checked', 'provider');
  try {
    await credentialProbe.frameio();
    return passed;
  } catch (error) {
    if (hasCode(error, 'frameio-unavailable'))
      return failed('ims-unavailable', new URL(provider.tokenServerUrl).origin);
    throw error;
  }
}

/** Really renews: a connection that looks well may be dead. */
async function checkRenewal(kind: TokenKind, caller: CheckCaller, deps: CheckDeps): Promise<CheckResult> {
  const { tokenService, addresses } = deps;
  try {
    const current = await tokenService.accessToken(kind, caller.username);
    await tokenService.forceRefresh(kind, caller.username, current);
    return passed;
  } catch (error) {
    if (hasCode(error, 'nuxeo-unavailable')) return failed('nuxeo-unavailable', addresses.nuxeoUrl);
    if (hasCode(error, 'frameio-unavailable')) return failed('not-checked', 'ims-reachable');
    throw error;
  }
}

/** A signed call goes out to the public address and comes back in, once signed rightly and once wrongly. */
async function checkSignature(url: string, first: CheckId, probe: CheckDeps['probe']): Promise<CheckResult> {
  const [right, forged] = [await probe.signedCall(url, 'right'), await probe.signedCall(url, 'forged')];
  if (right === undefined || forged === undefined) return failed('not-checked', first);
  if (right !== 200) return failed('signature-refused', url);
  return forged === 401 ? passed : failed('signature-not-checked', url);
}

/** Where webhooks are switched off nothing is missing: changes are looked for. */
async function checkWebhook(_caller: CheckCaller, deps: CheckDeps): Promise<CheckResult> {
  const { webhooks, options, probe } = deps;
  if (options.webhooks === 'off') return passed;
  const none = whyNone(deps);
  if (none) return failed(none.code, ...none.params);
  const came = await checkSignature(`${options.webhooksUrl}/check`, 'actions-url', probe);
  const failure = (await webhooks.list()).find((one) => one.failure !== undefined)?.failure;
  return came.ok && failure ? failed(failure.code, ...failure.params) : came;
}

async function checkClock(_caller: CheckCaller, deps: CheckDeps): Promise<CheckResult> {
  const reached = await Promise.allSettled([reachNuxeo(deps), reachFrameio(deps)]);
  const now = deps.clock.now();
  const clocks = ['Nuxeo', 'Frame.io'].flatMap((name, index) => {
    const answer = reached[index];
    const date = answer?.status === 'fulfilled' ? answer.value?.date : undefined;
    return date ? [{ name, skew: skewSeconds(now, date) }] : [];
  });
  const skewed = clocks.find(({ skew }) => skew > TOLERATED_SKEW_SECONDS);
  if (skewed) return failed('clock-skewed', skewed.name, String(skewed.skew));
  return clocks.length > 0 ? passed : failed('clock-unknown');
}

async function checkMail(_caller: CheckCaller, { mail }: CheckDeps): Promise<CheckResult> {
  if (!mail.configured) return failed('mail-not-configured');
  await mail.verify();
  return passed;
}
