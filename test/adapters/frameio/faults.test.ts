import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobCancelled } from '../../../server/domain/errors.ts';
import type { FolderRef } from '../../../server/domain/refs.ts';
import type { Frameio } from '../../../server/ports/frameio.ts';
import { legacyTokenOf } from '../../../sandbox/frameio/seed.ts';
import { ana, cleo, startStandIn, type StandInWorld } from '../../support/frameio-stand-in.ts';
import { video } from '../../contracts/frameio/world.ts';

let world: StandInWorld;
let frameio: Frameio;
let folder: FolderRef;

beforeAll(async () => {
  world = await startStandIn({ partSize: 65_536 });
  frameio = await world.connect(ana.email);
  const { rootFolderId } = await frameio.projects.get(world.project);
  folder = { ...world.account, folderId: rootFolderId };
});
beforeEach(() => world.standIn.control.reset());
afterAll(() => world.close());

describe('a request', () => {
  it('says who sends it', async () => {
    await frameio.me();
    expect(world.calls(/\/v4\/me/)[0]?.requestHeaders).toMatchObject({
      'user-agent': 'nuxeo-frameio-test',
      accept: 'application/json',
    });
  });

  it('waits instead of failing on a 429', async () => {
    world.fault(
      '/v4/me',
      { type: 'status', status: 429, body: { errors: [{ detail: 'Too many requests' }] } },
      { times: 2 },
    );
    const startedAt = performance.now();
    expect((await frameio.me()).name).toBe(ana.name);
    expect(performance.now() - startedAt).toBeGreaterThan(2_900);
    expect(world.calls(/\/v4\/me/).map(({ status }) => status)).toEqual([429, 429, 200]);
  });

  it('ends a wait for a 429 when its job does', async () => {
    world.fault('/v4/me', { type: 'status', status: 429 }, { times: 100 });
    const controller = new AbortController();
    const asked = frameio.withSignal(controller.signal).me();
    setTimeout(() => controller.abort(new JobCancelled()), 50);
    await expect(asked).rejects.toBeInstanceOf(JobCancelled);
  });

  it('that reads survives a passing failure', async () => {
    world.fault('/v4/me', { type: 'status', status: 503 });
    world.fault('/v4/accounts', { type: 'reset' });
    expect((await frameio.me()).name).toBe(ana.name);
    expect(await frameio.accounts.list()).not.toEqual([]);
  });

  it('that writes is sent once when its answer is lost', async () => {
    world.fault('/folders$', { type: 'lose-answer' }, { method: 'POST' });
    const created = frameio.folders.create(folder, 'Lost');
    await expect(created).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
    const { folders } = await frameio.folders.list(folder);
    expect(folders.filter(({ name }) => name === 'Lost')).toHaveLength(1);
  });

  it('whose answer is cut off may be sent again later', async () => {
    world.fault('/v4/me', { type: 'truncate', afterBytes: 20 });
    await expect(frameio.me()).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
  });

  it('whose answer is no JSON is refused', async () => {
    world.fault('/v4/me', { type: 'status', status: 200, body: '<html>Maintenance</html>' });
    await expect(frameio.me()).rejects.toMatchObject({ code: 'frameio-refused' });
  });

  it('deletes although the first answer was lost', async () => {
    const file = await world.addFile(folder, video());
    world.fault(`/files/${file.fileId}$`, { type: 'lose-answer' }, { method: 'DELETE' });
    await frameio.files.delete(file);
    expect(world.calls(/\/files\//).filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  it('goes with a developer token of the old API', async () => {
    const accessToken = () => Promise.resolve(legacyTokenOf(ana.email));
    const legacy = await world.connect(ana.email, { accessToken, legacyToken: true });
    expect((await legacy.me()).name).toBe(ana.name);
    const unannounced = await world.connect(ana.email, { accessToken });
    await expect(unannounced.me()).rejects.toMatchObject({ code: 'frameio-token-refused' });
  });

  it('renews a token that expired in between', async () => {
    let token = await world.newToken(cleo.email);
    const frameioOfCleo = await world.connect(cleo.email, {
      accessToken: () => Promise.resolve(token),
      async onTokenRejected() {
        token = await world.newToken(cleo.email);
        return true;
      },
    });
    await world.control('POST', '/expire', { what: 'access-tokens', email: cleo.email });
    expect((await frameioOfCleo.me()).name).toBe(cleo.name);
  });
});
