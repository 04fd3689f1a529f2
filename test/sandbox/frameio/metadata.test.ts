import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, fieldId, FILES, FOLDERS, PEOPLE, PROJECTS, statusOptionId } from '../../../sandbox/frameio/seed.ts';
import { A, upload, useFrameio, type Answer, type Body } from './harness.ts';

const frameio = useFrameio({}, [/^PATCH \S+\/files\/\S+\/metadata is not an operation/]);
const STATUS = fieldId(ACCOUNTS.northlight, 'Status');
const APPROVED = statusOptionId(ACCOUNTS.northlight, 'Approved');
const VALUES = `${A}/projects/${PROJECTS.aurora}/metadata/values`;
const DEFINITIONS = `${A}/metadata/field_definitions`;

interface Field {
  field_definition_name: string;
  value: unknown;
}
const fieldsOf = (metadata: Body | undefined) =>
  Object.fromEntries((metadata as unknown as Field[]).map((field) => [field.field_definition_name, field.value]));

async function metadataOf(file: string, query = ''): Promise<Record<string, unknown>> {
  const { body } = await frameio.as('ana').get(`${A}/files/${file}/metadata${query}`);
  return fieldsOf(body['data']?.['metadata']);
}

const write = (values: unknown, file_ids: unknown = [FILES.a001], who = 'ana'): Promise<Answer> =>
  frameio.as(who).patch(VALUES, { file_ids, values });

describe('metadata of a file', () => {
  it('says what the pipeline found in the media', async () => {
    const video = readFileSync(new URL('../../../sandbox/fixtures/first-cut.mp4', import.meta.url));
    const id = await upload(frameio.as('ana'), FOLDERS.cuts, 'first-cut.mp4', video);
    expect(await metadataOf(id)).toMatchObject({
      'Frame Rate': 25,
      Duration: 20,
      Resolution: '1280 x 720',
      'Video Codec': 'h264',
      'File Size': video.length,
      'Comment Count': 0,
    });
  });

  it('leaves out what is not set, unless nulls are asked for', async () => {
    expect(await metadataOf(FILES.a002)).not.toHaveProperty('Status');
    expect(await metadataOf(FILES.a002, '?show_null=true')).toMatchObject({ Status: [], Notes: null });
  });

  it('counts comments', async () => {
    await frameio.as('ana').post(`${A}/files/${FILES.a002}/comments`, { text: 'x' });
    expect(await metadataOf(FILES.a002)).toMatchObject({ 'Comment Count': 1 });
  });
});

describe('the review status', () => {
  it('is a select field with options by id', async () => {
    const { body } = await frameio.as('ana').get(`${DEFINITIONS}?filters[exclude_immutable]=true&sort=name_desc`);
    const fields = body['data'] as unknown as {
      name: string;
      field_configuration: { options: { display_name: string }[] };
    }[];
    const status = fields.find(({ name }) => name === 'Status');
    expect(status).toMatchObject({ id: STATUS, field_type: 'select', mutable: true });
    const labels = status?.field_configuration.options.map(({ display_name }) => display_name);
    expect(labels).toEqual(['Needs Review', 'In Progress', 'Approved']);
    expect(fields.map(({ name }) => name)).not.toContain('Duration');
  });

  it('is set and cleared by a bulk update, without an answer body', async () => {
    const answer = await write([{ field_definition_id: STATUS, value: [APPROVED] }], [FILES.a001, FILES.a002]);
    expect([answer.status, answer.body]).toEqual([204, '']);
    expect(await metadataOf(FILES.a002)).toMatchObject({ Status: [{ id: APPROVED, display_name: 'Approved' }] });
    await write([{ field_definition_id: STATUS, value: [] }]);
    expect(await metadataOf(FILES.a001)).not.toHaveProperty('Status');
  });

  it('takes option ids, not names, and one at most', async () => {
    const other = statusOptionId(ACCOUNTS.northlight, 'In Progress');
    for (const value of [['Approved'], 'Approved', APPROVED, [APPROVED, other], null]) {
      const answer = await write([{ field_definition_id: STATUS, value }]);
      expect(answer.status).toBe(422);
      expect(answer.body['errors']).toMatchObject([{ detail: 'A List of UUID is expected for select field type' }]);
    }
  });

  it('is set for one file by the experimental API', async () => {
    const values = [{ field_definition_id: STATUS, value: [APPROVED] }];
    const path = `${A}/files/${FILES.a001}/metadata`;
    const answer = await frameio.as('ana').patch(path, { values }, { 'api-version': 'experimental' });
    expect(fieldsOf(answer.body['data']?.['metadata'])).toMatchObject({ Status: [{ display_name: 'Approved' }] });
    const stable = { email: PEOPLE.ana.email, method: 'PATCH', path, body: { data: { values } } };
    expect((await frameio.control('POST', '/act-as', { ...stable, headers: {} })).status).toBe(404);
  });
});

