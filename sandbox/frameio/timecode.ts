/**
 * Frames as `HH:MM:SS:FF`. Drop-frame, written with a semicolon, leaves out two numbers a minute (four at
 * 59.94), except in every tenth one.
 *
 * @param frame - Zero-based.
 */
export function toTimecode(frame: number, frameRate: number, dropFrame: boolean): string {
  const nominal = Math.round(frameRate);
  const drop = dropFrame && isDropRate(frameRate);
  const counted = drop ? withDropped(frame, nominal) : frame;
  const seconds = Math.floor(counted / nominal);
  const fields = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits);
  return `${fields.join(':')}${drop ? ';' : ':'}${twoDigits(counted % nominal)}`;
}

/** @returns The zero-based frame; `undefined` for text that is no timecode at this rate. */
export function fromTimecode(text: string, frameRate: number): number | undefined {
  const match = /^(\d\d):([0-5]\d):([0-5]\d)([:;])(\d\d)$/.exec(text);
  const nominal = Math.round(frameRate);
  if (!match) return undefined;
  const [hours, minutes, seconds, frames] = [match[1], match[2], match[3], match[5]].map(Number) as Four;
  if (frames >= nominal) return undefined;
  const counted = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
  return match[4] === ';' && isDropRate(frameRate) ? counted - droppedBefore(hours * 60 + minutes, nominal) : counted;
}

type Four = [number, number, number, number];

const isDropRate = (frameRate: number) => Math.abs(frameRate - 29.97) < 0.01 || Math.abs(frameRate - 59.94) < 0.01;

const droppedBefore = (minutes: number, nominal: number) => (nominal / 15) * (minutes - Math.floor(minutes / 10));

function withDropped(frame: number, nominal: number): number {
  const perMinute = nominal / 15;
  const framesInTen = nominal * 600 - perMinute * 9;
  const framesInOne = nominal * 60 - perMinute;
  const tens = Math.floor(frame / framesInTen);
  const rest = frame % framesInTen;
  const minutes = rest < nominal * 60 ? 0 : 1 + Math.floor((rest - nominal * 60) / framesInOne);
  return frame + perMinute * (tens * 9 + minutes);
}

const twoDigits = (value: number) => String(value).padStart(2, '0');
