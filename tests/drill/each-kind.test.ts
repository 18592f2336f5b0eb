import { describe, expect, it } from "vitest";
import { oneOfEach } from "../../drill/each-kind";
import { fault } from "../../resilience/faults/fault";

const shares = [0.1, 0.25, 0.5, 0.75, 0.9];
const brownouts = ["oci-a", "aws-b"].flatMap((site) =>
  shares.map((share) => fault("site", site, "brownout", share)),
);
const chosen = (faults: Parameters<typeof oneOfEach>[0], seed = 1) =>
  oneOfEach(faults, seed, ({ id }) => id).map(({ id }) => id);

describe("one fault of each kind", () => {
  it("is one hard loss, and of what fails in part one of few requests and one of most", () => {
    const found = chosen([fault("site", "oci-a"), fault("site", "aws-b"), ...brownouts]);
    expect(found).toHaveLength(3);
    const partly = found.flatMap((id) => /:brownout:(.+)$/.exec(id)?.[1] ?? []).map(Number);
    expect(partly.map((share) => share < 0.5)).toEqual([true, false]);
  });

  it("is another of its likes with the next seed, until all were taken", () => {
    const taken = shares
      .slice(0, 2)
      .flatMap((_, n) => [chosen(brownouts, 2 * n), chosen(brownouts, 2 * n + 1)]);
    // Two sites and two shares of few requests.
    expect(new Set(taken.map(([few]) => few)).size).toBe(4);
  });

  it("is one of each shape where a name changes what is done", () => {
    const names = ["aws-oci", "aws-to-oci", "oci-to-aws"].map((name) => fault("link", name));
    expect(chosen(names)).toHaveLength(2);
    const changes = ["everywhere/feed", "oci-a/feed", "oci-a/upload"];
    expect(chosen(changes.map((name) => fault("bad-change", name)))).toHaveLength(2);
  });

  it("takes what is done alike for one", () => {
    const alike = [fault("site", "oci-a"), fault("metro", "virginia")];
    expect(oneOfEach(alike, 1, () => "oci-a is cut off").map(({ id }) => id)).toEqual(["site:oci-a"]);
  });
});
