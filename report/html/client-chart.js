// Runs in the page, before client.js: the chart of the whole fault, on an axis on which its first seconds are as wide as its hours,
// or of a part of it.
globalThis.twincloud.chart = (() => {
  // A phone has no room for names beside the lines: they stand below.
  const wide = { width: 960, height: 280, left: 50, right: 190, top: 22, bottom: 36 };
  const phone = { width: 430, height: 280, left: 50, right: 14, top: 22, bottom: 36 };
  const narrow = matchMedia("(max-width: 640px)");
  let size = wide;
  let inner = { x: 0, y: 0 };
  const measure = () => {
    size = narrow.matches ? phone : wide;
    inner = { x: size.width - size.left - size.right, y: size.height - size.top - size.bottom };
  };
  measure();

  /** Seconds at a part of the axis, 0 to 1, and back. All of a fault: by its logarithm. A part of it: evenly. */
  const axisOf = ({ from, to }) => {
    if (from > 0 || to <= 180) {
      return { at: (part) => from + part * (to - from), of: (time) => (time - from) / (to - from) };
    }
    const unit = 10;
    const scale = Math.log1p(to / unit);
    return { at: (part) => unit * Math.expm1(part * scale), of: (time) => Math.log1p(time / unit) / scale };
  };

  const svg = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const ticks = [0, 10, 60, 300, 900, 3600, 14400, 43200, 86400, 259200];

  /** Points of a line in a part of the time; where the axis isn't even, a slope is a curve. */
  function pointsOf(served, view, axis) {
    const points = [];
    const add = ([time, share]) => points.push(`${round(x(axis, time))},${round(y(share))}`);
    for (const [index, point] of served.entries()) {
      const before = served[index - 1];
      if (before && point[0] > view.from && before[0] < view.to) {
        const parts = Math.abs(before[1] - point[1]) > 0.005 ? 12 : 1;
        for (let part = index === 1 ? 0 : 1; part <= parts; part++) {
          const time = before[0] + ((point[0] - before[0]) * part) / parts;
          const share = before[1] + ((point[1] - before[1]) * part) / parts;
          if (time >= view.from && time <= view.to) add([time, share]);
        }
      } else if (point[0] >= view.from && point[0] <= view.to) add(point);
    }
    return points;
  }
  const round = (value) => Math.round(value * 10) / 10;
  const x = (axis, time) => size.left + inner.x * axis.of(time);
  const y = (share) => size.top + inner.y * (1 - share);

  function draw(lines, { view, allowed, duration }) {
    measure();
    const axis = axisOf(view);
    const made = svg("svg", {
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "aria-label": "Share of requests served over time",
    });
    const line = (x1, x2, y1, y2, of) => made.append(svg("line", { x1, x2, y1, y2, class: of }));
    const text = (at, top, words, anchor = "middle") =>
      made.append(svg("text", { x: at, y: top, "text-anchor": anchor, class: "soft" }, words));
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      line(size.left, size.left + inner.x, y(share), y(share), "grid");
      text(size.left - 8, y(share) + 4, `${100 * share} %`, "end");
    }
    const even = view.from > 0 || view.to <= 180;
    const shown = even ? [0, 0.25, 0.5, 0.75, 1].map((part) => axis.at(part)) : ticks;
    let last = Number.NEGATIVE_INFINITY;
    for (const time of shown.filter((one) => one <= view.to)) {
      const at = x(axis, time);
      if (at - last < 46) continue;
      last = at;
      line(at, at, size.top, size.top + inner.y, "grid");
      text(at, size.height - 12, duration(time));
    }
    if (allowed !== undefined && allowed > view.from && allowed < view.to) {
      line(x(axis, allowed), x(axis, allowed), size.top - 6, size.top + inner.y, "allowed");
      text(x(axis, allowed), size.top - 9, `allowed: ${duration(allowed)}`);
    }
    // Capabilities with the same line share one label.
    const groups = new Map();
    for (const { name, served } of lines) {
      const key = pointsOf(served, view, axis).join(" ");
      const at = served.filter(([seconds]) => seconds <= view.to).at(-1)?.[1] ?? 1;
      groups.set(key, { names: [...(groups.get(key)?.names ?? []), name], at });
    }
    const used = [];
    for (const [index, [points, { names, at }]] of [...groups].sort((a, b) => b[1].at - a[1].at).entries()) {
      const dash = ["", "8 4", "2 4", "10 3 2 3"][index % 4];
      made.append(svg("polyline", { points, class: "flow", "stroke-width": 2.5, "stroke-dasharray": dash }));
      const words = names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(", ");
      if (narrow.matches) {
        const below = size.height + 14 + 22 * index;
        made.setAttribute("viewBox", `0 0 ${size.width} ${below + 10}`);
        const sample = { points: `8,${below - 4} 44,${below - 4}`, class: "flow", "stroke-width": 2.5 };
        made.append(svg("polyline", { ...sample, "stroke-dasharray": dash }));
        made.append(svg("text", { x: size.left, y: below }, words));
        continue;
      }
      let top = y(at) + 4;
      while (used.some((taken) => Math.abs(taken - top) < 16)) top += 16;
      used.push(top);
      made.append(svg("text", { x: size.left + inner.x + 8, y: top }, words));
    }
    made.append(svg("line", { id: "cursor", class: "cursor", y1: size.top, y2: size.top + inner.y }));
    return made;
  }

  /** Moves the line that shows the moment. */
  function moveTo(time, view) {
    const cursor = document.getElementById("cursor");
    if (!cursor) return;
    const at = x(axisOf(view), Math.min(view.to, Math.max(view.from, time)));
    cursor.setAttribute("x1", at);
    cursor.setAttribute("x2", at);
  }

  return { draw, moveTo, axisOf };
})();
