import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../server/domain/errors.ts';
import { statusOf } from '../../server/routes/error-response.ts';
import { messages } from '../support/words.ts';
import { readDocument, tableRows } from './documents.ts';

const rows = tableRows(readDocument('docs/errors.md'));
const rowOf = new Map(rows.map(([code = '', ...cells]) => [code.replaceAll('`', ''), cells]));

describe('docs/errors.md', () => {
  it('has one row for every code, in the order of the code', () => {
    expect(rows.map(([code]) => code)).toEqual(errorCodes.map((code) => `\`${code}\``));
  });

  it.each(errorCodes)('says of %s what the API answers', (code) => {
    const [status, sentence] = rowOf.get(code) ?? [];
    expect({ status, sentence }).toEqual({
      status: String(statusOf[code]),
      sentence: messages.en[`frameio.error.${code}`],
    });
  });

  it('says of each what to check, or that there is nothing', () => {
    expect(rows.filter((cells) => cells.length !== 4 || !cells[3])).toEqual([]);
  });
});
