import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAnnotation } from '../../../elements/review/annotation.ts';

const parse = (...shapes: unknown[]) => parseAnnotation(JSON.stringify(shapes));

it('reads a rectangle, wherever it was begun', () => {
  const [shape] = parse({ tool: 'rect', color: '#F22237', size: 8, x: 0.6, y: 0.5, w: -0.3, h: -0.2 });
  expect(shape).toMatchObject({ kind: 'rect', color: '#F22237', width: 8 });
  expect(shape?.kind === 'rect' && shape.box.x).toBeCloseTo(0.3);
  expect(shape?.kind === 'rect' && shape.box.h).toBeCloseTo(0.2);
});

it('reads a line by its ends', () => {
  const [shape] = parse({ tool: 'line', x1: 0.1, y1: 0.2, x2: 0.3, y2: 0.4 });
  const points = [
    { x: 0.1, y: 0.2 },
    { x: 0.3, y: 0.4 },
  ];
  expect(shape).toMatchObject({ kind: 'path', arrow: false, points });
});

it('points an arrow away from where it was begun', () => {
  const [shape] = parse({ tool: 'arrow', x: 0.5, y: 0.25, w: 0.25, h: 0.5, ix: 0.75, iy: 0.25 });
  const points = [
    { x: 0.75, y: 0.25 },
    { x: 0.5, y: 0.75 },
  ];
  expect(shape).toMatchObject({ kind: 'path', arrow: true, points });
});

it.each([
  { xs: [0.1, 0.2], ys: [0.3, 0.4] },
  {
    points: [
      { x: 0.1, y: 0.3 },
      { x: 0.2, y: 0.4 },
    ],
  },
  {
    points: [
      [0.1, 0.3],
      [0.2, 0.4],
    ],
  },
])('reads what a pen drew: %j', (stroke) => {
  const points = [
    { x: 0.1, y: 0.3 },
    { x: 0.2, y: 0.4 },
  ];
  expect(parse({ tool: 'pen', ...stroke })).toMatchObject([{ kind: 'path', arrow: false, points }]);
});

it('leaves out tools it does not know, and shapes that are not whole', () => {
  const good = { tool: 'rect', x: 0, y: 0, w: 1, h: 1 };
  expect(
    parse(
      { tool: 'hologram' },
      good,
      { tool: 'rect', x: '0', y: 0, w: 1, h: 1 },
      { tool: 'pen', xs: [0.5], ys: [0.5] },
      null,
      7,
    ),
  ).toHaveLength(1);
});

it('takes no colour that is more than a colour', () => {
  const at = { tool: 'rect', x: 0, y: 0, w: 1, h: 1 };
  expect(parse({ ...at, color: 'url(https://evil.example/x)' })).toMatchObject([{ color: '#F22237' }]);
  expect(parse({ ...at, color: '#fff" onload="x' })).toMatchObject([{ color: '#F22237' }]);
});

it('reads nothing out of what is too large', () => {
  expect(parseAnnotation(JSON.stringify(Array(10_000).fill({ tool: 'rect', x: 0, y: 0, w: 1, h: 1 })))).toEqual([]);
  expect(parseAnnotation('['.repeat(150_000))).toEqual([]);
  expect(parse({ tool: 'rect', x: 1e9, y: 0, w: 1, h: 1 })).toEqual([]);
});

it('never fails, whatever the drawing says', () => {
  fc.assert(fc.property(fc.json(), (json) => Array.isArray(parseAnnotation(json))));
  const anything = fc.record({
    tool: fc.constantFrom('rect', 'pen', 'line', 'arrow'),
    xs: fc.anything(),
    x: fc.anything(),
    points: fc.anything(),
  });
  fc.assert(fc.property(fc.array(anything), (shapes) => Array.isArray(parse(...shapes))));
});
