import type { RefreshReport } from '../ports/token-service.ts';
import type { AccountDeps } from './account-deps.ts';

/** Keeps unused connections alive, and tells people whose connection was refused before they find out (X2). */
export async function refreshTokens(deps: Pick<AccountDeps, 'tokenService' | 'activity'>): Promise<RefreshReport> {
  const report = await deps.tokenService.refreshDue();
  for (const { kind, username } of report.refused) {
    await deps.activity.raise({
      code: kind === 'nuxeo' ? 'nuxeo-grant-refused' : 'frameio-token-refused',
      params: [username],
      person: username,
      title: kind === 'nuxeo' ? 'Nuxeo' : 'Frame.io',
      documentUid: undefined,
      bindingId: undefined,
      jobId: undefined,
    });
  }
  return report;
}
