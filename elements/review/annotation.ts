/** A shape over the picture. Coordinates are shares of its width and height. */
export type Shape = Stroke &
  (
    | { readonly kind: 'rect'; readonly box: Box }
    | { readonly kind: 'path'; readonly points: readonly Point[]; readonly arrow: boolean }
  );

interface Stroke {
  readonly color: string;
  /** For a picture that is 1280 wide. */
  readonly width: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly w: number;
  readonly h: number;
}
type Json = Readonly<Record<string, unknown>>;

const MAX_LENGTH = 200_000; // what Frame.io takes
const MAX_SHAPES = 500;
const MAX_POINTS = 10_000;
const COLOR = '#F22237';

/** Frame.io's JSON of a drawing; shapes that are unknown or not whole are left out. */
export function parseAnnotation(annotation: string | undefined): Shape[] {
  if (!annotation || annotation.length > MAX_LENGTH) return [];
  try {
    const shapes: unknown = JSON.parse(annotation);
    return Array.isArray(shapes) ? shapes.slice(0, MAX_SHAPES).flatMap((shape) => shapeOf(shape) ?? []) : [];
  } catch {
    return [];
  }
}

function shapeOf(json: unknown): Shape | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const shape = json as Json;
  switch (shape['tool']) {
    case 'rect':
      return rectangle(shape);
    case 'line':
      return path(shape, ends(shape), false);
    case 'arrow':
      return path(shape, ends(shape), true);
    case 'pen':
      return path(shape, points(shape), false);
    default:
      return undefined;
  }
}

function rectangle(shape: Json): Shape | undefined {
  const [x, y, w, h] = numbers(shape, 'x', 'y', 'w', 'h');
  if (x === undefined || y === undefined || w === undefined || h === undefined) return undefined;
  const box = { x: Math.min(x, x + w), y: Math.min(y, y + h), w: Math.abs(w), h: Math.abs(h) };
  return { kind: 'rect', box, ...stroke(shape) };
}

function path(shape: Json, through: readonly Point[], arrow: boolean): Shape | undefined {
  return through.length < 2 ? undefined : { kind: 'path', points: through, arrow, ...stroke(shape) };
}

/** Two points, or a box with the corner where it was begun (`ix`, `iy`). */
function ends(shape: Json): Point[] {
  const [x1, y1, x2, y2] = numbers(shape, 'x1', 'y1', 'x2', 'y2');
  if (x1 !== undefined && y1 !== undefined && x2 !== undefined && y2 !== undefined) {
    return [
      { x: x1, y: y1 },
      { x: x2, y: y2 },
    ];
  }
  const [x, y, w, h] = numbers(shape, 'x', 'y', 'w', 'h');
  if (x === undefined || y === undefined || w === undefined || h === undefined) return [];
  const [fromX = x, fromY = y] = numbers(shape, 'ix', 'iy');
  return [
    { x: fromX, y: fromY },
    { x: 2 * x + w - fromX, y: 2 * y + h - fromY },
  ];
}

function points(shape: Json): Point[] {
  const { xs, ys, points: pairs } = shape;
  const found =
    Array.isArray(xs) && Array.isArray(ys)
      ? xs.slice(0, MAX_POINTS).map((x: unknown, index) => point(x, ys[index]))
      : (Array.isArray(pairs) ? pairs.slice(0, MAX_POINTS) : []).map(pairOf);
  return found.filter((one) => one !== undefined);
}

function pairOf(pair: unknown): Point | undefined {
  if (Array.isArray(pair)) return point(pair[0], pair[1]);
  if (typeof pair !== 'object' || pair === null) return undefined;
  return point((pair as Json)['x'], (pair as Json)['y']);
}

function point(x: unknown, y: unknown): Point | undefined {
  return isShare(x) && isShare(y) ? { x, y } : undefined;
}

function stroke({ color, size }: Json): Stroke {
  return {
    color: typeof color === 'string' && /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(color) ? color : COLOR,
    width: typeof size === 'number' && size > 0 ? Math.min(size, 100) : 8,
  };
}

function numbers(shape: Json, ...names: readonly string[]): (number | undefined)[] {
  return names.map((name) => (isShare(shape[name]) ? shape[name] : undefined));
}

/** A stroke may leave the picture, but not by much. */
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= -2 && value <= 3;
