/* For each case: the styles a browser computes from a sheet, and those it computes
   from inline styles, element by element; back come the differences. Elements are
   told by data-n. Numbers may differ by a rounding, colours in their spelling. */
(cases, base, properties) => {
  const sheet = document.createElement("style");
  document.head.append(sheet);

  const number = /-?\d*\.?\d+(?:e-?\d+)?(?:px|%|em|deg|s)?/g;
  /* Spaces that a browser writes as they were given: what it paints is compared. */
  const easel = document.createElement("canvas").getContext("2d");
  const painted = (value) => {
    easel.clearRect(0, 0, 1, 1);
    easel.fillStyle = value;
    easel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = easel.getImageData(0, 0, 1, 1).data;
    return a === 255 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${a / 255})`;
  };
  const SPACES = /(?:oklab|oklch|lab|lch|color)\((?!srgb )[^)]*\)/g;
  /* color(srgb r g b / a) is how a browser writes a colour that was mixed. */
  const spelt = (value) => value.replace(SPACES, painted).replace(
    /color\(srgb ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)(?: \/ ([-\d.e]+))?\)/g,
    (_, r, g, b, a) => {
      const mixed = [r, g, b].map((it) => Math.round(255 * it)).join(", ");
      return a === undefined ? `rgb(${mixed})` : `rgba(${mixed}, ${a})`;
    });
  const near = (one, other, isColour) => {
    const unit = (it) => it.replace(/^[-\d.e]+/, "");
    const apart = Math.abs(parseFloat(one) - parseFloat(other));
    const isChannel = isColour && /^\d+$/.test(one) && /^\d+$/.test(other);
    const px = 0.15 + Math.abs(parseFloat(one)) / 2000;
    const room = unit(one) === "px" ? px : isChannel ? 1 : 0.006;
    return unit(one) === unit(other) && apart <= room;
  };
  const alike = (name, a, b) => {
    // WeChat's own checker wants "left" for "start".
    if (a === b || (a === "start" && b === "left")) return true;
    // Lines of 28.8 px are written as they are, 27.54 px lines rounded: many add up.
    if (name === "height") {
      return Math.abs(parseFloat(a) - parseFloat(b)) < 0.3 + 0.004 * parseFloat(a);
    }
    const [one, other] = [spelt(a), spelt(b)];
    if (one.replace(number, "#") !== other.replace(number, "#")) return false;
    const [x, y] = [one.match(number) ?? [], other.match(number) ?? []];
    return x.every((it, index) => near(it, y[index], one.includes("rgb")));
  };

  /* What a theme puts into an item joins the line of words that we made of it, where
     the browser, which knows of that line, gives it a line of its own. */
  const isDecoratedItem = (element) => element.localName === "li"
    && ["::before", "::after"].some((place) =>
      !/^(none|normal)$/.test(getComputedStyle(element, place).content));

  const read = (css, markup) => {
    sheet.textContent = css;
    document.body.innerHTML = markup;
    return new Map([...document.querySelectorAll("[data-n]")].map((element) => {
      const style = getComputedStyle(element);
      const values = properties.map((name) => style.getPropertyValue(name));
      const around = [element.parentElement, element, ...element.querySelectorAll("li")];
      const listed = around.some(isDecoratedItem);
      if (listed) values[properties.indexOf("height")] = "";
      return [element.dataset.n, { name: element.localName, values }];
    }));
  };

  return cases.map(({ css, source, inline }) => {
    const wanted = read(base + css, source);
    const found = read(base, inline);
    const told = [];
    for (const [n, { name, values }] of wanted) {
      const other = found.get(n);
      if (other === undefined) { told.push(`${n} <${name}> is gone`); continue; }
      const of = (property) => values[properties.indexOf(property)];
      values.forEach((value, index) => {
        const line = /^(border-\w+|outline)-(?:color|width)$/.exec(properties[index]);
        // The looks of a line that is not there.
        if (line && of(`${line[1]}-style`) === "none") return;
        const [wants, has] = [value, other.values[index]];
        if (wants !== "" && !alike(properties[index], wants, has)) {
          told.push(`${n} <${name}> ${properties[index]}: ${wants} became ${has}`);
        }
      });
    }
    return told;
  });
}
