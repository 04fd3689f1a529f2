import { beforeAll, describe, expect, it } from 'vitest';
import { parseNxql } from '../../../sandbox/nuxeo/search/nxql-parser.ts';
import { DAILIES_PATH, SEEDED, WORKSPACE_PATH } from '../../../sandbox/nuxeo/seed.ts';
import { at, TestServer, uidOf, type Json } from './client.ts';

const server = new TestServer();
let folder: string;

const run = (query: string, more: Record<string, string> = {}, who = 'ana') =>
  server.api(who, 'GET', `/search/execute?${new URLSearchParams({ query, ...more })}`);
const titles = (json: Json) => (json['entries'] as Json[]).map((entry) => entry['title']);
const find = async (where: string, more: Record<string, string> = {}) =>
  titles((await run(`SELECT * FROM Document WHERE ${where}`, more)).json);

beforeAll(async () => {
  folder = uidOf(await server.create('ana', SEEDED.archive, 'Folder', 'search'));
  const files = [
    { 'dc:title': "O'Neil", 'dc:subjects': ['art', 'war'], 'dc:source': 'a' },
    { 'dc:title': 'b_c', 'dc:description': '100% done', 'dc:source': 'b' },
    { 'dc:title': 'bxc', 'dc:source': 'c' },
  ];
  for (const [index, properties] of files.entries()) {
    const uid = uidOf(await server.create('ana', folder, 'File', `s${index}`, properties));
    await server.operation('ana', 'Document.AddFacet', uid, { facet: 'FrameioAsset' });
    await server.update('ana', uid, { 'frameioasset:size': 10 ** (index + 8), 'frameioasset:openComments': index });
  }
});

