import { ApiFailure } from './failure.ts';

const codes: Readonly<Record<number, string>> = {
  401: 'not-signed-in',
  403: 'nuxeo-forbidden',
  404: 'nuxeo-not-found',
};

/** Takes a facet off a document, with the reader's own rights in Nuxeo. @throws ApiFailure as `callNuxeo`. */
export async function forgetFacet(uid: string, facet: string): Promise<void> {
  await operation('Document.RemoveFacet', uid, { facet, save: true });
}

export function operation<T>(
  id: string,
  uid: string,
  params: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const { contextPath, repository } = place();
  return callNuxeo<T>(`${contextPath}/api/v1/automation/${id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(repository ? { 'X-NXRepository': repository } : {}),
    },
    body: JSON.stringify({ input: `doc:${uid}`, params }),
  });
}

/** @throws ApiFailure with one of the sidecar's codes, so that the reader gets a sentence. */
export async function callNuxeo<T>(address: string, { headers, ...init }: RequestInit): Promise<T> {
  const request = { ...init, credentials: 'same-origin', headers: { accept: 'application/json', ...headers } } as const;
  const answer = await fetch(address, request).catch(() => undefined);
  if (!answer?.ok) throw new ApiFailure({ code: codes[answer?.status ?? 0] ?? 'nuxeo-unavailable' });
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** Of Nuxeo's REST API, in the repository that Web UI shows. */
export function nuxeoUrl(path: string): string {
  const { contextPath, repository } = place();
  return `${contextPath}/api/v1${repository ? `/repo/${repository}` : ''}${path}`;
}

/** Web UI is at `/nuxeo/ui/`, or at `/nuxeo/repo/<repository>/ui/` for another repository than the default. */
function place(): { contextPath: string; repository: string | undefined } {
  const base = location.pathname.split('/ui/')[0] ?? '/nuxeo';
  const [contextPath = base, repository] = base.split('/repo/');
  return { contextPath, repository };
}
