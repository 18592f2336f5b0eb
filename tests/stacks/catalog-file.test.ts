import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { catalogFrom, servedBy } from "../../stacks/catalog-file";
import { SettingsError } from "../../stacks/config";
import { chat } from "../fixtures/catalogs/chat";
import { video } from "../fixtures/catalogs/video";

const root = mkdtempSync(path.join(tmpdir(), "twincloud-catalog-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(path.join(root, "stacks/catalogs"), { recursive: true });
const write = (name: string, text: string) =>
  writeFileSync(path.join(root, `stacks/catalogs/${name}.yaml`), text);

const served = (catalog: unknown) =>
  servedBy(catalog === undefined ? {} : { "twincloud:catalog": catalog }, {
    file: "Pulumi.talk.yaml",
    own: video,
    root,
  });

function problemsOf(act: () => unknown): string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
}

describe("the catalog of a stack", () => {
  it("is the project's own where the stack names none, and where it says so", () => {
    expect(served(undefined)).toEqual({ catalog: video, catalogFile: "stacks/catalog.ts" });
    expect(served("own").catalog).toBe(video);
  });

  it("is what the file of its name holds", () => {
    write("chat", stringify(chat));
    expect(served("chat")).toEqual({ catalog: chat, catalogFile: "stacks/catalogs/chat.yaml" });
  });

  it("is asked for by a name and by no path", () => {
    expect(problemsOf(() => served("../chat"))).toEqual([
      'Pulumi.talk.yaml: twincloud:catalog: found "../chat", wanted the name of a file of stacks/catalogs/ without its ending, such as chat, or own for stacks/catalog.ts',
    ]);
  });

  it("is said to be missing by the file's own name", () => {
    expect(problemsOf(() => served("gone"))).toEqual([
      "stacks/catalogs/gone.yaml: found no such file, wanted a catalog",
    ]);
  });

  it("that isn't YAML is told with its line", () => {
    write("broken", "capabilities:\n  - [\n");
    expect(problemsOf(() => served("broken"))[0]).toMatch(
      /^stacks\/catalogs\/broken\.yaml:\d+: found what isn't YAML/,
    );
  });
});

describe("a catalog's file", () => {
  const [first] = chat.capabilities;
  const problemsIn = (content: unknown) => problemsOf(() => catalogFrom(content, "chat.yaml"));

  it("may leave out what is empty, and what its parts ask for", () => {
    const catalog = catalogFrom(
      {
        capabilities: [
          {
            ...{ name: "news", publicLabel: "news", needs: ["edge"], requestsPerReplica: 10 },
            ...{ pod: { cpuMillis: 100, memoryMiB: 128 }, responseSeconds: 5, graceSeconds: 30 },
          },
        ],
      },
      "news.yaml",
    );
    expect(catalog.capabilities[0]).toMatchObject({ prefers: [], publishes: [], consumes: [], calls: [] });
    expect(catalog.eventFamilies).toEqual([]);
    expect(catalog.parts.queue.memoryMiB).toBe(2048);
  });

  it("tells everything that is wrong at once, by its key, and the nearest of what is known", () => {
    const capabilities = [{ ...first, need: ["edge"], pod: { cpuMillis: 0, memoryMiB: 768 } }];
    expect(problemsIn({ ...chat, capabilities })).toEqual([
      "chat.yaml: capabilities[0].pod.cpuMillis: found 0, wanted a whole number from 1 to 64000 thousandths of a core",
      expect.stringMatching(
        /^chat\.yaml: capabilities\[0\]\.need: found a key that isn't known, wanted needs /,
      ),
    ]);
  });

  it("is checked as the project's own is", () => {
    const capabilities = [{ ...first, needs: ["edge", "capability/nobody"] }];
    expect(problemsIn({ ...chat, capabilities })).toEqual([
      expect.stringMatching(/^chat\.yaml: messages\.needs: found "capability\/nobody", wanted one of edge/),
    ]);
  });
});
