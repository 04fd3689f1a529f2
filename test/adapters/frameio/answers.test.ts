import { describe, expect, it } from 'vitest';
import { commentPayload, filePayload, scriptedFrameio, stackPayload, type ScriptedAnswer } from './scripted.ts';

const file = { accountId: 'a', fileId: 'f' };
const stack = { accountId: 'a', stackId: 's' };
const workspace = { accountId: 'a', workspaceId: 'w' };
const refusalOf = (detail: string) => ({
  errors: [{ title: 'Invalid value', detail, source: { pointer: '/data/x' } }],
});

describe('answers of Frame.io', () => {
  it.each([
    [400, 'frameio-refused'],
    [401, 'frameio-token-refused'],
    [403, 'frameio-forbidden'],
    [404, 'frameio-not-found'],
    [409, 'frameio-refused'],
    [413, 'frameio-refused'],
    [422, 'frameio-refused'],
    [302, 'frameio-refused'],
    [408, 'frameio-unavailable'],
    [500, 'frameio-unavailable'],
    [503, 'frameio-unavailable'],
  ])('with status %i become %s', async (status, code) => {
    const { frameio } = scriptedFrameio(() => ({ status, body: refusalOf('No.') }));
    await expect(frameio.files.get(file)).rejects.toMatchObject({ name: 'FrameioError', code });
  });

  it('keep their own words for the log, and out of the message', async () => {
    const { frameio } = scriptedFrameio(() => ({
      status: 422,
      headers: { 'x-request-id': 'r-1' },
      body: refusalOf('Unexpected field: foo'),
    }));
    const error = await frameio.files.get(file).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({
      message: 'frameio-refused',
      context: {
        ...{ operation: 'files.show', status: 422, requestId: 'r-1' },
        ...{ detail: 'Unexpected field: foo', pointer: '/data/x' },
      },
    });
  });

  it.each([['<html>Gateway</html>'], [undefined], [{ errors: 'many' }], [{ errors: [null] }], [[]]])(
    'may fail with anything in the body: %j',
    async (body) => {
      const { frameio } = scriptedFrameio(() => ({ status: 403, body }));
      await expect(frameio.files.get(file)).rejects.toMatchObject({ code: 'frameio-forbidden' });
    },
  );

  it('with 5xx say to stay away for at least 30 seconds', async () => {
    const unavailable = (headers: ScriptedAnswer['headers'] = {}) =>
      scriptedFrameio(() => ({ status: 502, headers })).frameio.files.get(file);
    await expect(unavailable()).rejects.toMatchObject({ retryable: true, retryAfterMs: 30_000 });
    await expect(unavailable({ 'retry-after': '5' })).rejects.toMatchObject({ retryAfterMs: 30_000 });
    await expect(unavailable({ 'retry-after': '90' })).rejects.toMatchObject({ retryAfterMs: 90_000 });
  });

  it('without storage left have a code of their own, but only for uploads', async () => {
    const { frameio } = scriptedFrameio(() => ({ status: 403, body: refusalOf('Your storage limit is reached') }));
    const folder = { accountId: 'a', folderId: 'f' };
    await expect(frameio.files.beginUpload(folder, 'x', 1)).rejects.toMatchObject({ code: 'frameio-quota-exceeded' });
    await expect(frameio.folders.get(folder)).rejects.toMatchObject({ code: 'frameio-forbidden' });
  });

  it('to a new action say who may not', async () => {
    const { frameio } = scriptedFrameio(() => ({ status: 403 }));
    const action = { name: 'Publish', description: 'Here', url: 'https://example.com' };
    await expect(frameio.actions.create(workspace, action)).rejects.toMatchObject({ code: 'action-not-allowed' });
    await expect(frameio.actions.list(workspace)).rejects.toMatchObject({ code: 'frameio-forbidden' });
  });

  it.each([
    ['no JSON', undefined],
    ['no data', {}],
    ['a list instead of one', { data: [] }],
    ['a file without a size', { data: filePayload({ file_size: undefined }) }],
    ['a negative size', { data: filePayload({ file_size: -1 }) }],
    ['a status nobody knows', { data: filePayload({ status: 'archived' }) }],
    ['a date that is none', { data: filePayload({ created_at: 'yesterday' }) }],
    ['a date that is missing', { data: filePayload({ created_at: null }) }],
    ['an empty id', { data: filePayload({ id: '' }) }],
  ])('that are nonsense are refused: %s', async (_, body) => {
    const { frameio } = scriptedFrameio(() => ({ body }));
    const asked = frameio.files.get(file);
    await expect(asked).rejects.toMatchObject({ code: 'frameio-refused', context: { operation: 'files.show' } });
  });

  it('may have members that nobody knows, and lack those that nobody needs', async () => {
    const creator = { id: null, name: null, email: 'ana@example.com', avatar_url: 7 };
    const metadata = [
      { field_definition_id: 'd', field_definition_name: 'Canvas', field_type: 'canvas', value: { x: 1 }, mutable: 1 },
      { field_definition_id: 'r', field_definition_name: 'Rating', field_type: 'rating', value: 4 },
      { field_definition_id: 'n', field_definition_name: 'Notes', field_type: 'text', value: null },
      {
        ...{ field_definition_id: 's', field_definition_name: 'Status', field_type: 'select' },
        value: [{ id: 'o', display_name: 'Approved', color: '#0f0' }],
      },
      {
        ...{ field_definition_id: 'u', field_definition_name: 'Assignee', field_type: 'user_single' },
        value: [{ id: 'person', type: 'user' }],
      },
    ];
    const body = { data: { ...filePayload({ creator, metadata, type: undefined }), hologram: {} }, meta: 1 };
    const found = await scriptedFrameio(() => ({ body })).frameio.files.get(file);
    expect(found.creator).toEqual({ id: undefined, adobeUserId: undefined, name: undefined, email: 'ana@example.com' });
    expect(found.metadata).toEqual([
      { fieldId: 'd', name: 'Canvas', type: 'canvas', value: undefined, options: [] },
      { fieldId: 'r', name: 'Rating', type: 'rating', value: 4, options: [] },
      { fieldId: 'n', name: 'Notes', type: 'text', value: undefined, options: [] },
      { fieldId: 's', name: 'Status', type: 'select', value: undefined, options: [{ id: 'o', label: 'Approved' }] },
      {
        fieldId: 'u',
        name: 'Assignee',
        type: 'user_single',
        value: undefined,
        options: [{ id: 'person', label: 'person' }],
      },
    ]);
  });

  it('about a stack without a file say that there is none', async () => {
    const { frameio } = scriptedFrameio(() => ({ body: { data: stackPayload({ head_version: null }) } }));
    await expect(frameio.versionStacks.get(stack)).rejects.toMatchObject({ code: 'frameio-not-found' });
  });

  it.each([
    ['oldest first', ['1', '2', '3'], '3', ['1', '2', '3']],
    ['newest first', ['3', '2', '1'], '3', ['1', '2', '3']],
    ['in no order', ['2', '3', '1'], '3', ['1', '2', '3']],
    ['in no order, with an old file on top', ['2', '1', '3'], '1', ['2', '3', '1']],
  ])('list the versions of a stack %s', async (_, listed, head, expected) => {
    const version = (id: string) => filePayload({ id, created_at: `2026-01-0${id}T00:00:00Z` });
    const { frameio } = scriptedFrameio(({ operation }) =>
      operation === 'version_stacks.show'
        ? { body: { data: stackPayload({ head_version: version(head) }) } }
        : { body: { data: listed.map(version), links: { next: null } } },
    );
    expect((await frameio.versionStacks.members(stack)).map(({ id }) => id)).toEqual(expected);
  });
});

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