describe('a query', () => {
  it.each([
    ["dc:title = 'b_c'", ['b_c']],
    ["dc:title = 'O\\'Neil'", ["O'Neil"]],
    [`dc:title = "O'Neil"`, ["O'Neil"]],
    ["dc:title LIKE 'b_c'", ['b_c', 'bxc']],
    ["dc:title LIKE 'B%'", []],
    ["dc:title ILIKE 'B%'", ['b_c', 'bxc']],
    ["dc:title NOT LIKE 'b%'", ["O'Neil"]],
    ["dc:title IN ('bxc', 'b_c', 'x')", ['b_c', 'bxc']],
    ["dc:title NOT IN ('bxc', 'b_c')", ["O'Neil"]],
    ["dc:title <> 'bxc'", ["O'Neil", 'b_c']],
    ['dc:description IS NULL', ["O'Neil", 'bxc']],
    ['dc:description IS NOT NULL', ['b_c']],
    ["dc:subjects = 'war'", ["O'Neil"]],
    ["dc:subjects/* IN ('war', 'peace')", ["O'Neil"]],
    ['frameioasset:size > 100000000', ['b_c', 'bxc']],
    ['frameioasset:size BETWEEN 1 AND 1000000000', ["O'Neil", 'b_c']],
    ['frameioasset:openComments = 0', ["O'Neil"]],
    ["dc:source = 'a' OR dc:source = 'b' AND dc:title = 'x'", ["O'Neil"]],
    ["(dc:source = 'a' OR dc:source = 'b') AND NOT dc:title = 'b_c'", ["O'Neil"]],
    ["dc:created > TIMESTAMP '2020-01-01 00:00:00'", ["O'Neil", 'b_c', 'bxc']],
    ["ecm:mixinType = 'FrameioAsset'", ["O'Neil", 'b_c', 'bxc']],
    ["ecm:primaryType = 'Video'", []],
    ["ecm:fulltext = 'neil*'", ["O'Neil"]],
    ["ecm:name = 's2'", ['bxc']],
  ])('for %s', async (where, expected) => {
    expect((await find(`ecm:parentId = '${folder}' AND (${where}) AND ecm:isVersion = 0`)).toSorted()).toEqual(
      expected,
    );
  });

  it('finds by id, by path and by type', async () => {
    expect(await find(`ecm:uuid IN ('${SEEDED.cuts}', '${SEEDED.dailies}')`)).toEqual(['Cuts', 'Dailies']);
    const below = await find(`ecm:path STARTSWITH '${WORKSPACE_PATH}' AND ecm:mixinType = 'Folderish'`);
    expect(below.toSorted()).toEqual(['Archive', 'Cuts', 'Dailies', 'search']);
    expect(titles((await run('SELECT * FROM Workspace')).json)).toEqual(['Aurora']);
    expect(titles((await run('SELECT * FROM Workspace, Domain')).json)).toEqual(['Domain', 'Aurora']);
  });

  it('does not find children of a path that only begins alike', async () => {
    await server.create('ana', SEEDED.archive, 'Folder', 'search-more');
    const found = await find(`ecm:path STARTSWITH '${WORKSPACE_PATH}/Archive/search'`);
    expect(found.toSorted()).toEqual(["O'Neil", 'b_c', 'bxc']);
  });

  it('tells versions, the trash and live documents apart', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'File', 'versioned'));
    await server.operation('ana', 'Document.CreateVersion', uid, { increment: 'Minor' });
    const where = `ecm:versionVersionableId = '${uid}' AND ecm:isVersion = 1`;
    const { json } = await run(`SELECT * FROM Document WHERE ${where}`);
    expect(json['entries']).toMatchObject([{ isVersion: true, versionableId: uid }]);
    expect(await find(`ecm:parentId = '${SEEDED.cuts}' AND dc:title = 'versioned'`)).toEqual(['versioned']);
    await server.operation('ana', 'Document.Trash', uid);
    expect(await find(`ecm:uuid = '${uid}' AND ecm:isTrashed = 0`)).toEqual([]);
    expect(await find(`ecm:uuid = '${uid}' AND ecm:isTrashed = 1 AND ecm:isProxy = 0`)).toEqual(['versioned']);
  });

  it('sorts by what it says, or by what the address says', async () => {
    const inFolder = `ecm:parentId = '${folder}'`;
    expect(await find(`${inFolder} ORDER BY frameioasset:size DESC`)).toEqual(['bxc', 'b_c', "O'Neil"]);
    expect(await find(inFolder, { sortBy: 'dc:title', sortOrder: 'asc' })).toEqual(["O'Neil", 'b_c', 'bxc']);
    expect(await find(inFolder, { sortBy: 'dc:title', sortOrder: 'down' })).toEqual(['bxc', 'b_c', "O'Neil"]);
    expect(await find(`${inFolder} ORDER BY dc:description, dc:title DESC`)).toEqual(['bxc', "O'Neil", 'b_c']);
  });

  it('shows only what the caller may see', async () => {
    const uid = uidOf(await server.create('ana', SEEDED.archive, 'File', 'secret'));
    await server.operation('Administrator', 'Document.BlockPermissionInheritance', uid);
    expect(await find(`ecm:uuid = '${uid}'`)).toEqual([]);
    expect(titles((await run(`SELECT * FROM Document WHERE ecm:uuid = '${uid}'`, {}, 'Administrator')).json)).toEqual([
      'secret',
    ]);
  });

  it.each([
    'SELECT',
    'SELECT * FROM Nonsense',
    'SELECT dc:title FROM Document',
    "SELECT * FROM Document WHERE dc:title = 'open",
    'SELECT * FROM Document WHERE dc:nonsense = 1',
    'SELECT * FROM Document WHERE ecm:nonsense = 1',
    'SELECT * FROM Document WHERE dc:title',
    'SELECT * FROM Document WHERE (dc:title = 1',
    'SELECT * FROM Document garbage',
  ])('%s is a 400', async (query) => {
    expect((await run(query)).status).toBe(400);
  });

  it('is missing: 400', async () => {
    expect((await server.api('ana', 'GET', '/search/execute')).status).toBe(400);
  });
});

describe('the grammar', () => {
  it('binds AND before OR', () => {
    const { where } = parseNxql("SELECT * FROM A WHERE a:a = 1 OR a:b = 2 AND a:c = 'x'");
    expect(where).toMatchObject({ kind: 'or', left: { field: 'a:a' }, right: { kind: 'and', left: { field: 'a:b' } } });
  });

  it('does not care for the case of its words', () => {
    expect(parseNxql('select * from A where a:a is not null order by a:b desc').order).toEqual([
      { field: 'a:b', descending: true },
    ]);
  });
});

