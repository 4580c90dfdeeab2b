// MathJax's tree of nested groups, as a few shapes in one coordinate system.
//
// What MathJax leaves to its style sheet (the rules of arrays, frames) is written
// down as attributes; groups, ids, classes and data attributes go; glyphs that
// do not touch share one path. One em is 1000 units; y grows downwards.

const RULE = 70;
const WIDE = 18000;
// Black is what words are: in the dark it must turn with them.
const INK = /^(currentColor|black|#000(000)?)$/i;

export function flat(adaptor, svg) {
  const canvas = new Canvas(adaptor, svg);
  canvas.children(svg, { at: [1, 0, 0, 1, 0, 0], paint: PLAIN });
  return canvas.drawn();
}

const PLAIN = { fill: 'currentColor', stroke: 'currentColor', width: 0 };

class Canvas {
  constructor(adaptor, svg) {
    this.adaptor = adaptor;
    const box = this.get(svg, 'viewBox') || this.get(svg, 'data-mjx-viewBox');
    [this.x, this.y, this.w, this.h] = box.split(' ').map(Number);
    this.isNumbered = !this.get(svg, 'viewBox');
    this.shapes = [];
    this.ink = [this.x, this.y, this.x + this.w, this.y + this.h];
    // A numbered line is centred by as much room on its left; a wide one has none.
    if (this.isNumbered && this.w > WIDE) this.ink[0] = this.w;
  }

  get(node, name) {
    return this.adaptor.getAttribute(node, name);
  }

  number(node, name) {
    return parseFloat(this.get(node, name) || '0') || 0;
  }

  children(node, state) {
    for (const child of this.adaptor.childNodes(node)) {
      const draw = this[`draw_${this.adaptor.kind(child)}`];
      if (draw) draw.call(this, child, this.inside(child, state));
    }
  }

  inside(node, { at, paint }) {
    const own = { ...paint };
    for (const name of ['fill', 'stroke']) {
      const value = this.get(node, name);
      if (value) own[name] = value;
    }
    const styled = /stroke-width:\s*([\d.]+)/.exec(this.get(node, 'style') || '');
    const width = this.get(node, 'stroke-width') || this.get(node, 'stroke-thickness');
    if (width || styled) own.width = parseFloat(width || styled[1]);
    const dashes = this.get(node, 'stroke-dasharray');
    if (dashes) own.dashes = dashes;
    return { at: times(at, matrix(this.get(node, 'transform') || '')), paint: own };
  }

  draw_g(node, state) {
    this.children(node, state);
  }

  // Only a reference becomes a link: to a label that no other formula can see.
  draw_a() {
    throw Object.assign(new Error('References to other formulas do not work'), {
      id: 'Reference',
    });
  }

  draw_svg(node, { at, paint }) {
    const [x, y] = (this.get(node, 'viewBox') || '0 0 0 0').split(' ').map(Number);
    if (this.get(node, 'data-table') || this.get(node, 'data-labels')) {
      // A table with a number beside it: MathJax lets percentages place the two.
      const isLabel = this.get(node, 'data-labels');
      const shift = isLabel ? this.w - x - 1 : this.w / 2 - 0.5 - x;
      this.children(node, { at: [1, 0, 0, 1, shift, 0], paint });
      return;
    }
    // The middle of a bracket or an arrow: a straight piece, too long and cut off.
    const [left, bottom] = [this.number(node, 'x'), this.number(node, 'y')];
    const [w, h] = [this.number(node, 'width'), this.number(node, 'height')];
    const inner = [1, 0, 0, 1, left - x, bottom - y];
    const window = [left, bottom, left + w, bottom + h];
    for (const glyph of this.adaptor.childNodes(node)) {
      const placed = times(inner, matrix(this.get(glyph, 'transform') || ''));
      const steps = points(this.get(glyph, 'd') || '');
      const whole = steps.map(([letter, ...rest]) => [letter, ...moved(rest, placed)]);
      this.add(whole.map((step) => cut(step, window)), at, paint);
    }
  }

  draw_path(node, { at, paint }) {
    this.add(points(this.get(node, 'd') || ''), at, paint);
  }

  draw_rect(node, { at, paint }) {
    const own = this.ruled(node, paint, 'data-frame');
    if (own.fill === 'none' && (own.stroke === 'none' || !own.width)) return;
    const [x, y] = [this.number(node, 'x'), this.number(node, 'y')];
    const [w, h] = [this.number(node, 'width'), this.number(node, 'height')];
    if (w <= 0 || h <= 0) return;
    const r = Math.min(this.number(node, 'rx'), w / 2, h / 2);
    const corners = r > 0 ? [
      ['M', x + r, y], ['L', x + w - r, y], ['Q', x + w, y, x + w, y + r],
      ['L', x + w, y + h - r], ['Q', x + w, y + h, x + w - r, y + h],
      ['L', x + r, y + h], ['Q', x, y + h, x, y + h - r],
      ['L', x, y + r], ['Q', x, y, x + r, y],
    ] : [['M', x, y], ['L', x + w, y], ['L', x + w, y + h], ['L', x, y + h]];
    this.add([...corners, ['Z']], at, own);
  }

  draw_line(node, { at, paint }) {
    const own = this.ruled(node, { ...paint, fill: 'none' }, 'data-line');
    const ends = ['x1', 'y1', 'x2', 'y2'].map((name) => this.number(node, name));
    this.add([['M', ends[0], ends[1]], ['L', ends[2], ends[3]]], at, own);
  }

  draw_polygon(node, state) {
    const all = (this.get(node, 'points') || '').match(NUMBERS) || [];
    const steps = [];
    for (let i = 0; i + 1 < all.length; i += 2) {
      steps.push([i ? 'L' : 'M', Number(all[i]), Number(all[i + 1])]);
    }
    this.add([...steps, ['Z']], state.at, state.paint);
  }

  // Four curves: their control points stand off by this share of the radius.
  draw_ellipse(node, { at, paint }) {
    const [x, y] = [this.number(node, 'cx'), this.number(node, 'cy')];
    const [a, b] = [this.number(node, 'rx'), this.number(node, 'ry')];
    const [p, q] = [0.5523 * a, 0.5523 * b];
    this.add([
      ['M', x + a, y],
      ['C', x + a, y + q, x + p, y + b, x, y + b],
      ['C', x - p, y + b, x - a, y + q, x - a, y],
      ['C', x - a, y - q, x - p, y - b, x, y - b],
      ['C', x + p, y - b, x + a, y - q, x + a, y],
      ['Z'],
    ], at, paint);
  }

  // Letters the font has no shapes for: Chinese, mostly, in the reader's own font.
  draw_text(node, { at, paint }) {
    const size = this.number(node, 'font-size') || 1000;
    const words = this.adaptor.textContent(node);
    const scale = Math.hypot(at[0], at[1]);
    this.spread([at[4], at[5], at[4], at[5]], 0);
    const isBold = /bold/.test(this.get(node, 'font-weight') || '');
    this.shapes.push({
      kind: 'text', words, paint,
      x: at[4], y: at[5], size: size * scale, bold: isBold,
    });
  }

  // MathJax has the width of these strokes, and that they enclose nothing, in CSS.
  ruled(node, paint, mark) {
    if (!this.get(node, mark)) return paint;
    const style = this.get(node, 'class') || '';
    const width = paint.width || RULE;
    const dashes = /dashed/.test(style) ? `${2 * width}`
      : /dotted/.test(style) ? `${width},${width}` : '';
    return { ...paint, fill: 'none', width, dashes };
  }

  add(steps, at, paint) {
    const scale = Math.hypot(at[0], at[1]);
    const placed = steps.map(([letter, ...numbers]) => [letter, ...moved(numbers, at)]);
    const box = bounds(placed);
    if (!box) return;
    const own = { ...paint, width: round(paint.width * scale) };
    const reach = own.width && own.stroke !== 'none' ? own.width / 2 : 0;
    this.spread(box, reach);
    const last = this.shapes[this.shapes.length - 1];
    const key = JSON.stringify(own);
    if (last && last.key === key && !last.boxes.some((it) => meet(it, box))) {
      last.steps.push(...placed);
      last.boxes.push(box);
    } else {
      this.shapes.push({ kind: 'path', key, paint: own, steps: placed, boxes: [box] });
    }
  }

  spread([left, top, right, bottom], reach) {
    const ink = this.ink;
    ink[0] = Math.min(ink[0], left - reach);
    ink[1] = Math.min(ink[1], top - reach);
    ink[2] = Math.max(ink[2], right + reach);
    ink[3] = Math.max(ink[3], bottom + reach);
  }

  drawn() {
    const [left, top] = this.ink.slice(0, 2).map(Math.floor);
    const [right, bottom] = this.ink.slice(2).map(Math.ceil);
    const box = [left, top, Math.max(right - left, 1), Math.max(bottom - top, 1)];
    return { box, shapes: this.shapes.map(written).join('') };
  }
}

function written(shape) {
  if (shape.kind === 'text') {
    const bold = shape.bold ? ' font-weight="bold"' : '';
    const place = `x="${round(shape.x)}" y="${round(shape.y)}"`;
    const size = `font-size="${round(shape.size)}"`;
    return `<text ${place} ${size}${bold}${painted(shape.paint, true)}>${escaped(shape.words)}</text>`;
  }
  return `<path d="${path(shape.steps)}"${painted(shape.paint, false)}/>`;
}

// What differs from the drawing as a whole, which fills and does not stroke.
function painted(paint, isText) {
  const { fill, stroke, width, dashes } = paint;
  const strokes = !isText && width && stroke !== 'none';
  let out = INK.test(fill) ? '' : ` fill="${escaped(fill)}"`;
  if (strokes) {
    out += ` stroke-width="${width}"`;
    if (!INK.test(stroke)) out += ` stroke="${escaped(stroke)}"`;
    if (dashes) out += ` stroke-dasharray="${escaped(dashes)}"`;
  }
  return out;
}

// Whole units, each step from where the last one ended: half the letters.
function path(steps) {
  let out = '';
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [letter, ...numbers] of steps) {
    if (letter === 'Z') {
      out += 'z';
      [x, y] = [startX, startY];
      continue;
    }
    const whole = numbers.map(Math.round);
    const near = whole.map((value, i) => value - (i % 2 ? y : x));
    const isFirst = out === '';
    [x, y] = whole.slice(-2);
    if (letter === 'M') [startX, startY] = [x, y];
    if (letter === 'L' && !near[0] && !near[1]) continue;
    if (letter === 'L' && !near[1]) out += `h${near[0]}`;
    else if (letter === 'L' && !near[0]) out += `v${near[1]}`;
    else out += (isFirst ? letter : letter.toLowerCase()) + joined(near);
  }
  return out;
}

