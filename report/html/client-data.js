// Runs in the page, before the others: the data as packed.ts packed it, as data.ts made it.
globalThis.twincloud = {
  unpacked({ steps, reasons, uses, flows, figures, verdicts, calm, scenarios, ...data }) {
    const all = verdicts.map((values) => ({
      ...Object.fromEntries(figures.map((name, place) => [name, values[place]])),
      evidence: values.at(-3),
      because: values.at(-2).map((place) => reasons[place]),
      flows: this.pairsOf(flows[values.at(-1)].map((place) => uses[place])),
    }));
    const byName = (places) =>
      Object.fromEntries(
        data.capabilities.flatMap((name, index) =>
          places[index] === null ? [] : [[name, all[places[index]]]],
        ),
      );
    return {
      ...data,
      calm: byName(calm),
      scenarios: scenarios.map((scenario) => ({
        silences: [],
        touchesNothing: false,
        covered: false,
        ...scenario,
        verdicts: byName(scenario.verdicts),
      })),
      curves: steps.map((own) => this.fromSteps(own)),
    };
  },

  pairsOf: (all) => all.flatMap((one, place) => (place % 2 === 0 ? [[one, all[place + 1]]] : [])),

  fromSteps(steps) {
    const whole = [];
    for (const [place, step] of steps.entries()) whole.push(step + (whole[place - 2] ?? 0));
    return whole.map((value, place) => value / (place % 2 === 0 ? 10 : 1e4));
  },
};
