import { describe, expect, it } from 'vitest';
import { FILES, FOLDERS, PROJECTS } from '../../../sandbox/frameio/seed.ts';
import { A, upload, useFrameio, type Answer } from './harness.ts';

const frameio = useFrameio({}, [/^(PATCH|DELETE) \S+\/version_stacks\/[^/]+ is not an operation/]);
const idOf = (answer: Answer) => String(answer.body['data']?.['id']);

async function clips(...names: string[]): Promise<{ folder: string; files: string[] }> {
  const ana = frameio.as('ana');
  const folder = idOf(await ana.post(`${A}/folders/${FOLDERS.cuts}/folders`, { name: 'Stacking' }));
  const files = [];
  for (const name of names) files.push(await upload(ana, folder, name, Buffer.from(name)));
  return { folder, files };
}

async function stackOf(...names: string[]) {
  const { folder, files } = await clips(...names);
  const answer = await frameio.as('ana').post(`${A}/folders/${folder}/version_stacks`, { file_ids: files });
  return { folder, files, answer, stack: idOf(answer) };
}

async function versionsOf(stack: string): Promise<string[]> {
  const { body } = await frameio.as('ana').get(`${A}/version_stacks/${stack}/children`);
  return (body['data'] as unknown as { id: string }[]).map(({ id }) => id);
}

describe('a new version stack', () => {
  it('has an id of its own, the last file as its head, and takes the files out of the folder', async () => {
    const { folder, files, answer, stack } = await stackOf('v1.mov', 'v2.mov');
    expect(answer.status).toBe(201);
    expect(files).not.toContain(stack);
    expect(answer.body['data']).toMatchObject({
      type: 'version_stack',
      name: 'v2.mov',
      head_version: { id: files[1] },
    });
    const file = await frameio.as('ana').get(`${A}/files/${files[0] ?? ''}`);
    expect(file.body['data']).toMatchObject({ parent_id: stack });
    const children = (await frameio.as('ana').get(`${A}/folders/${folder}/children`)).body['data'];
    expect(children).toMatchObject([{ id: stack, type: 'version_stack' }]);
  });

  it('takes 2 to 10 different files, all of them in that folder', async () => {
    const { folder, files } = await clips('a', 'b');
    const create = (file_ids: unknown) => frameio.as('ana').post(`${A}/folders/${folder}/version_stacks`, { file_ids });
    const [a, b] = files;
    for (const refused of [[], [a], [a, a], [a, FILES.trailer], [a, FOLDERS.day1], Array(11).fill(b), 'a']) {
      expect((await create(refused)).status, JSON.stringify(refused)).toBe(422);
    }
    expect((await create([b, a])).body['data']).toMatchObject({ head_version: { id: a } });
  });

  it('is shown with media links and metadata of its head, and listed by folder', async () => {
    const { folder, files, stack } = await stackOf('v1.mov', 'v2.mov');
    const includes = 'include=media_links.original,metadata,creator';
    const shown = await frameio.as('ana').get(`${A}/version_stacks/${stack}?${includes}`);
    const link = String(shown.body['data']?.['head_version']?.['media_links']?.['original']?.['download_url']);
    expect(await (await fetch(link)).text()).toBe('v2.mov');
    expect(shown.body['data']).toMatchObject({ creator: { name: 'Ana Duarte' } });
    const listed = await frameio.as('ana').get(`${A}/folders/${folder}/version_stacks?${includes}`);
    expect(listed.body['data']).toMatchObject([{ id: stack, head_version: { id: files[1] } }]);
  });

  it('is not a file: its id is unprocessable there', async () => {
    const { stack } = await stackOf('a', 'b');
    for (const path of ['', '/comments', '/metadata', '/status']) {
      expect((await frameio.as('ana').get(`${A}/files/${stack}${path}`)).status).toBe(422);
    }
    expect((await frameio.as('ana').get(`${A}/folders/${stack}/children`)).status).toBe(422);
  });
});

