/**
 * Frames and `HH:MM:SS:FF`. Frames are zero-based.
 *
 * A timecode counts whole frames per second: 23.976 counts to 24, 29.97 to 30. Drop-frame timecode, written with a
 * semicolon before the frames, stays near the clock at 29.97 and 59.94 by leaving out the first two (four) frame
 * numbers of each minute, except of every tenth: numbers are left out, no frame is.
 */
export interface TimecodeOptions {
  /** Default: what is usual at this rate, drop-frame at 29.97 and 59.94. */
  readonly dropFrame?: boolean;
}

/** `undefined` where there is no such frame or rate. */
export function timecodeOf(frame: number, framesPerSecond: number, options: TimecodeOptions = {}): string | undefined {
  const base = timeBase(framesPerSecond);
  if (!base || !Number.isInteger(frame) || frame < 0) return undefined;
  const drop = base.droppedPerMinute > 0 && (options.dropFrame ?? true);
  const number = drop ? frame + droppedBefore(frame, base) : frame;
  const seconds = Math.floor(number / base.perSecond);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
  return `${clock}${drop ? ';' : ':'}${twoDigits(number % base.perSecond)}`;
}

/** `undefined` for text that is no timecode at this rate, the numbers left out by drop-frame among it. */
export function frameOf(timecode: string, framesPerSecond: number): number | undefined {
  const base = timeBase(framesPerSecond);
  const fields = /^(\d{2,}):([0-5]\d):([0-5]\d)([:;])(\d{2,3})$/.exec(timecode);
  if (!base || !fields) return undefined;
  const [hours, minutes, seconds, frames] = [fields[1], fields[2], fields[3], fields[5]].map(Number) as Four;
  const drop = fields[4] === ';';
  if (frames >= base.perSecond || (drop && base.droppedPerMinute === 0)) return undefined;
  if (drop && isLeftOut({ minutes, seconds, frames }, base)) return undefined;
  const allMinutes = hours * 60 + minutes;
  const number = (allMinutes * 60 + seconds) * base.perSecond + frames;
  return drop ? number - base.droppedPerMinute * (allMinutes - Math.floor(allMinutes / 10)) : number;
}

type Four = [number, number, number, number];

interface TimeBase {
  /** How far the frames of a second are counted. */
  readonly perSecond: number;
  /** 0 where there is no drop-frame timecode. */
  readonly droppedPerMinute: number;
}

function timeBase(framesPerSecond: number): TimeBase | undefined {
  const perSecond = Math.round(framesPerSecond);
  if (!Number.isFinite(framesPerSecond) || perSecond < 1) return undefined;
  const isDropRate = perSecond % 30 === 0 && isSlowedByNtsc(framesPerSecond, perSecond);
  return { perSecond, droppedPerMinute: isDropRate ? perSecond / 15 : 0 };
}

/** 30000/1001, written as 29.97 or with more digits. */
function isSlowedByNtsc(framesPerSecond: number, whole: number): boolean {
  return Math.abs(framesPerSecond - (whole * 1000) / 1001) < 0.005;
}

/** How many numbers were left out before this frame. */
function droppedBefore(frame: number, { perSecond, droppedPerMinute }: TimeBase): number {
  const framesInTenMinutes = perSecond * 600 - droppedPerMinute * 9;
  const framesInDroppedMinute = perSecond * 60 - droppedPerMinute;
  const tens = Math.floor(frame / framesInTenMinutes);
  const rest = frame % framesInTenMinutes;
  // The first minute of ten is whole.
  const minutes = Math.floor((rest - droppedPerMinute) / framesInDroppedMinute);
  return droppedPerMinute * (tens * 9 + Math.max(minutes, 0));
}

function isLeftOut(at: { minutes: number; seconds: number; frames: number }, { droppedPerMinute }: TimeBase): boolean {
  return at.minutes % 10 !== 0 && at.seconds === 0 && at.frames < droppedPerMinute;
}

const twoDigits = (value: number) => String(value).padStart(2, '0');
