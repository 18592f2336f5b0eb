// Runs in the page, after client-data.js and before client.js: shows on the map what arrives at each site at a moment and what it serves, as
// the survival model has it.
Object.assign(globalThis.twincloud, {
  /**
   * The value of a curve, held as seconds and share by turns, up to a moment: on the line through its points, and of a
   * jump the side before it. Beyond its ends it goes on as it is there.
   */
  valueAt(curve, time) {
    let next = 0;
    while (next < curve.length - 2 && curve[next] < time) next += 2;
    const [to = 0, b = 0] = curve.slice(next, next + 2);
    if (next === 0 || time >= to) return b;
    const [from, a] = curve.slice(next - 2, next);
    return to === from ? b : a + ((b - a) * (time - from)) / (to - from);
  },

  /** What arrives at each site at a moment and what of it is served, 0 to 1. */
  sharesAt(data, flows, time) {
    return flows.map(([arriving, served]) => ({
      arriving: this.shareAt(data, arriving, time),
      served: this.shareAt(data, served, time),
    }));
  },

  /** A curve may be another's, times a factor and shifted; it has four digits. */
  shareAt(data, [place, times = 1, plus = 0], time) {
    return Math.round(1e4 * (plus + times * this.valueAt(data.curves[place], time))) / 1e4;
  },

  /** Seconds and share of all requests that is served at all sites, with both sides of each jump. */
  servedOver(data, { flows, end }) {
    const used = new Set(flows.map(([, [place]]) => place));
    const times = new Set([...used].flatMap((place) => data.curves[place].filter((_, at) => at % 2 === 0)));
    const total = (time) => this.sharesAt(data, flows, time).reduce((sum, { served }) => sum + served, 0);
    return [...times]
      .filter((time) => time <= end)
      .sort((a, b) => a - b)
      .flatMap((time) => [
        [time, total(time)],
        // No two points of a curve are nearer than a tenth of a second.
        ...(time < end ? [[time, total(time + 0.01)]] : []),
      ]);
  },

  showMap(data, scenario, capability, time) {
    const verdict = (scenario ? scenario.verdicts : data.calm)[capability];
    if (!verdict) return;
    const find = (name, id) => document.querySelector(`[data-${name}="${CSS.escape(id)}"]`);
    const silent = new Set(
      (scenario?.silences ?? [])
        .filter(([, from, to]) => from <= time && (to === null || time <= to))
        .map(([id]) => id),
    );
    const handing = new Map();
    for (const [place, shares] of this.sharesAt(data, verdict.flows, time).entries()) {
      const { id } = data.sites[place];
      const arriving = this.percent(shares.arriving);
      const isServed = shares.served >= 0.99 * shares.arriving;
      find("share", id).textContent = `${arriving} % of traffic`;
      find("served", id).textContent = arriving === 0 ? "" : this.servedText(shares);
      find("site", id).classList.toggle("lost", arriving === 0);
      find("site", id).classList.toggle("hurt", arriving > 0 && !isServed);
      const share = this.markAt(scenario, `site:${id}`, time, find);
      find("site", id).classList.toggle("hit", this.activeMarks(scenario, `site:${id}`, time).length > 0);
      // More is served than its own parts could: the rest is handed on.
      const hands = share !== undefined && arriving > 0 && shares.served / shares.arriving > 1 - share + 0.01;
      for (const line of document.querySelectorAll(".link.peer")) {
        if (line.dataset.link.split(" ").includes(id))
          handing.set(line, hands || (handing.get(line) ?? false));
      }
      for (const authority of data.authorities) {
        const flow = find("flow", `${authority.id} ${id}`);
        const leads = arriving > 0 && !silent.has(authority.id);
        flow.classList.toggle("lost", !leads);
        flow.setAttribute("stroke-width", leads ? Math.max(1, arriving / 5) : 1);
      }
    }
    for (const [line, hands] of handing) line.classList.toggle("handing", hands);
    for (const line of document.querySelectorAll("[data-link]")) {
      line.classList.toggle("cut", this.activeMarks(scenario, `link:${line.dataset.link}`, time).length > 0);
    }
    this.markAt(scenario, "all", time, find);
    for (const { id } of data.authorities) {
      this.markAt(scenario, `authority:${id}`, time, find);
      find("authority", id).classList.toggle("lost", silent.has(id));
      find("ask", id).classList.toggle("lost", silent.has(id));
    }
  },

  activeMarks: (scenario, target, time) =>
    (scenario?.marks ?? []).filter(
      ([of, , from, to]) => of === target && from <= time && (to === null || time <= to),
    ),

  /** Writes what hits a place at a moment; of what hits a share of its requests, the greatest share. */
  markAt(scenario, target, time, find) {
    const active = this.activeMarks(scenario, target, time);
    const texts = [...new Set(active.map(([, text]) => text))];
    const [first = "", ...more] = texts;
    const all = texts.join(", ");
    find("mark", target).textContent =
      all.length <= 24 || more.length === 0 ? all : `${first} +${more.length}`;
    const shares = active.flatMap(([, , , , share]) => (share === undefined ? [] : [share]));
    return shares.length > 0 ? Math.max(...shares) : undefined;
  },

  servedText({ arriving, served }) {
    if (served >= 0.99 * arriving) return "all of it served";
    return served < 0.01 * arriving
      ? "none of it served"
      : `${Math.round((100 * served) / arriving)} % of it served`;
  },

  percent: (share) => Math.round(1000 * share) / 10,
});
