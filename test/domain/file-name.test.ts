import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { titleOf, validName } from '../../server/domain/file-name.ts';

describe('the title of a file', () => {
  it.each([
    ['trailer.mov', 'trailer'],
    ['Aurora v1.2 final.mp4', 'Aurora v1.2 final'],
    ['no extension', 'no extension'],
    ['.hidden', '.hidden'],
    ['archive.tar.gz', 'archive.tar'],
  ])('of %s is %s', (name, title) => {
    expect(titleOf(name)).toBe(title);
  });
});

describe('a name that both sides accept', () => {
  it.each([
    ['trailer.mov', 'trailer.mov'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
    ['line\nbreak\u0000', 'line_break_'],
    [' spaces and dots. . ', 'spaces and dots'],
    ['...', '_'],
    ['', '_'],
    ['e\u0301te\u0301.mov', '\u00e9t\u00e9.mov'],
  ])('%j becomes %j', (name, valid) => {
    expect(validName(name)).toBe(valid);
  });

  it('keeps its extension when it is too long', () => {
    expect(validName(`${'x'.repeat(300)}.mov`)).toBe(`${'x'.repeat(251)}.mov`);
  });

  it('is never longer than 255, never cut inside a character, and valid already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (name) => {
        const valid = validName(name);
        expect(valid.length).toBeGreaterThan(0);
        expect(valid.length).toBeLessThanOrEqual(255);
        expect(valid).not.toMatch(/[\\/:*?"<>|]|[. ]$/);
        if (name.isWellFormed()) expect(valid.isWellFormed()).toBe(true);
        expect(validName(valid)).toBe(valid);
      }),
    );
  });
});
