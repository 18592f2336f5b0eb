// Runs in the page, after the others. Choosing a scenario, whose users and when shows on the map where the traffic
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
  const allowance = document.getElementById("allowance");
  if (!chooser) return;
  const byId = new Map(data.scenarios.map((scenario) => [scenario.id, scenario]));
  const { element, duration } = twincloud;

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

  // The part of the time that the chart and the slider show; all of it until somebody zooms.
  let view = { from: 0, to: 1 };
  const wholeOf = ({ verdicts }) => ({
    from: 0,
    to: Math.max(1, ...Object.values(verdicts).map(({ end }) => end)),
  });
  const timeNow = () => twincloud.chart.axisOf(view).at(Number(moment.value) / Number(moment.max));
  let lasting = true;

  function showMoment() {
    const scenario = byId.get(chooser.value);
    const verdict = (scenario ? scenario.verdicts : data.calm)[users.value];
    const seconds = !scenario || lasting ? (verdict?.lastingAt ?? 0) : timeNow();
    for (const one of [moment, ...document.querySelectorAll("[data-step]")]) one.disabled = !scenario;
    momentText.textContent = !scenario
      ? "while nothing fails"
      : lasting
        ? "lastingly"
        : `after ${duration(seconds)}`;
    moment.setAttribute("aria-valuetext", momentText.textContent);
    twincloud.showMap(data, scenario, users.value, seconds);
    twincloud.chart.moveTo(scenario && lasting ? view.to : seconds, view);
  }

  function showChart(scenario) {
    const lines = scenario
      ? data.capabilities.flatMap((name) => {
          const verdict = scenario.verdicts[name];
          const served = verdict ? twincloud.servedOver(data, verdict) : [];
          return served.length > 1 ? [{ name, served }] : [];
        })
      : [];
    document.getElementById("chart-note").hidden = lines.length > 0;
    for (const button of document.querySelectorAll("[data-zoom]")) button.disabled = lines.length === 0;
    chart.replaceChildren(
      ...(lines.length > 0
        ? [twincloud.chart.draw(lines, { view, allowed: scenario.allowed, duration })]
        : []),
    );
  }

  /** Closer around the moment that is shown, or further from it. */
  function zoom(how) {
    const scenario = byId.get(chooser.value);
    if (!scenario) return;
    const whole = wholeOf(scenario);
    const now = lasting ? view.to : timeNow();
    const axis = twincloud.chart.axisOf(view);
    const [at, half] = [axis.of(now), how === "in" ? 1 / 8 : 2];
    const from = at <= half && how === "in" ? view.from : Math.max(0, axis.at(at - half));
    const to = Math.min(whole.to, axis.at(at + half));
    view = how === "whole" || (how === "out" && view.from === 0 && to >= whole.to) ? whole : { from, to };
    setTime(lasting ? undefined : now);
    showChart(scenario);
    showMoment();
  }

  /** Undefined: what is so lastingly. */
  function setTime(seconds) {
    lasting = seconds === undefined;
    const part = lasting ? 1 : twincloud.chart.axisOf(view).of(seconds);
    moment.value = String(Math.round(Number(moment.max) * part));
  }

  function choose(id, of, seconds) {
    const scenario = byId.get(id);
    if (scenario) twincloud.offer(id);
    chooser.value = scenario ? id : "";
    for (const row of document.querySelectorAll("[data-row]")) {
      row.classList.toggle("chosen", row.getAttribute("data-row") === id);
    }
    if (scenario) users.value = data.capabilities.includes(of) ? of : mostHurt(scenario);
    view = scenario ? wholeOf(scenario) : { from: 0, to: 1 };
    setTime(seconds);
    cards.replaceChildren(...(scenario ? twincloud.verdictsOf(data, scenario) : []));
    showChart(scenario);
    showMoment();
    said.textContent = !scenario ? "Nothing fails." : `${scenario.title}: ${scenario.course}.`;
    const [state, words] = scenario ? twincloud.allowanceOf(scenario, data) : ["up", "nothing fails"];
    const beside = scenario ? [scenario.alone, scenario.who].filter(Boolean).join(" ") : "";
    allowance.replaceChildren(element("span", { class: `verdict ${state}` }, words), ` ${beside}`);
  }

  // The address holds what is shown, so that it can be sent to somebody.
  const noted = () => {
    if (!chooser.value) return "nothing";
    const at = lasting ? "" : `&at=${Math.round(timeNow() * 10) / 10}`;
    return `${encodeURIComponent(chooser.value)}?users=${encodeURIComponent(users.value)}${at}`;
  };
  const note = () => history.replaceState(null, "", `#${noted()}`);
  function open() {
    const [id, rest] = location.hash.slice(1).split("?");
    const asked = new URLSearchParams(rest);
    const at = asked.get("at");
    const wanted = id === "" ? data.open : decodeURIComponent(id);
    choose(wanted, asked.get("users"), at === null || Number.isNaN(Number(at)) ? undefined : Number(at));
  }

  twincloud.fillChooser(data, chooser, () => {
    choose(chooser.value);
    note();
  });
  chooser.addEventListener("change", () => {
    twincloud.play.stop();
    choose(chooser.value);
    note();
  });
  users.addEventListener("change", () => {
    showMoment();
    note();
  });
  moment.addEventListener("input", () => {
    twincloud.play.stop();
    lasting = moment.value === moment.max;
    showMoment();
  });
  moment.addEventListener("change", note);
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => zoom(button.getAttribute("data-zoom")));
  }
  for (const button of document.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      twincloud.play.stop();
      choose(button.getAttribute("data-choose"));
      note();
      const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      const map = document.getElementById("map");
      map.focus({ preventScroll: true });
      map.scrollIntoView({ behavior: smooth ? "smooth" : "auto" });
    });
  }
  twincloud.play.ready({
    isChosen: () => byId.has(chooser.value),
    isAtEnd: () => moment.value === moment.max,
    show(value) {
      moment.value = String(value);
      lasting = moment.value === moment.max;
      showMoment();
      if (lasting) note();
    },
    value: () => Number(moment.value),
    max: Number(moment.max),
  });
  twincloud.fitMap(showMoment);
  addEventListener("hashchange", () => {
    if (!document.getElementById(location.hash.slice(1))) open();
  });
  open();
})();
