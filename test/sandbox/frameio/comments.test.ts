import { describe, expect, it } from 'vitest';
import { toTimecode, fromTimecode } from '../../../sandbox/frameio/timecode.ts';
import { FILES, FOLDERS, PEOPLE } from '../../../sandbox/frameio/seed.ts';
import { A, upload, useFrameio, type Answer } from './harness.ts';

// The one place where the stand-in is wider than the description: guests have an owner of null.
const frameio = useFrameio({}, [/owner must be object/]);
const OF_CLIP = `${A}/files/${FILES.a001}/comments`;
const idOf = (answer: Answer) => String(answer.body['data']?.['id']);
const detail = (answer: Answer) => String(answer.body['errors']?.[0]?.['detail']);

describe('a comment', () => {
  it('carries text, time, drawing and place as they were sent', async () => {
    const annotation = JSON.stringify([{ tool: 'rect', color: '#F22237', size: 8, x: 0.2, y: 0.1, w: 0.3, h: 0.5 }]);
    const data = { text: 'Zu hell 🎬\nhere', timestamp: 12, duration: 3, annotation, anchor: { x: 0, y: 1 } };
    const answer = await frameio.as('cleo').post(OF_CLIP, data);
    expect(answer.status).toBe(201);
    expect(answer.body['data']).toMatchObject({ ...data, file_id: FILES.a001, completed_at: null, page: null });
    for (const absent of ['owner', 'replies', 'parent_id', 'owner_id'])
      expect(answer.body['data']).not.toHaveProperty(absent);
  });

  it('shows its owner and replies only where asked for', async () => {
    const id = idOf(await frameio.as('cleo').post(OF_CLIP, { text: 'Thread' }));
    await frameio.control('POST', '/comments/reply', { commentId: id, email: PEOPLE.ben.email, text: 'Yes' });
    const shown = await frameio.as('ana').get(`${A}/comments/${id}?include=owner,replies`);
    expect(shown.body['data']).toMatchObject({
      owner: { email: PEOPLE.cleo.email },
      replies: [{ text: 'Yes', owner: { name: 'Ben Okafor' } }],
    });
    const list = (await frameio.as('ana').get(OF_CLIP)).body['data'] as unknown as { text: string }[];
    expect(list.map(({ text }) => text)).not.toContain('Yes');
  });

  it('cannot be answered through the API', async () => {
    const id = idOf(await frameio.as('cleo').post(OF_CLIP, { text: 'Thread' }));
    expect((await frameio.as('cleo').post(OF_CLIP, { text: 'Reply', parent_id: id })).status).toBe(422);
  });

  it('is completed and opened again', async () => {
    const ana = frameio.as('ana');
    const id = idOf(await ana.post(OF_CLIP, { text: 'Fix' }));
    const done = (await ana.patch(`${A}/comments/${id}`, { completed: true })).body['data'];
    expect(done).toMatchObject({ completer_id: PEOPLE.ana.id, text_edited_at: null });
    expect(done?.['completed_at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/);
    const open = (await ana.patch(`${A}/comments/${id}`, { completed: false, text: 'Fixed' })).body['data'];
    expect(open).toMatchObject({ completed_at: null, completer_id: null, text: 'Fixed' });
    expect(open?.['text_edited_at']).not.toBeNull();
  });

  it('goes with its replies', async () => {
    const ana = frameio.as('ana');
    const id = idOf(await ana.post(OF_CLIP, { text: 'Thread' }));
    const reply = await frameio.control('POST', '/comments/reply', { commentId: id, text: 'from a guest' });
    expect((await ana.delete(`${A}/comments/${id}`)).status).toBe(204);
    expect((await ana.get(`${A}/comments/${String(reply.body['id'])}`)).status).toBe(404);
  });

  it('of a guest has no owner', async () => {
    const { body } = await frameio.control('POST', '/comments', { fileId: FILES.a001, text: 'Guest', timestamp: 1 });
    const path = `${A}/comments/${String(body['id'])}?include=owner`;
    expect((await frameio.as('ana').get(path)).body['data']).toMatchObject({ owner: null });
    await frameio.switch({ guestOwner: 'absent' });
    expect((await frameio.as('ana').get(path)).body['data']).not.toHaveProperty('owner');
    await frameio.switch({ guestOwner: 'null' });
  });

  it('takes links, mentions and attachments apart', async () => {
    const text = 'See here, @Ben Okafor';
    const links = [{ start_index: 4, end_index: 8, url: 'https://example.com' }];
    const attachments = [{ name: 'a.png', media_type: 'image/png', file_size: 5 }];
    const { body } = await frameio.as('ana').post(OF_CLIP, { text, links, attachments });
    expect(body['data']).toMatchObject({
      links: [{ text: 'here', url: 'https://example.com' }],
      mentions: [{ user_id: PEOPLE.ben.id, text: 'Ben Okafor' }],
      attachments: [{ name: 'a.png', file_size: 5, media_type: 'image/png' }],
    });
    const url = String(body['data']?.['attachments']?.[0]?.['upload_urls']?.[0]);
    const headers = { 'content-type': 'image/png', 'x-amz-acl': 'private' };
    expect((await fetch(url, { method: 'PUT', body: '12345', headers })).status).toBe(200);
    const path = `${A}/comments/${String(body['data']?.['id'])}/attachments`;
    const added = await frameio.as('ana').post(path, { name: 'b', media_type: 'text/plain', file_size: 1 });
    expect(added.status).toBe(201);
    expect((await frameio.as('ana').delete(`${path}/${idOf(added)}`)).status).toBe(204);
    expect((await frameio.as('ana').delete(`${path}/${idOf(added)}`)).status).toBe(404);
  });

  it.each([
    { text: '' },
    { text: 'x'.repeat(40_001) },
    { text: 'x', timestamp: -1 },
    { text: 'x', timestamp: 1.5 },
    { text: 'x', timestamp: 'soon' },
    { text: 'x', duration: 0 },
    { text: 'x', anchor: { x: 1.1, y: 0 } },
    { text: 'x', annotation: [] },
    { text: 'x', attachments: Array(7).fill({ name: 'a', media_type: 'b', file_size: 1 }) },
    { text: 'x', private: true },
  ])('is refused as %j', async (data) => {
    expect((await frameio.as('ana').post(OF_CLIP, data)).status).toBe(422);
  });

  it('needs a role that may comment', async () => {
    expect((await frameio.as('dan').post(OF_CLIP, { text: 'x' })).status).toBe(403);
    const id = idOf(await frameio.as('ana').post(OF_CLIP, { text: 'x' }));
    expect((await frameio.as('dan').get(`${A}/comments/${id}`)).status).toBe(403);
  });
});

describe('time', () => {
  it('is a frame number or a timecode, both ways', async () => {
    const ana = frameio.as('ana');
    const byTimecode = await ana.post(OF_CLIP, { text: 'tc', timestamp: '00:00:02:12' });
    expect(byTimecode.body['data']).toMatchObject({ timestamp: 2 * 25 + 12 + 1 });
    const shown = await ana.get(`${A}/comments/${idOf(byTimecode)}?timestamp_as_timecode=true`);
    expect(shown.body['data']).toMatchObject({ timestamp: '00:00:02:12' });
    const byFrame = await ana.post(`${OF_CLIP}?timestamp_as_timecode=true`, { text: 'frame', timestamp: 1 });
    expect(byFrame.body['data']).toMatchObject({ timestamp: '00:00:00:00' });
  });

  it('counts frames from 0, when the switch says so', async () => {
    await frameio.switch({ frameBase: 0 });
    const answer = await frameio.as('ana').post(`${OF_CLIP}?timestamp_as_timecode=true`, { text: 'x', timestamp: 1 });
    expect(answer.body['data']).toMatchObject({ timestamp: '00:00:00:01' });
    await frameio.switch({ frameBase: 1 });
  });

  it('is refused beyond the end of the media, and for media without time', async () => {
    const ana = frameio.as('ana');
    const late = await ana.post(OF_CLIP, { text: 'late', timestamp: 100_000 });
    expect([late.status, detail(late)]).toEqual([422, 'Timestamp is outside of the media']);
    const picture = await upload(ana, FOLDERS.cuts, 'a.png', Buffer.from('x'));
    expect((await ana.post(`${A}/files/${picture}/comments`, { text: 'x', timestamp: 1 })).status).toBe(422);
    expect((await ana.post(`${A}/files/${picture}/comments`, { text: 'x', page: 1 })).status).toBe(201);
  });

  it('counts in drop-frame where the switch and the rate say so', () => {
    expect(toTimecode(11_974, 29.97, true)).toBe('00:06:39;16');
    expect(toTimecode(9000, 29.97, true)).toBe('00:05:00;10');
    expect(toTimecode(1800, 29.97, true)).toBe('00:01:00;02');
    expect(toTimecode(17_982, 29.97, true)).toBe('00:10:00;00');
    expect(toTimecode(1800, 29.97, false)).toBe('00:01:00:00');
    for (const frame of [0, 1799, 1800, 17_981, 17_982, 123_456]) {
      expect(fromTimecode(toTimecode(frame, 59.94, true), 59.94)).toBe(frame);
    }
    expect(fromTimecode('00:00:00:25', 25)).toBeUndefined();
  });
});

describe('the list', () => {
  it('is paged and sorted', async () => {
    const ana = frameio.as('ana');
    const file = await upload(ana, FOLDERS.cuts, 'list.mov', Buffer.from('x'));
    const path = `${A}/files/${file}/comments`;
    for (const [who, text] of [
      ['cleo', '1'],
      ['ana', '2'],
      ['ben', '3'],
    ] as const)
      await frameio.as(who).post(path, { text });
    const texts = async (query: string) => {
      const { body } = await ana.get(`${path}?${query}`);
      return (body['data'] as unknown as { text: string }[]).map(({ text }) => text);
    };
    expect(await texts('sort=created_at_desc')).toEqual(['3', '2', '1']);
    expect(await texts('sort=owner_asc&include=owner')).toEqual(['2', '3', '1']);
    expect(await texts('page_size=2')).toEqual(['1', '2']);
  });

  it('is copied with a file as asked for', async () => {
    const ana = frameio.as('ana');
    const file = await upload(ana, FOLDERS.cuts, 'copy.mov', Buffer.from('x'));
    await frameio.control('POST', '/comments', {
      fileId: file,
      text: 'internal',
      email: PEOPLE.ana.email,
      internal: true,
    });
    await ana.post(`${A}/files/${file}/comments`, { text: 'public' });
    for (const [wanted, texts] of [
      ['none', []],
      ['internal', ['internal']],
      ['public', ['public']],
      ['all', ['internal', 'public']],
    ] as const) {
      const copy = idOf(await ana.post(`${A}/files/${file}/copy?copy_comments=${wanted}`, {}));
      const list = (await ana.get(`${A}/files/${copy}/comments`)).body['data'] as unknown as { text: string }[];
      expect(list.map(({ text }) => text)).toEqual(texts);
    }
  });
});
