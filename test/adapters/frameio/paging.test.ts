import { describe, expect, it } from 'vitest';
import { collected } from '../../contracts/frameio/world.ts';
import { filePayload, folderPayload, scriptedFrameio, stackPayload } from './scripted.ts';

const folder = { accountId: 'a', folderId: 'f' };
const page = (data: unknown, next: string | null = null) => ({ body: { data, links: { next } } });

describe('paging', () => {
  it('follows the cursor and asks for the same thing with each page', async () => {
    const { frameio, asked, time } = scriptedFrameio((_, url) => {
      const after = url.searchParams.get('after');
      if (after === null) return page([filePayload({ id: '1' })], '/v4/accounts/a/folders/f/children?after=g3QA%3D%3D');
      return page([filePayload({ id: '2' })]);
    });
    const children = await time.until(collected(frameio.folders.children(folder)));
    expect(children.map(({ id }) => id)).toEqual(['1', '2']);
    const queries = asked.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
    const asIs = { page_size: '500', include: 'metadata,creator' };
    expect(queries).toEqual([asIs, { ...asIs, after: 'g3QA==' }]);
  });

  it('asks for the next page only when somebody wants it', async () => {
    const { frameio, asked } = scriptedFrameio(() => page([filePayload()], '/v4/x?after=more'));
    for await (const child of frameio.folders.children(folder)) {
      expect(child.id).toBe('file');
      break;
    }
    expect(asked).toHaveLength(1);
  });

  it('gives one page of sub-folders at a time', async () => {
    const { frameio, time } = scriptedFrameio((_, url) =>
      url.searchParams.get('after') === 'two'
        ? page([folderPayload({ id: '2' })])
        : page([folderPayload()], '/v4/x?after=two'),
    );
    const first = await time.until(frameio.folders.list(folder));
    expect(first).toMatchObject({ folders: [{ id: 'folder' }], next: 'two' });
    expect(await time.until(frameio.folders.list(folder, first.next))).toMatchObject({ folders: [{ id: '2' }] });
  });

  it('refuses a list that comes back to where it was', async () => {
    const { frameio, time } = scriptedFrameio(() => page([], '/v4/x?after=same'));
    const listing = time.until(collected(frameio.folders.children(folder)));
    await expect(listing).rejects.toMatchObject({ code: 'frameio-refused' });
  });

  it('refuses a list that does not end', async () => {
    let count = 0;
    const { frameio, time, asked } = scriptedFrameio(() => page([], `/v4/x?after=${(count += 1)}`));
    const listing = time.until(frameio.workspaces.list({ accountId: 'a' }));
    await expect(listing).rejects.toMatchObject({ code: 'frameio-refused' });
    expect(asked.length).toBeLessThanOrEqual(2_000);
  });

  it('refuses a next page that has no cursor', async () => {
    const { frameio, time } = scriptedFrameio(() => page([], '/v4/accounts?page=2'));
    await expect(time.until(frameio.accounts.list())).rejects.toMatchObject({ code: 'frameio-refused' });
  });

  it('leaves out kinds of assets that came after this connector, and stacks without a file', async () => {
    const { frameio, time } = scriptedFrameio(() =>
      page([{ id: 'c', type: 'canvas' }, stackPayload({ id: 'empty', head_version: null }), filePayload()]),
    );
    const children = await time.until(collected(frameio.folders.children(folder)));
    expect(children.map(({ id }) => id)).toEqual(['file']);
  });

  it('does not take a broken file for a kind it does not know', async () => {
    const { frameio, time } = scriptedFrameio(() => page([filePayload({ file_size: 'big' })]));
    const listing = time.until(collected(frameio.folders.children(folder)));
    await expect(listing).rejects.toMatchObject({ code: 'frameio-refused' });
  });
});
