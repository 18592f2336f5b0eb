// Runs in the page, before client.js: what can be chosen to go down, all of it or what hits one place.
globalThis.twincloud.fillChooser = (data, chooser, changed) => {
  const { element } = globalThis.twincloud;
  const where = document.getElementById("where");
  const fill = () => {
    const chosen = chooser.value;
    const fits = ({ marks }) => where.value === "" || marks.some(([target]) => target === where.value);
    const shown = data.scenarios.filter(fits);
    const groups = [...new Set(shown.map(({ kind }) => kind))].map((kind) => {
      const own = shown.filter((scenario) => scenario.kind === kind);
      return element(
        "optgroup",
        { label: data.kinds[kind] ?? kind },
        ...own.map(({ id, title }) => element("option", { value: id }, title)),
      );
    });
    chooser.replaceChildren(element("option", { value: "" }, "nothing"), ...groups);
    chooser.value = shown.some(({ id }) => id === chosen) ? chosen : "";
  };
  /** Shows all again, where what is to be chosen hits another place. */
  globalThis.twincloud.offer = (id) => {
    if ([...chooser.options].some(({ value }) => value === id)) return;
    where.value = "";
    fill();
  };
  where.addEventListener("change", () => {
    const before = chooser.value;
    fill();
    if (chooser.value !== before) changed();
  });
  // A site on the map is a way to what hits it; by keyboard the list is.
  document.getElementById("map-place").addEventListener("click", ({ target }) => {
    const site = target.closest("[data-site]")?.getAttribute("data-site");
    if (site === undefined || site === null) return;
    where.value = `site:${site}`;
    where.dispatchEvent(new Event("change"));
    chooser.focus();
  });
  fill();
};
