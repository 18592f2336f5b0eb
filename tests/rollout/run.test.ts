import { describe, expect, it } from "vitest";
import { type Ask, questionsOf, waitUntilWell } from "../../rollout/gate";
import type { Step } from "../../rollout/plan";
import { runSteps, type Tools } from "../../rollout/run";
import { stackGraph } from "../support/graphs";

const copies = [{ from: "feed@sha256:1", to: "registry.example/feed@sha256:1" }];
const steps: readonly Step[] = [
  { kind: "images", title: "images", copies },
  { kind: "up", title: "site a", targets: ["a"] },
  { kind: "gate", title: "is a well?", asked: [{ site: "a", about: "health" }], advice: "drain a" },
  { kind: "up", title: "site b", targets: ["b"] },
];

function running(
  more: Partial<Tools>,
  { source = "builds.example", of = steps }: { source?: string | null; of?: readonly Step[] } = {},
) {
  const ran: string[] = [];
  const tools: Tools = {
    copier: "skopeo",
    secondsBetweenCopies: 0,
    pulumi: async ({ args }) => ran.push(`pulumi ${args.join(" ")}`) * 0,
    command: async (args) => ran.push(args.join(" ")) * 0,
    gate: async (asked) => {
      ran.push(`gate ${asked.map(({ site }) => site)}`);
      return [];
    },
    ...more,
  };
  let told = "";
  const stdout = { write: (text: string) => (told += text) };
  const given = {
    stack: "prod",
    source: source ?? undefined,
    anyUnreachable: false,
    iamWindow: { OCI_GO_SDK_EC_CONFIG: "file,/tmp/window" },
  };
  const done = runSteps(of, { ...given, tools, stdout });
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

  it("stops at the first red site, and says what to do and what it didn't run", async () => {
    const { well, ran, told } = await running({ gate: async () => ["https://feed at 198.18.0.1: 503"] });
    expect(well).toBe(false);
    expect(ran.at(-1)).toBe("pulumi up --stack prod --yes --target a");
    expect(told).toContain("198.18.0.1: 503\ndrain a\nrollout: stopped at: is a well?; not run: site b");
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
    const { well, ran, told } = await running({ copier: undefined }, { source: null });
    expect({ well, first: ran[0] }).toEqual({ well: true, first: "pulumi up --stack prod --yes --target a" });
    expect(told).toContain("no --from REGISTRY");
  });
});

describe("images that are copied beside a run", () => {
  const everything: readonly Step[] = [{ kind: "up", title: "everything", targets: [], beside: copies }];

  it("are tried again until their registry is there", async () => {
    let tries = 0;
    const command = async () => (++tries < 3 ? 1 : 0);
    expect(await running({ command }, { of: everything })).toMatchObject({ well: true });
    expect(tries).toBe(3);
  });

  it("are given up as soon as the CLI has failed, in the middle of a wait", async () => {
    let tries = 0;
    const started = Date.now();
    const { well, told } = await running(
      {
        secondsBetweenCopies: 600,
        command: async () => ++tries,
        pulumi: () => new Promise((resolve) => setTimeout(resolve, 50, 255)),
      },
      { of: everything },
    );
    expect({ well, tries }).toEqual({ well: false, tries: 1 });
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(told).toContain("pulumi ended with 255\nthe copying ended with it: 0 of 1 images were copied\n");
  });

  it("are given up in the middle of a copy too", async () => {
    const { told } = await running(
      {
        command: (_, signal) =>
          new Promise((resolve) => signal.addEventListener("abort", () => resolve(143), { once: true })),
        pulumi: () => new Promise((resolve) => setTimeout(resolve, 50, 130)),
      },
      { of: everything },
    );
    expect(told).toContain("pulumi ended with 130\nthe copying ended with it");
  });

  it("name the logins that they need when they fail", async () => {
    const { well, told } = await running({ command: async () => 1 });
    expect(well).toBe(false);
    expect(told).toContain(
      "ended with 1; it needs skopeo login builds.example and skopeo login registry.example\n",
    );
    const crane = await running({ command: async () => 1, copier: "crane" });
    expect(crane.told).toContain("crane auth login registry.example");
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
    const asked = questionsOf(stackGraph("prod"), { site: "aws-us-east-2", about: "health" }, names);
    expect(new Set(asked.map(({ address }) => address)).size).toBe(3);
    expect(asked).toHaveLength(6);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/healthz/feed", "/healthz/upload"]));
  });

  it("asks a drained site whether it still serves those who come", () => {
    const names = { feed: "feed.clips.example.com" };
    const asked = questionsOf(stackGraph("prod"), { site: "oci-us-chicago-1", about: "life" }, names);
    expect(asked).toEqual([{ address: expect.any(String), host: "feed.clips.example.com", path: "/livez" }]);
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
