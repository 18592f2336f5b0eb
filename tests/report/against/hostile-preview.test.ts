import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import { changesAgainst } from "../../../report/against/changes";
import { readEarlier } from "../../../report/against/earlier";
import { survivalChanges } from "../../../report/against/verdict-changes";
import { InputError } from "../../../report/input-error";
import type { Survival } from "../../../resilience/verdict/survival";
import { stackGraph } from "../../support/graphs";

const all = stackGraph("staging").resources;
/** Some of each part, and the stack itself. */
const graph = graphOf(all.filter(({ type }, index) => index % 60 === 0 || type === "pulumi:pulumi:Stack"));
const verdict = { state: "down", served: 0.5, rtoSeconds: null, because: ["x"] };
const survival = { scenarios: [{ id: "zone:a", kind: "zone", verdicts: { feed: verdict } }] };

/** A preview in which all that is read of one has something. */
const preview = {
  version: 2,
  stack: "staging",
  resources: graph.resources.map(({ urn, type, name, provider, placement, inputs }) => ({
    urn,
    type,
    name,
    inputs,
    ...(provider ? { provider } : {}),
    ...(placement ? { placement } : {}),
  })),
  settings: graph.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs.twincloud,
  policy: { exempted: [{ rule: "a", urn: "b", reason: "c", owner: "d", expires: "2026-12-01" }] },
  survival: { scenarios: [{ id: "zone:a", verdicts: { feed: { ...verdict, state: "up" } } }] },
};

type Path = readonly (string | number)[];

/** Every place of a value, of long lists the first few items only. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null || at.length > 6) return [at];
  return [at, ...Object.keys(value).flatMap((key) => placesIn((value as never)[key], [...at, key]))];
}

function withAt(value: unknown, [step, ...rest]: Path, given: unknown): unknown {
  if (step === undefined) return given;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [step]: withAt((value as never)[step], rest, given) });
}

const strange: readonly unknown[] = [
  ...[null, "", "x", "\u0000", "\ud800", "__proto__", 0, -1, 1e308, true, [], {}, [null], [[]], [{}]],
  { a: {} },
];

/** Compared, as `--against` does it; fails as a command would. */
function compared(text: string): "read" | "refused" {
  try {
    const earlier = readEarlier(text, "earlier.json");
    changesAgainst(earlier, graph, []);
    survivalChanges(earlier.survival, survival as unknown as Survival);
    return "read";
  } catch (error) {
    if (error instanceof InputError) return "refused";
    throw error;
  }
}

describe("an earlier preview that somebody wrote", () => {
  it("is compared, or refused in words, whatever stands at each of its places", { timeout: 240_000 }, () => {
    const ends = { read: 0, refused: 0 };
    const places = placesIn(preview).filter(({ length }) => length > 0);
    // Another value at each place in turn, so that each kind of place meets all of them.
    places.forEach((place, index) => {
      for (const turn of [0, 5, 11]) {
        const given = strange[(index + turn) % strange.length];
        ends[compared(JSON.stringify(withAt(preview, place, given)))]++;
      }
    });
    expect(ends.read).toBeGreaterThan(500);
    expect(ends.refused).toBeGreaterThan(5);
  });

  it.each([null, 1, "us", []])("is refused where a resource stands at %j", (placement) => {
    const [resource] = preview.resources;
    expect(compared(JSON.stringify({ ...preview, resources: [{ ...resource, placement }] }))).toBe("refused");
  });

  it("is refused, or passed over, where it is nested without end", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const within = (key: string) => `{"version":2,"stack":"staging","resources":[],"${key}":${deep}}`;
    for (const key of ["survival", "settings", "policy"]) expect(compared(within(key))).toBe("read");
    expect(
      compared(`{"version":2,"stack":"a","resources":[{"urn":"a","type":"b","inputs":{"a":${deep}}}]}`),
    ).toBe("refused");
    expect(compared("[".repeat(100_000))).toBe("refused");
  });
});
