import { describe, expect, it } from 'vitest';
import { filePayload, scriptedFrameio } from './scripted.ts';

const file = { accountId: 'a', fileId: 'f' };

describe('requests to Frame.io', () => {
  it.each(['..', '.', ''])('never leave their path: an id %j is not found, and nobody is asked', async (fileId) => {
    const { frameio, asked } = scriptedFrameio(() => ({ body: { data: filePayload() } }));
    await expect(frameio.files.get({ accountId: 'a', fileId })).rejects.toMatchObject({ code: 'frameio-not-found' });
    expect(asked).toEqual([]);
  });

  it('escape what is in an id', async () => {
    const { frameio, asked } = scriptedFrameio(() => ({ body: { data: filePayload() } }));
    await frameio.files.get({ accountId: 'adobe:org', fileId: 'adobe:x|2/../../me?a=b' });
    expect(new URL(asked[0]?.url ?? '').pathname).toBe(
      '/v4/accounts/adobe%3Aorg/files/adobe%3Ax%7C2%2F..%2F..%2Fme%3Fa%3Db',
    );
  });

  it('repeat nothing blindly that writes, except deleting', async () => {
    const { frameio, asked } = scriptedFrameio(({ method }) =>
      method === 'DELETE' ? { status: 204 } : { body: { data: filePayload({ upload_urls: [] }) } },
    );
    await frameio.files.delete(file);
    await frameio.files.move(file, { accountId: 'a', folderId: 'f' });
    expect(asked.map(({ method, retry }) => [method, retry])).toEqual([
      ['DELETE', 'safe'],
      ['PATCH', undefined],
    ]);
  });
});

describe('tokens', () => {
  it('are asked for with every request', async () => {
    let count = 0;
    const accessToken = () => Promise.resolve(`token ${(count += 1)}`);
    const { frameio, asked } = scriptedFrameio(() => ({ body: { data: filePayload() } }), { accessToken });
    await frameio.files.get(file);
    await frameio.files.get(file);
    expect(asked.map(({ headers }) => headers?.['authorization'])).toEqual(['Bearer token 1', 'Bearer token 2']);
  });

  it('that are refused are renewed, and the request is sent once more', async () => {
    const state = { token: 'old' };
    const { frameio, asked } = scriptedFrameio(
      ({ headers }) =>
        headers?.['authorization'] === 'Bearer new' ? { body: { data: filePayload() } } : { status: 401 },
      {
        accessToken: () => Promise.resolve(state.token),
        onTokenRejected() {
          state.token = 'new';
          return Promise.resolve(true);
        },
      },
    );
    expect(await frameio.files.get(file)).toMatchObject({ id: 'file' });
    expect(asked).toHaveLength(2);
  });

  it('that stay refused are the business of a person, after one more try', async () => {
    let renewals = 0;
    const { frameio, asked } = scriptedFrameio(() => ({ status: 401 }), {
      person: 'jean',
      onTokenRejected: () => Promise.resolve((renewals += 1) > 0),
    });
    const refused = frameio.files.get(file);
    await expect(refused).rejects.toMatchObject({
      code: 'frameio-token-refused',
      params: ['jean'],
      needsAttention: true,
      retryable: false,
    });
    expect([asked.length, renewals]).toEqual([2, 1]);
  });

  it('that cannot be renewed are not tried again', async () => {
    const { frameio, asked } = scriptedFrameio(() => ({ status: 401 }), {
      onTokenRejected: () => Promise.resolve(false),
    });
    await expect(frameio.files.get(file)).rejects.toMatchObject({ code: 'frameio-token-refused' });
    expect(asked).toHaveLength(1);
  });

  it('of the old API are announced as such', async () => {
    const script = () => ({ body: { data: filePayload() } });
    const legacy = scriptedFrameio(script, { legacyToken: true });
    const usual = scriptedFrameio(script);
    await legacy.frameio.files.get(file);
    await usual.frameio.files.get(file);
    expect(legacy.asked[0]?.headers).toMatchObject({ 'x-frameio-legacy-token-auth': 'true' });
    expect(usual.asked[0]?.headers).not.toHaveProperty('x-frameio-legacy-token-auth');
  });
});
