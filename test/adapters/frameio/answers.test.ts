import { describe, expect, it } from 'vitest';
import { filePayload, scriptedFrameio, stackPayload, type ScriptedAnswer } from './scripted.ts';

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
