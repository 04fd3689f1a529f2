import { describe, expect, it } from 'vitest';
import { commentPayload, scriptedFrameio } from './scripted.ts';

const file = { accountId: 'a', fileId: 'f' };

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
