import { html, svg, type TemplateResult } from 'lit';
import type { Point, Shape } from './annotation.ts';

const WIDTH = 1280;

/**
 * Shapes over a picture, which must be positioned; takes no clicks.
 *
 * @param ratio - Width of the picture divided by its height.
 */
export function drawing(shapes: readonly Shape[], ratio: number): TemplateResult {
  const height = WIDTH / ratio;
  return html`
    <svg
      class="drawing"
      viewBox="0 0 ${WIDTH} ${height}"
      preserveAspectRatio="none"
      aria-hidden="true"
      fill="none"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      ${shapes.map((shape) => outline(shape, height))}
    </svg>
  `;
}

function outline(shape: Shape, height: number): TemplateResult {
  if (shape.kind === 'rect') {
    const { x, y, w, h } = shape.box;
    return svg`<rect x=${x * WIDTH} y=${y * height} width=${w * WIDTH} height=${h * height} rx="6"
      stroke=${shape.color} stroke-width=${shape.width}></rect>`;
  }
  const points = shape.points.map(({ x, y }) => ({ x: x * WIDTH, y: y * height }));
  const head = shape.arrow ? arrowHead(points, shape.width) : '';
  return svg`<path d="${line(points)}${head}" stroke=${shape.color} stroke-width=${shape.width}></path>`;
}

function line(points: readonly Point[]): string {
  return `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}`;
}

function arrowHead(points: readonly Point[], width: number): string {
  const [from, to] = [points.at(-2), points.at(-1)];
  if (!from || !to) return '';
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number) => ({
    x: to.x - Math.cos(angle + turn) * width * 4,
    y: to.y - Math.sin(angle + turn) * width * 4,
  });
  return line([wing(0.5), to, wing(-0.5)]);
}

const round = (value: number) => Math.round(value * 10) / 10;