function joined(numbers) {
  return numbers.map((n, i) => (i && n >= 0 ? ` ${n}` : `${n}`)).join('');
}

const NUMBERS = /-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/gi;
const ARITY = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6, A: 7 };

// The steps of a path with absolute coordinates, short forms written out.
function points(d) {
  const steps = [];
  let [x, y] = [0, 0];
  for (const [, letter, rest] of d.matchAll(/([MLHVQCAZ])([^A-Za-z]*)/gi)) {
    const name = letter.toUpperCase();
    if (name === 'Z') {
      steps.push(['Z']);
      continue;
    }
    const arity = ARITY[name];
    const [offX, offY] = name === letter ? [0, 0] : [x, y];
    const all = (rest.match(NUMBERS) || []).map(Number);
    for (let i = 0; i + arity <= all.length; i += arity) {
      const given = all.slice(i, i + arity);
      const isOpen = name === 'M' && !i && steps.length && steps[steps.length - 1][0] !== 'Z';
      // MathJax's glyphs leave the end of each outline out.
      if (isOpen) steps.push(['Z']);
      const step = stepped(name === 'M' && i ? 'L' : name, given, [x, y], [offX, offY]);
      steps.push(step);
      [x, y] = step.slice(-2);
    }
  }
  return steps;
}

