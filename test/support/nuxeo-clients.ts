import { createHttpClient } from '../../server/adapters/http/create-http-client.ts';
import { createNuxeo, type NuxeoOptions } from '../../server/adapters/nuxeo/create-nuxeo.ts';
import type { Nuxeo } from '../../server/ports/nuxeo.ts';

/** In the stand-in a person's password is their name. */
export const basic = (person: string) => ({
  authorization: `Basic ${Buffer.from(`${person}:${person}`).toString('base64')}`,
});

/** The adapter for the people of a stand-in, with connections of its own. */
export function nuxeoClients(nuxeoUrl: string) {
  const settings = { userAgent: 'nuxeo-frameio test', isAllowed: () => true, maxSockets: 16 };
  const http = createHttpClient(settings);
  const presigned = createHttpClient(settings);

  return {
    http,
    presigned,
    as: (person: string, options: Partial<NuxeoOptions> = {}): Nuxeo =>
      createNuxeo({ http, presigned, nuxeoUrl, authHeaders: () => Promise.resolve(basic(person)), ...options }),
    /** As the Administrator, past the adapter. */
    async raw(method: 'POST' | 'PUT', path: string, json: unknown): Promise<void> {
      const request = { method, url: `${nuxeoUrl}${path}`, headers: basic('Administrator'), body: { json } } as const;
      const response = await http.request({ ...request, operation: 'test' });
      const text = await response.text();
      if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    },
    close: () => Promise.all([http.close(), presigned.close()]),
  };
}
