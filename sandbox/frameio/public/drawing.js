const COLOR = '#F22237';
/** In pixels of a picture 1280 wide; coordinates are shares of width and height. */
const SIZE = 8;

/** A canvas over the picture: shows the drawing of a comment, or takes a new one. */
export function createDrawing(canvas) {
  let shapes = [];
  let tool;
  let current;

  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    const share = (value, from, size) => Math.min(Math.max((value - from) / size, 0), 1);
    return { x: share(clientX, box.left, box.width), y: share(clientY, box.top, box.height) };
  };
  const redraw = () => {
    const scale = devicePixelRatio;
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    for (const shape of current ? [...shapes, current] : shapes) paint(canvas, shape);
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (!tool) return;
    canvas.setPointerCapture(event.pointerId);
    current = begin(tool, at(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!current) return;
    extend(current, at(event));
    redraw();
  });
  canvas.addEventListener('pointerup', () => {
    if (current) shapes.push(current);
    current = undefined;
    redraw();
  });
  new ResizeObserver(redraw).observe(canvas);

  return {
    use(next) {
      tool = next;
      canvas.classList.toggle('drawing', Boolean(next));
    },
    show(annotation) {
      shapes = parse(annotation);
      redraw();
    },
    clear() {
      shapes = [];
      redraw();
    },
    /** As a comment carries it; `undefined` when nothing is drawn. */
    get annotation() {
      return shapes.length > 0 ? JSON.stringify(shapes) : undefined;
    },
  };
}

function begin(tool, { x, y }) {
  if (tool === 'pen') return { tool, color: COLOR, size: SIZE, xs: [x], ys: [y] };
  return { tool, color: COLOR, size: SIZE, x, y, w: 0, h: 0, ix: x, iy: y, radius: 8 };
}

/** A rectangle is named by its upper left corner, wherever it was begun. */
function extend(shape, { x, y }) {
  if (shape.tool === 'pen') {
    shape.xs.push(x);
    shape.ys.push(y);
    return;
  }
  shape.x = Math.min(x, shape.ix);
  shape.y = Math.min(y, shape.iy);
  shape.w = Math.abs(x - shape.ix);
  shape.h = Math.abs(y - shape.iy);
}

function parse(annotation) {
  try {
    const shapes = JSON.parse(annotation ?? '[]');
    return Array.isArray(shapes) ? shapes : [];
  } catch {
    return [];
  }
}

function paint(canvas, shape) {
  const context = canvas.getContext('2d');
  const { width, height } = canvas;
  context.strokeStyle = shape.color ?? COLOR;
  context.lineWidth = ((shape.size ?? SIZE) * width) / 1280;
  context.lineJoin = context.lineCap = 'round';
  context.beginPath();
  if (shape.tool === 'rect') {
    context.roundRect(shape.x * width, shape.y * height, shape.w * width, shape.h * height, shape.radius ?? 0);
  } else {
    for (const { x, y } of pointsOf(shape)) context.lineTo(x * width, y * height);
  }
  context.stroke();
}

function pointsOf({ tool, xs, ys, points, x, y, w, h, x1, y1, x2, y2 }) {
  if (tool === 'line')
    return [
      { x: x1, y: y1 },
      { x: x2, y: y2 },
    ];
  if (tool === 'arrow')
    return [
      { x, y },
      { x: x + w, y: y + h },
    ];
  return points ?? (xs ?? []).map((each, index) => ({ x: each, y: ys[index] }));
}
