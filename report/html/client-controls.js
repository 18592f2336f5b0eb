// Runs in the page, before client.js: playing, filtering, and the map that fits a phone.
(() => {
  const { twincloud } = globalThis;

  /** From the beginning to the end of a fault in ten seconds; in few steps for who wants no motion. */
  const SECONDS = 10;
  const STEPS = 10;
  twincloud.play = {
    ready(slider) {
      const button = document.getElementById("play");
      const calm = matchMedia("(prefers-reduced-motion: reduce)");
      let timer;
      const set = (playing) => {
        button.textContent = playing ? "Pause" : "Play";
      };
      this.stop = () => {
        clearTimeout(timer);
        timer = undefined;
        set(false);
      };
      const step = (value, began) => {
        if (!slider.isChosen()) return this.stop();
        slider.show(Math.min(slider.max, Math.round(value)));
        if (value >= slider.max) return this.stop();
        if (calm.matches) {
          timer = setTimeout(() => step(value + slider.max / STEPS), (1000 * SECONDS) / STEPS);
        } else {
          const part = (performance.now() - began) / 1000 / SECONDS;
          timer = setTimeout(() => step(slider.max * Math.min(1, part), began), 33);
        }
      };
      button.addEventListener("click", () => {
        if (timer !== undefined) return this.stop();
        if (!slider.isChosen()) return;
        const from = slider.isAtEnd() ? 0 : slider.value();
        set(true);
        timer = setTimeout(() => step(from, performance.now() - (from / slider.max) * SECONDS * 1000), 0);
      });
    },
    stop() {},
  };

  /** One map at a time, by the width of the window; each is drawn as the page was made. */
  twincloud.fitMap = (redraw) => {
    const narrow = matchMedia("(max-width: 640px)");
    const place = document.getElementById("map-place");
    const maps = { false: place.innerHTML, true: document.getElementById("narrow-map").innerHTML };
    const refit = () => {
      place.innerHTML = maps[narrow.matches];
      redraw();
    };
    narrow.addEventListener("change", refit);
    if (narrow.matches) refit();
  };

  const find = document.getElementById("find");
  const only = document.getElementById("only");
  if (!find) return;
  const rows = [...document.querySelectorAll("tr[data-row]")];
  const is = {
    missed: (row) => row.classList.contains("missed"),
    covered: (row) => !row.classList.contains("bare"),
    hurts: (row) => row.classList.contains("hurts"),
  };
  const filter = () => {
    const words = find.value.toLowerCase().split(" ");
    let shown = 0;
    for (const row of rows) {
      const text = `${row.textContent} ${row.dataset.row}`.toLowerCase();
      const fits = words.every((word) => text.includes(word)) && (is[only.value]?.(row) ?? true);
      row.hidden = !fits;
      if (fits) shown++;
    }
    for (const group of document.querySelectorAll(".matrix .group")) {
      let next = group.nextElementSibling;
      while (next?.hidden) next = next.nextElementSibling;
      group.hidden = !next || next.classList.contains("group");
    }
    document.getElementById("found").textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
  };
  // A phone shows a fault a screen: what nobody promised waits until it is asked for.
  if (matchMedia("(max-width: 640px)").matches) {
    only.value = "covered";
    filter();
  }
  find.addEventListener("input", filter);
  only.addEventListener("change", filter);
})();