describe('a page of results', () => {
  const page = async (more: Record<string, string>) =>
    (await run(`SELECT * FROM Document WHERE ecm:parentId = '${folder}'`, more)).json;

  it('is described in the order of Nuxeo', async () => {
    const json = await page({ pageSize: '2' });
    expect(Object.keys(json).slice(0, 18)).toEqual([
      ...[
        'entity-type',
        'isPaginable',
        'resultsCount',
        'pageSize',
        'maxPageSize',
        'resultsCountLimit',
        'currentPageSize',
      ],
      ...['currentPageIndex', 'currentPageOffset', 'numberOfPages', 'isPreviousPageAvailable', 'isNextPageAvailable'],
      ...['isLastPageAvailable', 'isSortable', 'hasError', 'errorMessage', 'totalSize', 'pageIndex'],
    ]);
    expect(json).toMatchObject({ resultsCount: 3, numberOfPages: 2, currentPageSize: 2, isNextPageAvailable: true });
  });

  it('says that the last page is available, which is not that this is the last', async () => {
    expect(await page({ pageSize: '2' })).toMatchObject({ isNextPageAvailable: true, isLastPageAvailable: true });
  });

  it('holds at most 1000, and repeats the wish', async () => {
    expect(await page({ pageSize: '5000' })).toMatchObject({ pageSize: 5000, maxPageSize: 1000, currentPageSize: 3 });
    expect(await page({ pageSize: '0' })).toMatchObject({ pageSize: 0, currentPageSize: 3 });
  });

  it('is empty behind the end, and 400 for nonsense', async () => {
    expect(await page({ pageSize: '2', currentPageIndex: '7' })).toMatchObject({
      entries: [],
      isNextPageAvailable: false,
    });
    expect((await run('SELECT * FROM Document', { pageSize: 'x' })).status).toBe(400);
  });
});

describe('page providers', () => {
  const provider = (name: string, query: Record<string, string>) =>
    server.api('ana', 'GET', `/search/pp/${name}/execute?${new URLSearchParams(query)}`);

  it('list a folder, with or without the trash', async () => {
    const { json } = await provider('advanced_document_content', {
      ecm_parentId: SEEDED.dailies,
      ecm_trashed: 'false',
    });
    expect(titles(json)).toHaveLength(5);
    const asUi = await provider('advanced_document_content', {
      ecm_parentId: `["${SEEDED.dailies}"]`,
      ecm_trashed: 'true',
    });
    expect(asUi.json['entries']).toEqual([]);
  });

  it('list folders for a tree', async () => {
    const { json } = await provider('tree_children', { queryParams: SEEDED.workspace });
    expect(titles(json)).toEqual(['Dailies', 'Cuts', 'Archive']);
  });

  it('that are unknown are a 400', async () => {
    expect((await provider('nonsense', {})).json).toMatchObject({ status: 400 });
  });

  it('and queries can hang on a document', async () => {
    const query = encodeURIComponent("SELECT * FROM File WHERE dc:title LIKE 'daily%' ORDER BY dc:title DESC");
    const scoped = await server.api('ana', 'GET', `/path${DAILIES_PATH}/@search?query=${query}`);
    expect(titles(scoped.json)[0]).toBe('daily-05');
    const elsewhere = await server.api('ana', 'GET', `/id/${SEEDED.cuts}/@search?query=${query}`);
    expect(elsewhere.json['entries']).toEqual([]);
    const children = await server.api('ana', 'GET', `/id/${SEEDED.workspace}/@pp/CURRENT_DOC_CHILDREN`);
    expect(titles(children.json)).toEqual(['Dailies', 'Cuts', 'Archive']);
  });

  it('answer with enrichers and properties like any other', async () => {
    const path = `/search/execute?query=${encodeURIComponent(`SELECT * FROM Document WHERE ecm:uuid = '${SEEDED.cuts}'`)}`;
    const headers = { 'enrichers-document': 'permissions', properties: 'dublincore' };
    const { json } = await server.api('ana', 'GET', path, { headers });
    expect(at(json, 'entries', 0, 'properties', 'dc:title')).toBe('Cuts');
    expect(at(json, 'entries', 0, 'contextParameters', 'permissions')).toContain('ReadWrite');
  });
});
