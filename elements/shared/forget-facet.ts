import { ApiFailure } from './failure.ts';

const codes: Readonly<Record<number, string>> = {
  401: 'not-signed-in',
  403: 'nuxeo-forbidden',
  404: 'nuxeo-not-found',
};

/** Takes the facet off a folder, with the reader's own rights in Nuxeo. @throws ApiFailure with one of the sidecar's codes. */
export async function forgetFacet(uid: string, facet: string): Promise<void> {
  // Web UI is at `/nuxeo/ui/`, or at `/nuxeo/repo/<repository>/ui/` for another repository than the default.
  const [contextPath = '', repository] = (location.pathname.split('/ui/')[0] ?? '').split('/repo/');
  const answer = await fetch(`${contextPath}/api/v1/automation/Document.RemoveFacet`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(repository ? { 'X-NXRepository': repository } : {}),
    },
    body: JSON.stringify({ input: `doc:${uid}`, params: { facet, save: true } }),
  }).catch(() => undefined);
  if (!answer?.ok) throw new ApiFailure({ code: codes[answer?.status ?? 0] ?? 'nuxeo-unavailable' });
}
