import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, timecodeOf } from '../../server/domain/timecode.ts';

const wholeRates = [12, 23.976, 24, 25, 30, 47.952, 48, 50, 60, 100];
const dropRates = [29.97, 30000 / 1001, 59.94, 60000 / 1001, 119.88];
const rate = fc.constantFrom(...wholeRates, ...dropRates);
const frame = fc.integer({ min: 0, max: 30 * 60 * 60 * 60 });

describe('timecode', () => {
  it.each([
    [0, 25, '00:00:00:00'],
    [24, 25, '00:00:00:24'],
    [25, 25, '00:00:01:00'],
    [905_648, 25, '10:03:45:23'],
    [90 * 60 * 60 * 25, 25, '90:00:00:00'],
    [24, 23.976, '00:00:01:00'],
    [119, 119.99, '00:00:00:119'],
  ])('writes frame %i at %f as %s', (at, fps, timecode) => {
    expect(timecodeOf(at, fps)).toBe(timecode);
  });

  it.each([
    [1799, 29.97, '00:00:59;29'],
    [1800, 29.97, '00:01:00;02'],
    [11_974, 29.97, '00:06:39;16'],
    [9000, 29.97, '00:05:00;10'],
    [17_981, 29.97, '00:09:59;29'],
    [17_982, 29.97, '00:10:00;00'],
    [107_892, 29.97, '01:00:00;00'],
    [3600, 59.94, '00:01:00;04'],
    [35_964, 59.94, '00:10:00;00'],
  ])('leaves out numbers, not frames: %i at %f is %s', (at, fps, timecode) => {
    expect(timecodeOf(at, fps)).toBe(timecode);
    expect(frameOf(timecode, fps)).toBe(at);
  });

  it('counts without leaving out numbers when asked to', () => {
    expect(timecodeOf(1800, 29.97, { dropFrame: false })).toBe('00:01:00:00');
    expect(frameOf('00:01:00:00', 29.97)).toBe(1800);
  });

  it('finds every frame again, at every rate and in both ways of counting', () => {
    fc.assert(
      fc.property(frame, rate, fc.boolean(), (at, fps, dropFrame) => {
        expect(frameOf(timecodeOf(at, fps, { dropFrame }) ?? '', fps)).toBe(at);
      }),
    );
  });

  it('gives a later frame a later timecode', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), rate, (at, fps) => {
        expect(String(timecodeOf(at, fps)) < String(timecodeOf(at + 1, fps))).toBe(true);
      }),
    );
  });

  it('keeps drop-frame timecode within a tenth of a second of the clock for hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 * 60 }), fc.constantFrom(30000 / 1001, 60000 / 1001), (minutes, fps) => {
        const clock = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0')).join(':');
        const at = frameOf(`${clock}:01;00`, fps) ?? Number.NaN;
        expect(Math.abs(at / fps - (minutes * 60 + 1))).toBeLessThan(0.1);
      }),
    );
  });

  it('does not know numbers that drop-frame leaves out', () => {
    expect(frameOf('00:01:00;00', 29.97)).toBeUndefined();
    expect(frameOf('00:01:00;01', 29.97)).toBeUndefined();
    expect(frameOf('00:01:00;03', 59.94)).toBeUndefined();
    expect(frameOf('00:10:00;00', 29.97)).toBe(17_982);
  });

  it.each(['', '1:2:3:4', '00:60:00:00', '00:00:60:00', '00:00:00:25', '00:00:00;10', '-1:00:00:00', '00:00:01'])(
    'does not take %j for a timecode at 25 frames per second',
    (text) => {
      expect(frameOf(text, 25)).toBeUndefined();
    },
  );

  it('has nothing to say about rates and frames that cannot be', () => {
    for (const fps of [0, -25, 0.3, Number.NaN, Infinity]) expect(timecodeOf(1, fps)).toBeUndefined();
    for (const at of [-1, 1.5, Number.NaN]) expect(timecodeOf(at, 25)).toBeUndefined();
    expect(frameOf('00:00:01:00', 0)).toBeUndefined();
  });
});
