/** A metadata field of an asset, as far as it is looked at here. */
export interface MetadataField {
  readonly name: string;
  readonly value: string | number | boolean | undefined;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

/** What is known of an asset's media and review; what does not apply is undefined. */
export interface AssetMetadata {
  readonly codec: string | undefined;
  /** `3840 x 2160`. */
  readonly resolution: string | undefined;
  readonly fps: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly frames: number | undefined;
  readonly statusId: string | undefined;
  readonly statusLabel: string | undefined;
  readonly commentCount: number | undefined;
}

/**
 * Frame.io has no attributes for these: they are fields, found by name. Names are compared without case, spaces and
 * punctuation (`Frame Rate`, `frame_rate`); of several names the first one with a value counts.
 */
const names = {
  codec: ['videocodec', 'codec', 'audiocodec'],
  resolution: ['resolution', 'dimensions', 'framesize'],
  width: ['resolutionwidth', 'videowidth', 'imagewidth', 'width'],
  height: ['resolutionheight', 'videoheight', 'imageheight', 'height'],
  fps: ['framerate', 'videoframerate', 'fps', 'framespersecond'],
  duration: ['duration', 'durationseconds', 'mediaduration'],
  frames: ['frames', 'framecount', 'totalframes', 'numberofframes'],
  status: ['status'],
  commentCount: ['commentcount', 'comments', 'numberofcomments'],
} as const;

export function assetMetadata(file: { readonly metadata: readonly MetadataField[] | undefined }): AssetMetadata {
  const fields = file.metadata ?? [];
  const fps = positive(numberOf(valueOf(fields, names.fps)));
  const durationSeconds = secondsOf(valueOf(fields, names.duration), fps);
  const status = fieldOf(fields, names.status)?.options[0];
  return {
    codec: textOf(valueOf(fields, names.codec)),
    resolution: resolutionOf(fields),
    fps,
    durationSeconds,
    frames: framesOf(fields, fps, durationSeconds),
    statusId: status?.id,
    statusLabel: status?.label,
    commentCount: numberOf(valueOf(fields, names.commentCount)),
  };
}

function framesOf(fields: readonly MetadataField[], fps?: number, durationSeconds?: number): number | undefined {
  const told = positive(numberOf(valueOf(fields, names.frames)));
  if (told !== undefined) return Math.round(told);
  return fps !== undefined && durationSeconds !== undefined ? Math.round(durationSeconds * fps) : undefined;
}

function resolutionOf(fields: readonly MetadataField[]): string | undefined {
  const text = textOf(valueOf(fields, names.resolution));
  const [, ...sides] = /^(\d+)\s*[x×*]\s*(\d+)/i.exec(text ?? '') ?? [];
  if (sides.length === 2) return sides.join(' x ');
  const width = positive(numberOf(valueOf(fields, names.width)));
  const height = positive(numberOf(valueOf(fields, names.height)));
  return width !== undefined && height !== undefined ? `${width} x ${height}` : text;
}

/** Seconds as a number, or a clock: `01:02:03`, with frames or fractions behind it. */
function secondsOf(value: MetadataField['value'], fps: number | undefined): number | undefined {
  const seconds = numberOf(value);
  if (seconds !== undefined) return positive(seconds);
  const clock = /^(\d+):([0-5]?\d):([0-5]?\d)(?:([:;.])(\d+))?$/.exec(textOf(value) ?? '');
  if (!clock) return undefined;
  const [hours, minutes, whole] = [clock[1], clock[2], clock[3]].map(Number) as [number, number, number];
  return positive(hours * 3600 + minutes * 60 + whole + restOf(clock[4], clock[5], fps));
}

function restOf(separator: string | undefined, digits: string | undefined, fps: number | undefined): number {
  if (!digits) return 0;
  if (separator === '.') return Number(`0.${digits}`);
  return fps === undefined ? 0 : Number(digits) / fps;
}

function fieldOf(fields: readonly MetadataField[], accepted: readonly string[]): MetadataField | undefined {
  for (const name of accepted) {
    const field = fields.find((candidate) => plain(candidate.name) === name && hasValue(candidate));
    if (field) return field;
  }
  return undefined;
}

function valueOf(fields: readonly MetadataField[], accepted: readonly string[]): MetadataField['value'] {
  const field = fieldOf(fields, accepted);
  return field?.value ?? field?.options[0]?.label;
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const hasValue = ({ value, options }: MetadataField) => (value !== undefined && value !== '') || options.length > 0;
const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);

function textOf(value: MetadataField['value']): string | undefined {
  return value === undefined || typeof value === 'boolean' ? undefined : String(value).trim() || undefined;
}

/** Also of texts such as `25 fps`, but not of a clock. */
function numberOf(value: MetadataField['value']): number | undefined {
  const digits = /^(-?\d+(?:\.\d+)?)\s*[a-z]*$/i.exec(textOf(value) ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