describe('moving files', () => {
  it('onto a stack makes the file its head', async () => {
    const { folder, files, stack } = await stackOf('v1', 'v2');
    const ana = frameio.as('ana');
    const third = await upload(ana, folder, 'v3', Buffer.from('3'));
    const moved = await ana.patch(`${A}/files/${third}/move`, { parent_id: stack });
    expect(moved.body['data']).toMatchObject({ id: third, parent_id: stack });
    expect(await versionsOf(stack)).toEqual([...files, third]);
    const shown = await ana.get(`${A}/version_stacks/${stack}`);
    expect(shown.body['data']).toMatchObject({ name: 'v2', head_version: { id: third } });
  });

  it('out of a stack leaves the others; a stack of one stays', async () => {
    const { folder, files, stack } = await stackOf('v1', 'v2');
    await frameio.as('ana').patch(`${A}/files/${files[1] ?? ''}/move`, { parent_id: folder });
    expect(await versionsOf(stack)).toEqual([files[0]]);
  });

  it('dissolves a stack of one, when the switch says so', async () => {
    await frameio.switch({ loneVersion: 'stack-dissolves' });
    const { folder, files, stack } = await stackOf('v1', 'v2');
    await frameio.as('ana').patch(`${A}/files/${files[0] ?? ''}/move`, { parent_id: FOLDERS.cuts });
    expect((await frameio.as('ana').get(`${A}/version_stacks/${stack}`)).status).toBe(404);
    const left = await frameio.as('ana').get(`${A}/files/${files[1] ?? ''}`);
    expect(left.body['data']).toMatchObject({ parent_id: folder });
    await frameio.switch({ loneVersion: 'stack-stays' });
  });

  it('out until none is left removes the stack', async () => {
    const { files, stack } = await stackOf('v1', 'v2');
    for (const file of files) await frameio.as('ana').delete(`${A}/files/${file}`);
    expect((await frameio.as('ana').get(`${A}/version_stacks/${stack}`)).status).toBe(404);
  });

  it('into a file is refused', async () => {
    const { files } = await clips('a', 'b');
    const answer = await frameio.as('ana').patch(`${A}/files/${files[0] ?? ''}/move`, { parent_id: files[1] });
    expect(answer.status).toBe(422);
  });
});

describe('a stack', () => {
  it('moves and is copied with all its versions', async () => {
    const ana = frameio.as('ana');
    const { files, stack } = await stackOf('v1', 'v2');
    const moved = await ana.patch(`${A}/version_stacks/${stack}/move`, { parent_id: FOLDERS.springSpotRoot });
    expect(moved.body['data']).toMatchObject({ project_id: PROJECTS.springSpot, parent_id: FOLDERS.springSpotRoot });
    const file = await ana.get(`${A}/files/${files[0] ?? ''}`);
    expect(file.body['data']).toMatchObject({ project_id: PROJECTS.springSpot });
    const copy = await ana.post(`${A}/version_stacks/${stack}/copy?copy_metadata=true`, { parent_id: FOLDERS.cuts });
    const copies = await versionsOf(idOf(copy));
    expect(copies).toHaveLength(2);
    expect(copies).not.toEqual(expect.arrayContaining(files));
    expect(copy.body['data']).toMatchObject({ head_version: { id: copies[1], name: 'v2' } });
  });

  it('is put in another order only by the experimental API', async () => {
    const { files, stack } = await stackOf('v1', 'v2');
    const path = `${A}/version_stacks/${stack}/versions`;
    const turned = { file_ids: files.toReversed() };
    expect((await frameio.as('ana').patch(path, turned, { 'api-version': 'experimental' })).status).toBe(200);
    expect(await versionsOf(stack)).toEqual(files.toReversed());
    const incomplete = { file_ids: [files[0]] };
    expect((await frameio.as('ana').patch(path, incomplete, { 'api-version': 'experimental' })).status).toBe(422);
  });

  it('has neither a name to change nor an end', async () => {
    const { stack } = await stackOf('v1', 'v2');
    const ana = { email: 'ana@northlight.example', path: `${A}/version_stacks/${stack}` };
    for (const method of ['PATCH', 'DELETE']) {
      const answer = await frameio.control('POST', '/act-as', { ...ana, method, body: { data: { name: 'x' } } });
      expect([answer.status, String(answer.body['errors']?.[0]?.['detail'])]).toEqual([
        404,
        expect.stringContaining(`no route found for ${method}`),
      ]);
    }
  });
});

describe('a file', () => {
  it('is renamed, copied and deleted; nothing else can be changed', async () => {
    const ana = frameio.as('ana');
    const { folder, files } = await clips('a.mov');
    const path = `${A}/files/${files[0] ?? ''}`;
    expect((await ana.patch(path, { name: 'b.mov' })).body['data']).toMatchObject({ name: 'b.mov' });
    expect((await ana.patch(path, { media_type: 'x' })).status).toBe(422);
    const copy = await ana.post(`${path}/copy`, { parent_id: folder });
    expect(idOf(copy)).not.toBe(files[0]);
    expect((await ana.delete(path)).status).toBe(204);
    expect((await ana.get(path)).status).toBe(404);
    const shown = await ana.get(`${A}/files/${idOf(copy)}?include=media_links.original`);
    const link = String(shown.body['data']?.['media_links']?.['original']?.['download_url']);
    expect(await (await fetch(link)).text()).toBe('a.mov');
  });
});
