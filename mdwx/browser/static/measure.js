/* Where everything of an article lies, at each width of the column.

   Runs in a world of its own: the page's objects cannot be reached from there, and
   what an article calls itself cannot stand in the way of the prototype's methods.
   Gives back plain numbers; the rules are in mdwx/layout. */
async (widths) => {
  const NUMBER = "data-mdwx-n";
  const BLANK = /[\s\u00a0\u200b\u2060\ufeff]/;
  const find = (selector) =>
    [...Document.prototype.querySelectorAll.call(document, selector)];

  const column = find(".rich_media_content")[0];
  const elements = find(`[${NUMBER}]`);
  const numbers = new Map(
    elements.map((element) => [element, Number(element.getAttribute(NUMBER))]));
  for (const element of elements) element.removeAttribute(NUMBER);
  await Promise.all(find("img").map((image) => image.decode().catch(() => null)));

  const shown = new Map();
  /* What hides, shrinks or turns an element, its ancestors included. */
  const showing = (element) => {
    if (element === column) return { opacity: 1, scale: 1, turned: false };
    if (!shown.has(element)) shown.set(element, showingBy(element));
    return shown.get(element);
  };
  const showingBy = (element) => {
    const above = showing(element.parentElement);
    const style = getComputedStyle(element);
    const matrix = new DOMMatrix(style.transform === "none" ? "" : style.transform);
    const area = Math.abs(matrix.a * matrix.d - matrix.b * matrix.c);
    return {
      opacity: above.opacity * Number(style.opacity),
      scale: above.scale * Math.sqrt(area) * (Number(style.zoom) || 1),
      turned: above.turned || Math.abs(matrix.b) > 0.01 || Math.abs(matrix.c) > 0.01,
    };
  };
  /* The whole drawing that something is a part of; a drawing itself is an element. */
  const drawingOf = (element) => {
    let found = null;
    for (let it = element.parentElement; it !== column; it = it.parentElement) {
      if (it.localName === "svg") found = it;
    }
    return found;
  };
  const whole = elements.filter((element) => drawingOf(element) === null);
  const round = (numbers) => numbers.map((number) => Math.round(number * 100) / 100);

  const boxOf = (rect, origin) => round([
    rect.left - origin.left, rect.top - origin.top,
    rect.right - origin.left, rect.bottom - origin.top,
  ]);

  const paints = (style) =>
    !/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor)
    || style.backgroundImage !== "none" || style.boxShadow !== "none"
    || ["Top", "Right", "Bottom", "Left"].some(
      (side) => parseFloat(style[`border${side}Width`]) > 0);

  const elementAt = (element, origin) => {
    const style = getComputedStyle(element);
    const { opacity, turned } = showing(element);
    const rect = element.getBoundingClientRect();
    return {
      number: numbers.get(element),
      parent: numbers.get(element.parentElement) ?? null,
      tag: element.localName,
      box: boxOf(rect, origin),
      borders: round(["Left", "Top", "Right", "Bottom"].map(
        (side) => parseFloat(style[`border${side}Width`]) || 0)),
      display: style.display,
      overflow: [style.overflowX, style.overflowY],
      visible: opacity > 0 && style.visibility === "visible" && style.display !== "none",
      turned,
      paints: paints(style),
      bleeds: parseFloat(style.marginLeft) < 0 || parseFloat(style.marginRight) < 0,
      fixed: /px$/.test(element.style.width) || /px$/.test(element.style.maxWidth),
      excused: element.hasAttribute("data-ignore-width"),
      spills: element.scrollWidth - element.clientWidth,
    };
  };

  /* The part of a text node between its first and its last visible sign. */
  const inked = (node) => {
    let start = 0, end = node.length;
    while (start < end && BLANK.test(node.data[start])) start += 1;
    while (end > start && BLANK.test(node.data[end - 1])) end -= 1;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return start < end ? range : null;
  };
  const sizeOf = (element, style) => {
    const matrix = element instanceof SVGElement ? element.getScreenCTM?.() : null;
    const scale = matrix
      ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c))
      : showing(element).scale;
    return [parseFloat(style.fontSize) * scale, scale];
  };
  /* The ink of one or two signs, for ornaments: a large quotation mark fills only
     the top of its line. Longer text fills its lines. */
  const easel = document.createElement("canvas").getContext("2d");
  const inkOf = (range, style, rects, scale) => {
    const signs = range.toString();
    if (rects.length !== 1 || signs.length > 2) return null;
    easel.font = style.font;
    const ink = easel.measureText(signs);
    const height = ink.fontBoundingBoxAscent + ink.fontBoundingBoxDescent;
    const top = (rects[0].top + rects[0].bottom - height * scale) / 2;
    const baseline = top + ink.fontBoundingBoxAscent * scale;
    return [baseline - ink.actualBoundingBoxAscent * scale,
      baseline + ink.actualBoundingBoxDescent * scale];
  };
  const isSeen = (style, opacity) => opacity > 0 && style.visibility === "visible"
    && parseFloat(style.fontSize) > 0 && !/^rgba\(.*, 0\)$/.test(style.color);

  const linesOf = (node, origin) => {
    const element = node.parentElement;
    const style = getComputedStyle(element);
    if (!isSeen(style, showing(element).opacity)) return [];
    const range = inked(node);
    if (range === null) return [];
    const [size, scale] = sizeOf(element, style);
    const drawing = drawingOf(element);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0.5);
    const ink = drawing ? null : inkOf(range, style, rects, scale);
    return rects.map((rect) => ({
      element: numbers.get(drawing ?? element),
      box: boxOf(rect, origin),
      size: round([size])[0],
      scale: round([scale])[0],
      drawn: drawing !== null,
      ink: ink && round(ink.map((y) => y - origin.top)),
      words: node.data.trim().slice(0, 16),
    }));
  };
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(column, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };

  return widths.map((width) => {
    column.style.width = `${width}px`;
    shown.clear();
    const origin = column.getBoundingClientRect();
    return {
      width,
      elements: whole.map((element) => elementAt(element, origin)),
      lines: texts().flatMap((node) => linesOf(node, origin)),
    };
  });
}
