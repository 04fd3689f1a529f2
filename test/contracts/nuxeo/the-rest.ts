import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { JobCancelled } from '../../../server/domain/errors.ts';
import { bytesOf, expectRefusal, mainBlob, upload, type Scene } from './subject.ts';

export function signalFacts(scene: () => Scene): void {
  describe('a signal', () => {
    it('ends requests with its reason', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const cancelling = new AbortController();
      const bound = ana.withSignal(cancelling.signal);
      expect((await bound.documents.get(uid)).uid).toBe(uid);

      cancelling.abort(new JobCancelled());
      await expectRefusal(bound.documents.get(uid), 'cancelled');
      expect((await ana.documents.get(uid)).uid).toBe(uid);
    });

    it('ends the reading of bytes', async () => {
      const { ana, newFile } = scene();
      const { uid } = await newFile();
      const document = await ana.documents.update(uid, { mainFile: await upload(ana, bytesOf(500)) });
      const cancelling = new AbortController();
      const source = ana.withSignal(cancelling.signal).blobs.source(uid, mainBlob(document));
      cancelling.abort(new JobCancelled());
      await expectRefusal(source.open({ start: 0, end: 9 }, new AbortController().signal), 'cancelled');
    });
  });
}

export function oauthClientFacts(scene: () => Scene): void {
  const client = () => {
    const id = `frameio-${randomUUID()}`;
    return { id, name: 'Frame.io', secret: 'first secret', redirectUri: 'https://example.com/nuxeo/frameio/callback' };
  };

  describe('a consumer of the OAuth2 provider', () => {
    it('is registered so that nobody has to consent', async () => {
      const { admin } = scene();
      const wanted = client();
      await admin.oauthClients.save(wanted);
      expect(await admin.oauthClients.get(wanted.id)).toEqual({
        id: wanted.id,
        name: 'Frame.io',
        redirectUris: [wanted.redirectUri],
        isEnabled: true,
        isAutoGranted: true,
      });
    });

    it('is replaced when it is registered again', async () => {
      const { admin } = scene();
      const wanted = client();
      await admin.oauthClients.save(wanted);
      const redirectUri = 'https://elsewhere.example.com/callback';
      await admin.oauthClients.save({ ...wanted, secret: 'second secret', redirectUri });
      expect((await admin.oauthClients.get(wanted.id))?.redirectUris).toEqual([redirectUri]);
    });

    it('is unknown before that', async () => {
      expect(await scene().admin.oauthClients.get('nobody-registered-it')).toBeUndefined();
    });

    it('is registered by administrators only', async () => {
      await expectRefusal(scene().ana.oauthClients.save(client()), 'nuxeo-forbidden');
    });
  });
}
