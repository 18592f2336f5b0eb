// Runs in the page, after client-data.js and client-map.js. Choosing a scenario, whose users and when shows on the map where the traffic
// goes, and fills in the verdicts and the chart. Without it the page still has the map at rest, the matrix and the plan.
(() => {
  const { twincloud } = globalThis;
  const data = twincloud.unpacked(JSON.parse(document.getElementById("data").textContent));
  const chooser = document.getElementById("scenario");
  const users = document.getElementById("capability");
  const moment = document.getElementById("moment");
  const momentText = document.getElementById("moment-text");
  const cards = document.getElementById("verdicts");
  const chart = document.getElementById("chart");
  const said = document.getElementById("said");
  if (!chooser) return;
  const byId = new Map(data.scenarios.map((scenario) => [scenario.id, scenario]));
  const letters = { up: "U", degraded: "D", down: "X" };

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const svg = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const duration = (seconds) => {
    if (seconds === null) return "never";
    if (seconds < 300) return `${Math.round(seconds)} s`;
    if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
    return `${Math.round(seconds / 3600)} h`;
  };
  const percent = (share) => `${Math.round(share * 100)} %`;

  for (const kind of new Set(data.scenarios.map((scenario) => scenario.kind))) {
    const own = data.scenarios.filter((scenario) => scenario.kind === kind);
    const options = own.map(({ id, title }) => element("option", { value: id }, title));
    chooser.append(element("optgroup", { label: kind }, ...options));
  }

  // The capability that a scenario hurts or moves the most; the one that is shown where none stands out.
  const impact = (scenario, capability) => {
    const [now, calm] = [scenario.verdicts[capability], data.calm[capability]];
    if (!now || !calm) return 0;
    const before = twincloud.sharesAt(data, calm.flows, calm.lastingAt);
    return twincloud
      .sharesAt(data, now.flows, now.lastingAt)
      .reduce(
        (sum, { arriving, served }, place) =>
          sum + Math.abs(arriving - before[place].arriving) + (arriving - served),
        0,
      );
  };
  const mostHurt = (scenario) => {
    let found = users.value;
    for (const name of data.capabilities)
      if (impact(scenario, name) > impact(scenario, found) + 0.005) found = name;
    return found;
  };

  // The end of what the chart shows: what matters happens in the first minutes, and what comes after is flat or the
  // fault's own end.
  function windowOf({ verdicts }) {
    const all = Object.values(verdicts);
    const last = Math.max(...all.map(({ end }) => end));
    const settled = Math.max(...all.map(({ rtoSeconds }) => rtoSeconds ?? 300));
    return Math.min(last, Math.max(180, 2 * settled));
  }

  function showMoment() {
    const scenario = byId.get(chooser.value);
    const verdict = (scenario ? scenario.verdicts : data.calm)[users.value];
    const isLast = !scenario || moment.value === moment.max;
    const seconds = isLast
      ? (verdict?.lastingAt ?? 0)
      : (windowOf(scenario) * Number(moment.value)) / Number(moment.max);
    moment.disabled = !scenario;
    momentText.textContent = !scenario
      ? "while nothing fails"
      : isLast
        ? "lastingly"
        : `after ${duration(seconds)}`;
    moment.setAttribute("aria-valuetext", momentText.textContent);
    twincloud.showMap(data, scenario, users.value, seconds);
  }

  function card(capability, verdict) {
    const rows = [
      [
        "back for good after",
        verdict.rtoSeconds === 0
          ? "it never left"
          : verdict.rtoSeconds === null
            ? `never while it lasts: ${Math.round(verdict.served * 1000) / 10} % served`
            : duration(verdict.rtoSeconds),
      ],
      [
        "data lost",
        verdict.rpoSeconds === null
          ? "not known"
          : verdict.rpoSeconds === 0
            ? "none"
            : duration(verdict.rpoSeconds),
      ],
      [
        "capacity left",
        `${percent(verdict.capacity.atOnce)} at once, ${percent(verdict.capacity.then)} then`,
      ],
    ];
    if (verdict.stalenessSeconds > 0) rows.push(["out of date by", duration(verdict.stalenessSeconds)]);
    const list = element("dl", {});
    for (const [term, value] of rows) list.append(element("dt", {}, term), element("dd", {}, value));
    const state = element(
      "span",
      { class: `verdict ${verdict.state}` },
      `${letters[verdict.state]} ${verdict.state}`,
    );
    const made = element("div", { class: "card" }, element("h3", {}, capability, state), list);
    if (verdict.because.length > 0) {
      made.append(element("ul", {}, ...verdict.because.map((reason) => element("li", {}, reason))));
    }
    return made;
  }

  const size = { width: 960, height: 260, left: 50, right: 180, top: 14, bottom: 36 };

  function showChart(scenario) {
    chart.replaceChildren();
    const lines = scenario
      ? data.capabilities.flatMap((name) => {
          const verdict = scenario.verdicts[name];
          const served = verdict ? twincloud.servedOver(data, verdict) : [];
          return served.length > 1 ? [{ name, served }] : [];
        })
      : [];
    document.getElementById("chart-note").hidden = lines.length > 0;
    if (lines.length === 0) return;
    const end = windowOf(scenario);
    const x = (seconds) => size.left + ((size.width - size.left - size.right) * Math.min(seconds, end)) / end;
    const y = (share) => size.top + (size.height - size.top - size.bottom) * (1 - share);
    const draw = svg("svg", {
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "aria-label": "Share of requests served over time",
    });
    for (const share of [0, 0.5, 1]) {
      draw.append(
        svg("line", {
          x1: size.left,
          x2: size.width - size.right,
          y1: y(share),
          y2: y(share),
          stroke: "var(--line)",
        }),
        svg(
          "text",
          { x: size.left - 8, y: y(share) + 4, "text-anchor": "end", class: "soft" },
          percent(share),
        ),
      );
    }
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
      draw.append(
        svg(
          "text",
          { x: x(end * part), y: size.height - 10, "text-anchor": "middle", class: "soft" },
          duration(end * part),
        ),
      );
    }
    // Capabilities with the same line share one label.
    const groups = new Map();
    for (const { name, served } of lines) {
      const points = served
        .filter(([seconds]) => seconds <= end)
        .map(([seconds, share]) => `${x(seconds)},${y(share)}`);
      const last = served.filter(([seconds]) => seconds <= end).at(-1);
      points.push(`${x(end)},${y(last[1])}`);
      const key = points.join(" ");
      groups.set(key, { names: [...(groups.get(key)?.names ?? []), name], at: last[1] });
    }
    let used = [];
    let index = 0;
    for (const [points, { names, at }] of [...groups].sort((a, b) => b[1].at - a[1].at)) {
      const dash = ["", "8 4", "2 4", "10 3 2 3"][index++ % 4];
      draw.append(svg("polyline", { points, class: "flow", "stroke-width": 2.5, "stroke-dasharray": dash }));
      let labelY = y(at) + 4;
      while (used.some((taken) => Math.abs(taken - labelY) < 16)) labelY += 16;
      used = [...used, labelY];
      draw.append(
        svg(
          "text",
          { x: size.width - size.right + 8, y: labelY },
          names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(", "),
        ),
      );
    }
    chart.append(draw);
  }

  function choose(id) {
    const scenario = byId.get(id);
    chooser.value = scenario ? id : "";
    for (const row of document.querySelectorAll("[data-row]")) {
      row.classList.toggle("chosen", row.getAttribute("data-row") === id);
    }
    if (scenario) users.value = mostHurt(scenario);
    moment.value = moment.max;
    showMoment();
    cards.replaceChildren(
      ...(scenario
        ? data.capabilities
            .filter((name) => scenario.verdicts[name])
            .map((name) => card(name, scenario.verdicts[name]))
        : []),
    );
    showChart(scenario);
    said.textContent = !scenario
      ? "Nothing fails."
      : scenario.covered
        ? scenario.title
        : `${scenario.title}: not covered by the objectives`;
  }

  chooser.addEventListener("change", () => choose(chooser.value));
  users.addEventListener("change", showMoment);
  moment.addEventListener("input", showMoment);
  for (const button of document.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      choose(button.getAttribute("data-choose"));
      const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      document.getElementById("map").scrollIntoView({ behavior: smooth ? "smooth" : "auto" });
    });
  }
  choose(location.hash.slice(1) ? decodeURIComponent(location.hash.slice(1)) : chooser.value);
})();