describe('a bulk update', () => {
  it('writes nothing unless everything can be written', async () => {
    const rating = { field_definition_id: fieldId(ACCOUNTS.northlight, 'Rating'), value: 4 };
    const duration = { field_definition_id: fieldId(ACCOUNTS.northlight, 'Duration'), value: 4 };
    expect((await write([rating, duration], [FILES.a002])).status).toBe(422);
    expect(await metadataOf(FILES.a002)).not.toHaveProperty('Rating');
    expect((await write([rating], [FILES.a002])).status).toBe(204);
    expect(await metadataOf(FILES.a002)).toMatchObject({ Rating: 4 });
  });

  it('takes 1 to 100 files of the project, no folders', async () => {
    const values = [{ field_definition_id: STATUS, value: [APPROVED] }];
    for (const ids of [[], Array(101).fill(FILES.a001), [FOLDERS.cuts]])
      expect((await write(values, ids)).status).toBe(422);
    expect((await write([], [FILES.a001])).status).toBe(422);
    expect((await write([{ field_definition_id: FILES.a001, value: 1 }])).status).toBe(404);
  });

  it('needs a role that may edit', async () => {
    expect((await write([{ field_definition_id: STATUS, value: [] }], [FILES.a001], 'dan')).status).toBe(403);
  });
});

describe('custom fields', () => {
  it('are made, shown, changed and deleted by administrators', async () => {
    const ana = frameio.as('ana');
    const options = [{ display_name: 'Day' }, { display_name: 'Night', color: '#001122' }];
    const data = { field_type: 'select_multi', name: 'Light', field_configuration: { options } };
    const made = await ana.post(DEFINITIONS, data);
    expect(made.status).toBe(201);
    const path = `${DEFINITIONS}/${String(made.body['data']?.['id'])}`;
    const day = String(made.body['data']?.['field_configuration']?.['options']?.[0]?.['id']);
    await write([{ field_definition_id: String(made.body['data']?.['id']), value: [day] }]);
    expect(await metadataOf(FILES.a001)).toMatchObject({ Light: [{ id: day, display_name: 'Day' }] });
    const changed = await ana.patch(path, { field_type: 'select_multi', name: 'Time of day' });
    expect(changed.body['data']).toMatchObject({ name: 'Time of day' });
    expect((await ana.get(`${path}?include=creator`, { 'api-version': 'experimental' })).status).toBe(200);
    expect((await ana.delete(path)).status).toBe(204);
    expect((await frameio.as('cleo').post(DEFINITIONS, data)).status).toBe(403);
  });

  it.each([
    { field_type: 'text', name: 'A' },
    { field_type: 'toggle', name: 'B' },
    { field_type: 'number', name: 'C', field_configuration: { scale: 2, number_format: 'duration' } },
    { field_type: 'rating', name: 'D', field_configuration: { max_value: 5 } },
    { field_type: 'date', name: 'E', field_configuration: { display_format: 'iso' } },
    {
      field_type: 'user_single',
      name: 'F',
      field_configuration: { member_options_type: 'custom', notify_members: false },
    },
  ])('can be %j', async (data) => {
    expect((await frameio.as('ana').post(DEFINITIONS, data)).status).toBe(201);
  });

  it('are refused with a wrong configuration, and built-in ones are not deleted', async () => {
    const ana = frameio.as('ana');
    expect(
      (await ana.post(DEFINITIONS, { field_type: 'select', name: 'x', field_configuration: { options: [] } })).status,
    ).toBe(422);
    expect((await ana.post(DEFINITIONS, { field_type: 'colour', name: 'x' })).status).toBe(422);
    expect((await ana.delete(`${DEFINITIONS}/${fieldId(ACCOUNTS.northlight, 'Duration')}`)).status).toBe(403);
  });
});
