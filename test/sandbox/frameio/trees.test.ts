import { describe, expect, it } from 'vitest';
import { ACCOUNTS, FOLDERS, fieldId, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import type { TreeWish } from '../../../sandbox/frameio/trees.ts';
import { A, useFrameio, type Body } from './harness.ts';

const frameio = useFrameio();
const reels: TreeWish = {
  type: 'folder',
  name: 'Reels',
  children: [
    { type: 'folder', name: 'Empty', children: [] },
    { type: 'file', name: 'one.mov', size: 1_000, comments: ['Darker', 'Louder'], status: 'Approved' },
    { type: 'file', name: 'nothing.bin', size: 0 },
    { type: 'file', name: 'coming.mov', size: 10, uploading: true },
    {
      type: 'version_stack',
      versions: [
        { type: 'file', name: 'cut v1.mov', size: 20 },
        { type: 'file', name: 'cut v2.mov', size: 30, seed: 'second' },
      ],
    },
  ],
};
const plant = (children: TreeWish[], folderId: string = FOLDERS.cuts) =>
  frameio.control('POST', '/trees', { folderId, children });
const childrenOf = async (folderId: string): Promise<Body[]> => {
  const { body } = await frameio.as('ana').get(`${A}/folders/${folderId}/children?include=metadata,creator`);
  return body['data'] as unknown as Body[];
};

describe('a tree that is made at once', () => {
  it('has its folders, files and stacks, and says their ids by path', async () => {
    const { status, body } = await plant([reels]);
    const ids = body['ids'] as unknown as Record<string, string>;
    expect(status).toBe(201);
    expect(Object.keys(ids).sort()).toEqual([
      'Reels',
      'Reels/Empty',
      'Reels/coming.mov',
      'Reels/cut v2.mov',
      'Reels/cut v2.mov@1',
      'Reels/cut v2.mov@2',
      'Reels/nothing.bin',
      'Reels/one.mov',
    ]);
    const children = await childrenOf(String(ids['Reels']));
    expect(children.map((child) => [child['name'], child['type'], child['status'], child['file_size']])).toEqual([
      ['Empty', 'folder', undefined, undefined],
      ['one.mov', 'file', 'transcoded', 1_000],
      ['nothing.bin', 'file', 'transcoded', 0],
      ['coming.mov', 'file', 'created', 10],
      ['cut v2.mov', 'version_stack', undefined, undefined],
    ]);
    expect(children[4]?.['head_version']?.['id']).toBe(ids['Reels/cut v2.mov@2']);
  });

  it('has comments and status', async () => {
    const { body } = await plant([{ ...reels, name: 'Reviewed' }]);
    const file = String((body['ids'] as unknown as Record<string, string>)['Reviewed/one.mov']);
    const { body: comments } = await frameio.as('ana').get(`${A}/files/${file}/comments`);
    expect((comments['data'] as unknown as Body[]).map((comment) => comment['text'])).toEqual(['Darker', 'Louder']);
    const { body: shown } = await frameio.as('ana').get(`${A}/files/${file}?include=metadata`);
    const metadata = shown['data']?.['metadata'] as unknown as Body[];
    const status = metadata.find(
      (value) => String(value['field_definition_id']) === fieldId(ACCOUNTS.northlight, 'Status'),
    );
    expect(status?.['value']?.[0]?.['display_name']).toBe('Approved');
  });

  it('has the same ids in every run, and is there only once', async () => {
    const leaf: TreeWish[] = [{ type: 'file', name: 'leaf.mov', size: 1 }];
    const first = await plant(leaf, FOLDERS.dailies);
    expect((await plant(leaf, FOLDERS.dailies)).status).toBe(409);
    await frameio.control('POST', '/reset');
    expect((await plant(leaf, FOLDERS.dailies)).body).toEqual(first.body);
  });

  it('tells nobody', async () => {
    await frameio.as('ana').post(`${A}/workspaces/${WORKSPACES.features}/webhooks`, {
      ...{ name: 'all', url: 'http://127.0.0.1:9/', events: ['file.created', 'comment.created', 'file.versioned'] },
    });
    await plant([{ ...reels, name: 'Silent' }]);
    expect((await frameio.control('GET', '/deliveries')).body).toEqual([]);
  });

  it('is refused where there is no such folder, and when something is misspelt', async () => {
    expect((await plant([reels], FOLDERS.cuts.replace(/.$/, 'e').replace(/^./, 'f'))).status).toBe(404);
    expect((await plant([{ ...reels, nam: 'x' } as unknown as TreeWish])).status).toBe(400);
  });
});
