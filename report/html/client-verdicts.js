// Runs in the page, before client.js: what users have under the chosen scenario, as a table, and why.
(() => {
  const { twincloud } = globalThis;
  const letters = { up: "U", degraded: "D", down: "X" };

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const duration = (seconds) => {
    if (seconds === null) return "never";
    if (seconds < 300) return `${Math.round(seconds)} s`;
    if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
    return `${Math.round(seconds / 3600)} h`;
  };
  const percent = (share) => `${Math.round(share * 100)} %`;

  /** What is said of a capability, cell by cell; the first is its state. */
  function cellsOf(verdict, { misses = [], untold }) {
    const { rtoSeconds, rpoSeconds, served, capacity, stalenessSeconds, state } = verdict;
    const back =
      rtoSeconds === 0
        ? "it never left"
        : rtoSeconds === null
          ? `never while it lasts: ${Math.round(served * 1000) / 10} % served`
          : duration(rtoSeconds);
    const data = rpoSeconds === null ? "all it held" : rpoSeconds === 0 ? "none" : duration(rpoSeconds);
    return [
      `${letters[state]} ${state}${misses.length > 0 ? " ✗" : untold ? " ?" : ""}`,
      back,
      data,
      stalenessSeconds > 0 ? duration(stalenessSeconds) : "no",
      `${percent(capacity.atOnce)} at once, ${percent(capacity.then)} then`,
      ...misses.map((miss) => `✗ ${miss}`),
      ...(untold ? ["? it can’t be told whether that is allowed"] : []),
    ];
  }

  const heads = ["users of", "", "back for good after", "data lost", "out of date by", "capacity left"];

  /** A row for all capabilities of which the same is said. */
  function tableOf(entries, { misses = {}, untold = [] }) {
    const rows = new Map();
    for (const [name, verdict] of entries) {
      const cells = cellsOf(verdict, { misses: misses[name], untold: untold.includes(name) });
      const row = rows.get(cells.join()) ?? { names: [], cells, verdict };
      row.names.push(name);
      row.of = misses[name] ? "down" : untold.includes(name) ? "unknown" : verdict.state;
      rows.set(cells.join(), row);
    }
    const body = [...rows.values()].map(({ names, cells: [state, ...cells], of }) => {
      const notes = cells.splice(heads.length - 2).map((note) => element("p", { class: "note" }, note));
      const title = element("th", { scope: "row" }, names.join(", "), ...notes);
      const badge = element("span", { class: `verdict ${of}` }, state);
      return element(
        "tr",
        {},
        title,
        element("td", {}, badge),
        ...cells.map((cell) => element("td", {}, cell)),
      );
    });
    const head = heads.map((title) =>
      title === "" ? element("td") : element("th", { scope: "col" }, title),
    );
    return element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    );
  }

  /** The reasons, each once, with the capabilities that it is true of. */
  function reasonsOf(entries) {
    const reasons = new Map();
    for (const [name, { because }] of entries)
      for (const reason of because) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
    const lines = [...reasons].map(([reason, names]) =>
      element("li", {}, names.length === entries.length ? reason : `${names.join(", ")}: ${reason}`),
    );
    return lines.length === 0 ? [] : [element("h3", {}, "Why"), element("ul", { class: "why" }, ...lines)];
  }

  function evidenceOf(entries, evidence) {
    const places = [...new Set(entries.flatMap(([, verdict]) => verdict.evidence))];
    if (places.length === 0) return [];
    const items = places.map((place) => element("li", {}, element("code", {}, evidence[place])));
    return [
      element("details", {}, element("summary", {}, "Read from"), element("ul", { class: "why" }, ...items)),
    ];
  }

  Object.assign(twincloud, {
    element,
    duration,
    verdictsOf(data, scenario) {
      const entries = data.capabilities.flatMap((name) =>
        scenario.verdicts[name] ? [[name, scenario.verdicts[name]]] : [],
      );
      if (entries.length === 0) return [];
      return [tableOf(entries, scenario), ...reasonsOf(entries), ...evidenceOf(entries, data.evidence)];
    },

    /** Whether what users go through was allowed, as a badge: never milder than it is. */
    allowanceOf({ allowed, misses, untold, touchesNothing }, data) {
      if (touchesNothing) return ["unknown", "nothing of it stood there"];
      if (misses) return ["down", "✗ more than is allowed"];
      if (untold) return ["unknown", "? can’t tell whether that is allowed"];
      if (allowed !== undefined) return ["up", `✓ within what is allowed: ${duration(allowed)}`];
      const other = data.allowed === undefined ? "" : ` (of what one covers: ${duration(data.allowed)})`;
      return ["unknown", `no objective says what is allowed${other}`];
    },
  });
})();