function stepped(name, given, [x, y], [offX, offY]) {
  if (name === 'H') return ['L', given[0] + offX, y];
  if (name === 'V') return ['L', x, given[0] + offY];
  if (name === 'A') {
    // Only the half circle of a long division: one curve is near enough.
    const [toX, toY] = [given[5] + offX, given[6] + offY];
    const bulge = x + (4 / 3) * given[0];
    return ['C', bulge, y, bulge, toY, toX, toY];
  }
  return [name, ...given.map((value, i) => value + (i % 2 ? offY : offX))];
}

function cut([letter, ...numbers], [left, bottom, right, top]) {
  const within = (value, i) => (i % 2
    ? Math.min(Math.max(value, bottom), top)
    : Math.min(Math.max(value, left), right));
  return [letter, ...numbers.map(within)];
}

function bounds(steps) {
  const xs = [];
  const ys = [];
  for (const [, ...numbers] of steps) {
    numbers.forEach((value, i) => (i % 2 ? ys : xs).push(value));
  }
  if (!xs.length || [...xs, ...ys].some((it) => !Number.isFinite(it))) return null;
  const low = (all) => all.reduce((a, b) => Math.min(a, b));
  const high = (all) => all.reduce((a, b) => Math.max(a, b));
  return [low(xs), low(ys), high(xs), high(ys)];
}

function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function matrix(transform) {
  let at = [1, 0, 0, 1, 0, 0];
  for (const [, name, list] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a, b, c, d, e, f] = (list.match(NUMBERS) || []).map(Number);
    if (name === 'translate') at = times(at, [1, 0, 0, 1, a, b || 0]);
    if (name === 'scale') at = times(at, [a, 0, 0, b === undefined ? a : b, 0, 0]);
    if (name === 'matrix') at = times(at, [a, b, c, d, e, f]);
    if (name === 'rotate') {
      const [cos, sin] = [Math.cos(a * Math.PI / 180), Math.sin(a * Math.PI / 180)];
      const turn = times([cos, sin, -sin, cos, 0, 0], [1, 0, 0, 1, -(b || 0), -(c || 0)]);
      at = times(at, times([1, 0, 0, 1, b || 0, c || 0], turn));
    }
  }
  return at;
}

function times([a, b, c, d, e, f], [g, h, i, j, k, l]) {
  return [
    a * g + c * h, b * g + d * h,
    a * i + c * j, b * i + d * j,
    a * k + c * l + e, b * k + d * l + f,
  ];
}

function moved(numbers, [a, b, c, d, e, f]) {
  const out = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const [x, y] = [numbers[i], numbers[i + 1]];
    out.push(a * x + c * y + e, b * x + d * y + f);
  }
  return out;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`);
}