describe('comments', () => {
  const answer = (...data: object[]) => ({ body: { data, links: { next: null } } });
  const timed = (timestamp: unknown) => commentPayload({ timestamp });

  it.each([
    [0, 12, 12],
    [1, 13, 12],
    [1, 0, 0],
  ] as const)('with frames counted from %i: %i is frame %i', async (frameBase, timestamp, frame) => {
    const { frameio } = scriptedFrameio(
      (_, url) => answer(timed(url.searchParams.has('timestamp_as_timecode') ? '00:00:00;12' : timestamp)),
      { frameBase },
    );
    expect(await frameio.comments.list(file)).toMatchObject([{ frame, timecode: '00:00:00;12' }]);
  });

  it('are asked for once when none of them is at a time', async () => {
    const { frameio, asked } = scriptedFrameio(() => answer(commentPayload(), commentPayload({ id: '2' })));
    await frameio.comments.list(file);
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(new URL(asked[0]?.url ?? '').searchParams)).toEqual({
      ...{ page_size: '100', sort: 'created_at_asc', include: 'owner,replies' },
    });
  });

  it('that appear between the two questions have no timecode yet', async () => {
    const { frameio } = scriptedFrameio((_, url) =>
      url.searchParams.has('timestamp_as_timecode') ? answer() : answer(timed(5)),
    );
    expect(await frameio.comments.list(file)).toMatchObject([{ frame: 4, timecode: undefined }]);
  });

  it('ask once who replied, where the list does not say', async () => {
    const reply = { ...commentPayload({ id: 'reply', text: 'fixed' }), owner: undefined, replies: undefined };
    const { frameio, asked, time } = scriptedFrameio(({ operation }) =>
      operation === 'comments.show'
        ? { body: { data: commentPayload({ owner: { name: 'Ben', email: 'ben@example.com' } }) } }
        : answer(commentPayload({ replies: [reply] })),
    );
    const list = () => time.until(frameio.comments.list(file));
    const replies = [{ author: 'Ben', authorEmail: 'ben@example.com' }];
    expect(await list()).toMatchObject([{ author: 'Guest', replies }]);
    expect(await list()).toMatchObject([{ replies }]);
    expect(asked.map(({ operation }) => operation)).toEqual(['comments.index', 'comments.show', 'comments.index']);
  });

  it('are listed although a reply was deleted meanwhile', async () => {
    const reply = { ...commentPayload({ id: 'reply' }), owner: undefined };
    const { frameio } = scriptedFrameio(({ operation }) =>
      operation === 'comments.show' ? { status: 404 } : answer(commentPayload({ replies: [reply] })),
    );
    expect(await frameio.comments.list(file)).toMatchObject([{ replies: [{ author: 'Guest' }] }]);
  });

  it('by people without a name go by their address', async () => {
    const owner = { id: 'p', name: null, email: 'ben@example.com', active: true, avatar_url: null };
    const { frameio } = scriptedFrameio(() => answer(commentPayload({ owner })));
    expect(await frameio.comments.list(file)).toMatchObject([{ author: 'ben@example.com' }]);
  });
});

