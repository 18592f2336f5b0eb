// Runs in the page. Choosing a scenario greys what it takes away on the map, shows where the traffic goes, and
// fills in the verdicts and the chart. Without it the page still has the map at rest, the matrix and the plan.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const chooser = document.getElementById("scenario");
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

  function showMap(scenario) {
    const lostSites = new Set(scenario ? scenario.sites : []);
    const lostAuthorities = new Set(scenario ? scenario.authorities : []);
    const left = data.sites.filter(({ id }) => !lostSites.has(id));
    const whole = left.reduce((sum, { share }) => sum + share, 0);
    for (const site of data.sites) {
      const isLost = lostSites.has(site.id);
      const share = isLost || whole === 0 ? 0 : Math.round((100 * site.share) / whole);
      document.querySelector(`[data-site="${CSS.escape(site.id)}"]`).classList.toggle("lost", isLost);
      document.querySelector(`[data-share="${CSS.escape(site.id)}"]`).textContent = isLost
        ? "failing"
        : `${share} % of traffic`;
      for (const { id } of data.authorities) {
        const flow = document.querySelector(`[data-flow="${CSS.escape(`${id} ${site.id}`)}"]`);
        flow.classList.toggle("lost", isLost || lostAuthorities.has(id));
        flow.setAttribute("stroke-width", Math.max(1, share / 5));
      }
    }
    for (const { id } of data.authorities) {
      document
        .querySelector(`[data-authority="${CSS.escape(id)}"]`)
        .classList.toggle("lost", lostAuthorities.has(id));
    }
  }

  function card(capability, verdict) {
    const rows = [
      ["served again after", verdict.rtoSeconds === 0 ? "nothing was lost" : duration(verdict.rtoSeconds)],
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

  const size = { width: 960, height: 260, left: 50, right: 150, top: 14, bottom: 36 };

  function showChart(scenario) {
    chart.replaceChildren();
    const lines = scenario
      ? data.capabilities.flatMap((name) => {
          const served = scenario.verdicts[name]?.timeline;
          return served && served.length > 1 ? [{ name, served }] : [];
        })
      : [];
    document.getElementById("chart-note").hidden = lines.length > 0;
    if (lines.length === 0) return;
    // What matters happens in the first minutes; what comes after is flat or the fault's own end.
    const moments = lines.flatMap(({ served }) => served.map(([seconds]) => seconds));
    const settled = Math.max(...lines.map(({ name }) => scenario.verdicts[name].rtoSeconds ?? 300));
    const end = Math.min(Math.max(...moments), Math.max(180, 2 * settled));
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
    showMap(scenario);
    cards.replaceChildren(
      ...(scenario
        ? data.capabilities
            .filter((name) => scenario.verdicts[name])
            .map((name) => card(name, scenario.verdicts[name]))
        : []),
    );
    showChart(scenario);
    said.textContent = scenario ? scenario.title : "Nothing fails.";
  }

  chooser.addEventListener("change", () => choose(chooser.value));
  for (const button of document.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      choose(button.getAttribute("data-choose"));
      const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      document.getElementById("map").scrollIntoView({ behavior: smooth ? "smooth" : "auto" });
    });
  }
  choose(location.hash.slice(1) ? decodeURIComponent(location.hash.slice(1)) : chooser.value);
})();
