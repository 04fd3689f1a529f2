import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActivityLine } from '../../../elements/admin/activity-csv.ts';
import { allLines } from '../../../elements/admin/activity-csv.ts';
import { csvField, csvOf } from '../../../elements/admin/csv.ts';
import { upToAndWith, withNextPage, type PageSource } from '../../../elements/admin/pages.ts';
import { missingFields } from '../../../elements/admin/provider-fields.ts';
import { addressOf, isHere, sectionOf, sections } from '../../../elements/admin/sections.ts';
import { markOf, markOfStep, outcomeOf, steps, type CheckLine } from '../../../elements/admin/steps.ts';
import { checkIds } from '../../../server/domain/check.ts';

const green = checkIds.map((id): CheckLine => ({ id, ok: true, code: null, params: [] }));
const red = (id: string, code = 'internal') =>
  green.map((line) => (line.id === id ? { ...line, ok: false, code, params: [] } : line));

describe('the steps of the set-up', () => {
  it('show every line of the check, each once', () => {
    expect(steps.flatMap((step) => [...step.lines] as string[]).sort()).toEqual([...checkIds].sort());
  });

  it('are in order when all their lines are, and wait where another line comes first', () => {
    const [first] = steps;
    expect(markOfStep(first, undefined)).toBe('unknown');
    expect(markOfStep(first, green)).toBe('good');
    expect(markOfStep(first, red('nuxeo-credentials', 'not-checked'))).toBe('blocked');
    expect(markOfStep(first, red('nuxeo-client'))).toBe('bad');
    expect(markOf(undefined)).toBe('unknown');
  });

  it('end in folders that can be bound, also while mail or a public address are still missing (N34, X18)', () => {
    expect(outcomeOf(undefined)).toBeUndefined();
    expect(outcomeOf(green)).toEqual({ isReady: true, open: 0 });
    for (const id of ['mail', 'actions-url', 'signature', 'frameio-token'])
      expect(outcomeOf(red(id))).toEqual({ isReady: true, open: 1 });
    for (const id of ['provider', 'credentials', 'scopes', 'nuxeo-client', 'redirect-url'])
      expect(outcomeOf(red(id))).toEqual({ isReady: false, open: 1 });
  });
});

describe('the form of the provider', () => {
  const filled = {
    serviceName: 'frameio',
    clientId: 'id',
    clientSecret: '',
    authorizationServerUrl: 'a',
    tokenServerUrl: 't',
    scopes: 's',
  };
  const stored = { clientId: 'id', tokenServerUrl: 't', clientSecretMasked: '••••' };

  it('needs a secret until one is stored, and again for another client or another address', () => {
    expect(missingFields(filled, { ...stored, clientSecretMasked: '' })).toEqual(['clientSecret']);
    expect(missingFields(filled, stored)).toEqual([]);
    expect(missingFields({ ...filled, clientId: 'other' }, stored)).toEqual(['clientSecret']);
    expect(missingFields({ ...filled, tokenServerUrl: 'other' }, stored)).toEqual(['clientSecret']);
  });

  it('names what is empty, and takes an empty description and user URL (N27–N33)', () => {
    expect(missingFields({}, { ...stored, clientSecretMasked: '' })).toEqual([
      'serviceName',
      'clientId',
      'clientSecret',
      'authorizationServerUrl',
      'tokenServerUrl',
      'scopes',
    ]);
  });
});

describe('addresses', () => {
  it('lead to the part that they name', () => {
    for (const section of sections) {
      expect(sectionOf(addressOf(section))).toBe(section);
      expect(isHere(addressOf(section))).toBe(true);
    }
    expect(sectionOf('#!/admin/frameio?p=nothing')).toBe('set-up');
    expect(isHere('#!/admin/frameio-other')).toBe(false);
  });
});

describe('lists', () => {
  const numbers = (count: number): PageSource<number> => ({
    id: String,
    load: (last, size) => {
      // As the API does: the next page begins with the last one again.
      const start = last ?? 0;
      return Promise.resolve(Array.from({ length: Math.min(size, count - start) }, (_, index) => start + index));
    },
  });

  it('grow page by page, and hold nothing twice', async () => {
    const first = await withNextPage([], numbers(7), 4);
    expect(first).toEqual({ items: [0, 1, 2, 3], hasMore: true });
    const second = await withNextPage(first.items, numbers(7), 4);
    expect(second).toEqual({ items: [0, 1, 2, 3, 4, 5, 6], hasMore: true });
    expect(await withNextPage(second.items, numbers(7), 4)).toMatchObject({ hasMore: false });
  });

  it('end where a page brings nothing new', async () => {
    const stuck: PageSource<number> = { id: String, load: () => Promise.resolve([1, 2]) };
    expect(await withNextPage([1, 2], stuck, 2)).toEqual({ items: [1, 2], hasMore: false });
  });

  it('ask for the last moment once more, because several entries may share it', () => {
    expect(upToAndWith('2026-11-20T10:00:00.123Z')).toBe('2026-11-20T10:00:00.124Z');
  });
});

describe('the exported activity', () => {
  const line = (id: number): ActivityLine => ({
    id: String(id),
    at: new Date(id).toISOString(),
    kind: 'pushed',
    person: null,
    actor: null,
    documentUid: null,
    bindingId: null,
    title: '',
    failure: null,
    details: {},
  });
  const source = (count: number): PageSource<ActivityLine> => ({
    id: ({ id }) => id,
    load: (last, size) => {
      const start = last ? Number(last.id) + 1 : 0;
      return Promise.resolve(
        Array.from({ length: Math.max(0, Math.min(size, count - start)) }, (_, index) => line(start + index)),
      );
    },
  });

  it('collects every page up to its bound, and says when it stopped', async () => {
    const counts: number[] = [];
    const all = await allLines(source(450), (count) => counts.push(count));
    expect([all.lines.length, all.isWhole, counts]).toEqual([450, true, [200, 400, 450]]);
    const cut = await allLines(source(450), () => undefined, 300);
    expect([cut.lines.length, cut.isWhole]).toEqual([400, false]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\t=1', '\r=1', '＝1', '|calc'])(
    'never gives a spreadsheet %j as a formula',
    (value) => {
      expect(csvField(value).startsWith(`"'`)).toBe(true);
    },
  );

  it('keeps every text, with quotes and line breaks, in one field', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 }), (lines) => {
        const read = readCsv(csvOf(lines).slice(1));
        const texts = lines.map((fields) => fields.map((one) => csvField(one).slice(1, -1).replaceAll('""', '"')));
        expect(read).toEqual(texts);
      }),
    );
  });
});

/** As RFC 4180 says, every field quoted. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let fields: string[] = [];
  for (const [, field = '', end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    fields.push(field.replaceAll('""', '"'));
    if (end === ',') continue;
    lines.push(fields);
    fields = [];
  }
  return lines;
}