describe('the Status field', () => {
  const select = (id: string, more: object = {}) => ({
    ...{
      id,
      name: 'Status',
      field_type: 'select',
      field_configuration: { options: [{ id: `${id}-1`, display_name: 'OK' }] },
    },
    ...more,
  });
  const definitions = (...data: object[]) => ({ body: { data, links: { next: null } } });

  it('is the oldest select field of that name', async () => {
    const { frameio, asked } = scriptedFrameio(() =>
      definitions(
        select('text', { field_type: 'text' }),
        select('other', { name: 'Stage' }),
        select('one'),
        select('two'),
      ),
    );
    expect(await frameio.metadata.statusField({ accountId: 'a' })).toEqual({
      fieldId: 'one',
      options: [{ id: 'one-1', label: 'OK' }],
    });
    expect(new URL(asked[0]?.url ?? '').searchParams.get('sort')).toBe('created_at_asc');
  });

  it('is asked for again after some minutes, also where there was none', async () => {
    const { frameio, asked, time } = scriptedFrameio(() => definitions());
    const ask = () => frameio.metadata.statusField({ accountId: 'a' });
    expect([await ask(), await ask()]).toEqual([undefined, undefined]);
    expect(asked).toHaveLength(1);
    await time.pass(6 * 60_000);
    await ask();
    expect(asked).toHaveLength(2);
  });
});
