import { describe, expect, it } from "vitest";
import { type Ask, questionsOf, waitUntilWell } from "../../rollout/gate";
import type { Step } from "../../rollout/plan";
import { runSteps, type Tools } from "../../rollout/run";
import { stackGraph } from "../support/graphs";

const copies = [{ from: "feed@sha256:1", to: "registry.example/feed@sha256:1" }];
const steps: readonly Step[] = [
  { kind: "images", title: "images", copies },
  { kind: "up", title: "site a", targets: ["a"] },
  { kind: "gate", title: "is a well?", site: "a" },
  { kind: "up", title: "site b", targets: ["b"] },
];

function running(more: Partial<Tools>, source: string | null = "builds.example") {
  const ran: string[] = [];
  const tools: Tools = {
    copier: "skopeo",
    secondsBetweenCopies: 0,
    pulumi: async (args) => ran.push(`pulumi ${args.join(" ")}`) * 0,
    command: async (args) => ran.push(args.join(" ")) * 0,
    gate: async (site) => {
      ran.push(`gate ${site}`);
      return [];
    },
    ...more,
  };
  let told = "";
  const stdout = { write: (text: string) => (told += text) };
  const done = runSteps(steps, { stack: "prod", source: source ?? undefined, tools, stdout });
  return done.then((well) => ({ well, ran, told }));
}

describe("a roll-out", () => {
  it("runs the steps in their order", async () => {
    expect(await running({})).toMatchObject({
      well: true,
      ran: [
        "skopeo copy --all --preserve-digests docker://builds.example/feed@sha256:1 docker://registry.example/feed@sha256:1",
        "pulumi up --stack prod --yes --target a",
        "gate a",
        "pulumi up --stack prod --yes --target b",
      ],
    });
  });

  it("stops at the first red site, and says what it didn't run", async () => {
    const { well, ran, told } = await running({ gate: async () => ["https://feed at 198.18.0.1: 503"] });
    expect(well).toBe(false);
    expect(ran.at(-1)).toBe("pulumi up --stack prod --yes --target a");
    expect(told).toContain("198.18.0.1: 503\nrollout: stopped at: is a well?; not run: site b");
  });

  it("stops where the CLI fails", async () => {
    const { well, ran } = await running({ pulumi: async () => 255 });
    expect({ well, gates: ran.filter((line) => line.startsWith("gate")) }).toEqual({
      well: false,
      gates: [],
    });
  });

  it("prints the copies and stops where nothing can copy", async () => {
    const { well, ran, told } = await running({ copier: undefined });
    expect({ well, ran }).toEqual({ well: false, ran: [] });
    expect(told).toContain("skopeo copy --all");
  });

  it("takes the images to be there when it isn't told from where", async () => {
    const { well, ran, told } = await running({ copier: undefined }, null);
    expect({ well, first: ran[0] }).toEqual({ well: true, first: "pulumi up --stack prod --yes --target a" });
    expect(told).toContain("no --from REGISTRY");
  });
});

describe("the gate of a site", () => {
  const patience = { inARow: 2, secondsBetween: 0, attempts: 4 };
  const questions = [{ address: "198.18.0.1", host: "feed.example.com", path: "/healthz/feed" }];
  const answering =
    (answers: (number | string)[]): Ask =>
    async () =>
      answers.shift() ?? "no more answers";

  it("asks every address of the site's edge for every public name", () => {
    const names = { feed: "feed.clips.example.com", upload: "upload.clips.example.com" };
    const asked = questionsOf(stackGraph("prod"), "aws-us-east-2", names);
    expect(new Set(asked.map(({ address }) => address)).size).toBe(3);
    expect(asked).toHaveLength(6);
  });

  it("opens when all is well several times in a row", async () => {
    expect(await waitUntilWell(questions, answering([200, 503, 200, 204]), patience)).toEqual([]);
  });

  it("stays shut while something is red, and says what", async () => {
    expect(await waitUntilWell(questions, answering([200, 503, 200, 503]), patience)).toEqual([
      "https://feed.example.com/healthz/feed at 198.18.0.1: 503",
    ]);
  });
});
