import { frameOf, timecodeOf, type ReviewComment } from '../../server/contract/review-record.ts';

/** Between a video's clock, in seconds, and its frames. */
export interface FrameClock {
  readonly framesPerSecond: number;
  /** A moment within the frame: players show the one before at its very edge. */
  secondsOf(frame: number): number;
  frameAt(seconds: number): number;
  timecodeOf(frame: number): string;
  /** The frame of a comment that has one. */
  frameOf(comment: Pick<ReviewComment, 'frame' | 'timecode'>): number | undefined;
}

/** Rates such as 23.98 are rounded names: over hours the difference is many frames. */
export function exactRate(framesPerSecond: number): number {
  const slowed = (Math.round(framesPerSecond) * 1000) / 1001;
  return Math.abs(framesPerSecond - slowed) < 0.006 ? slowed : framesPerSecond;
}

/** @param comments - Their timecodes tell whether Frame.io counts with dropped numbers. */
export function frameClock(framesPerSecond: number, comments: readonly Pick<ReviewComment, 'timecode'>[]): FrameClock {
  const rate = exactRate(framesPerSecond);
  const timed = comments.flatMap(({ timecode }) => timecode ?? []);
  const options = timed.length ? { dropFrame: timed.some((timecode) => timecode.includes(';')) } : {};
  return {
    framesPerSecond: rate,
    secondsOf: (frame) => (frame + 0.5) / rate,
    frameAt: (seconds) => Math.floor(seconds * rate + 0.001),
    timecodeOf: (frame) => timecodeOf(frame, rate, options) ?? '',
    frameOf: ({ frame, timecode }) => frame ?? (timecode === undefined ? undefined : frameOf(timecode, rate)),
  };
}

/** How far beside a comment's frames a paused video may stand for its drawing to be shown. */
const NEAR = 2;

export function isAround(
  clock: FrameClock,
  comment: Pick<ReviewComment, 'frame' | 'timecode' | 'durationInFrames'>,
  frame: number,
): boolean {
  const first = clock.frameOf(comment);
  if (first === undefined) return false;
  const last = first + Math.max(comment.durationInFrames ?? 1, 1) - 1;
  return frame >= first - NEAR && frame <= last + NEAR;
}
