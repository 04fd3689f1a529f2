import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { nxqlString } from '../../../server/adapters/nuxeo/nxql.ts';

describe('a string in a query', () => {
  it('keeps quotes, backslashes and line breaks as they are', () => {
    expect(nxqlString(`Ana's \\ cut\n2`)).toBe(`'Ana\\'s \\\\ cut\\n2'`);
  });

  it('cannot end before its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(`'`, '\\', '"', 'n', '\n', '%', ' OR 1=1') }), (text) => {
        const literal = nxqlString(text);
        expect(literal).toMatch(/^'(?:[^'\\]|\\.)*'$/);
        const read = literal.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
        expect(read).toBe(text);
      }),
    );
  });
});
