import { describe, expect, it } from 'vitest';
import { exactRate, frameClock, isAround } from '../../../elements/review/frames.ts';

describe('the clock of frames', () => {
  it.each([23.976, 23.98, 24, 25, 29.97, 30, 50, 59.94, 60])('finds each frame again at %s', (rate) => {
    const clock = frameClock(rate, []);
    for (const frame of [0, 1, 74, 1799, 1800, 107_892, 905_647]) {
      expect(clock.frameAt(clock.secondsOf(frame))).toBe(frame);
      expect(clock.frameOf({ frame: undefined, timecode: clock.timecodeOf(frame) })).toBe(frame);
    }
  });

  it('takes names of rates for the rates they mean', () => {
    expect(exactRate(23.98)).toBe(24_000 / 1001);
    expect(exactRate(29.97)).toBe(30_000 / 1001);
    expect(exactRate(25)).toBe(25);
    // Ten hours at the rounded rate would be 144 frames away.
    expect(frameClock(23.98, []).secondsOf(863_136)).toBeCloseTo(36_000, 0);
  });

  it('drops numbers where Frame.io does', () => {
    expect(frameClock(29.97, []).timecodeOf(1800)).toBe('00:01:00;02');
    expect(frameClock(29.97, [{ timecode: '00:00:10;00' }]).timecodeOf(1800)).toBe('00:01:00;02');
    expect(frameClock(29.97, [{ timecode: '00:00:10:00' }]).timecodeOf(1800)).toBe('00:01:00:00');
    expect(frameClock(25, []).timecodeOf(1500)).toBe('00:01:00:00');
  });

  it('believes a frame before a timecode', () => {
    expect(frameClock(25, []).frameOf({ frame: 74, timecode: '00:00:03:00' })).toBe(74);
    expect(frameClock(25, []).frameOf({ frame: undefined, timecode: '00:00:03:00' })).toBe(75);
    expect(frameClock(25, []).frameOf({ frame: undefined, timecode: 'soon' })).toBeUndefined();
  });
});

describe('a drawing', () => {
  const clock = frameClock(25, []);
  const around = (frame: number, durationInFrames?: number) =>
    isAround(clock, { frame: 100, timecode: undefined, durationInFrames }, frame);

  it('is shown at its frame and close to it', () => {
    expect([97, 98, 100, 102, 103].map((frame) => around(frame))).toEqual([false, true, true, true, false]);
  });

  it('is shown for as long as its comment lasts', () => {
    expect([97, 100, 149, 151, 152].map((frame) => around(frame, 50))).toEqual([false, true, true, true, false]);
  });

  it('of a comment without a frame is never over a video', () => {
    expect(isAround(clock, { frame: undefined, timecode: undefined, durationInFrames: undefined }, 0)).toBe(false);
  });
});
