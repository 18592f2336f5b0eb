import { describe, expect, it } from "vitest";
import type { Capability } from "../../components/capability";
import type { Catalog } from "../../components/catalog";
import { catalogProblems, checkCatalog, SettingsError } from "../../stacks/config";
import { chat } from "../fixtures/catalogs/chat";
import { video } from "../fixtures/catalogs/video";

/** The chat product's catalog with one of its capabilities changed. */
function withChange(name: string, change: Partial<Capability>): Catalog {
  const capabilities = chat.capabilities.map((one) => (one.name === name ? { ...one, ...change } : one));
  return { ...chat, capabilities };
}

const keysOf = (catalog: Catalog) => catalogProblems(catalog).map(({ key }) => key);

describe("a catalog", () => {
  it.each([
    ["the chat product's", chat],
    ["the short-video platform's", video],
  ])("is sound: %s", (_, catalog) => {
    expect(catalogProblems(catalog)).toEqual([]);
  });

  it("may hang on any capability that it has", () => {
    expect(catalogProblems(withChange("search", { needs: ["edge", "capability/messages"] }))).toEqual([]);
  });

  it("names the capability that isn't there, and the nearest that is", () => {
    const [problem] = catalogProblems(withChange("search", { prefers: ["capability/presense"] }));
    expect(problem).toMatchObject({
      file: "stacks/catalog.ts",
      key: "search.prefers",
      found: '"capability/presense"',
      wanted: expect.stringMatching(/^capability\/presence /),
    });
  });

  it.each<[string, Catalog, string]>([
    ["a dependency on itself", withChange("search", { needs: ["capability/search"] }), "search.needs"],
    ["a call of what isn't there", withChange("search", { calls: ["feed"] }), "search.calls"],
    ["a family that isn't there", withChange("presence", { publishes: ["uploads"] }), "presence.publishes"],
    ["a family that isn't there", withChange("presence", { consumes: ["uploads"] }), "presence.consumes"],
    ["a label that no host can have", withChange("search", { publicLabel: "find.it" }), "search.publicLabel"],
    ["a name that a part has", withChange("search", { name: "edge" }), "capabilities"],
    ["a name that Kubernetes refuses", withChange("search", { name: "Search" }), "capabilities"],
    [
      "a prefix without its slash",
      withChange("messages", { writesBelow: ["messages"] }),
      "messages.writesBelow",
    ],
    [
      "a prefix that is the whole store",
      withChange("messages", { writesBelow: [""] }),
      "messages.writesBelow",
    ],
    [
      "a prefix that a policy takes for a pattern",
      withChange("search", { readsBelow: ["mess*/"] }),
      "search.readsBelow",
    ],
    [
      "prefixes to write below, and no store",
      withChange("presence", { writesBelow: ["p/"] }),
      "presence.writesBelow",
    ],
    [
      "prefixes to read, and no store",
      withChange("presence", { readsBelow: ["messages/"] }),
      "presence.readsBelow",
    ],
    [
      "a reader that is told of nothing to read",
      withChange("search", { readsBelow: [] }),
      "search.readsBelow",
    ],
    [
      "a prefix below which nobody writes",
      withChange("search", { readsBelow: ["mails/"] }),
      "search.readsBelow",
    ],
    ["no capability at all", { ...chat, capabilities: [] }, "capabilities"],
  ])("is refused for %s", (_, catalog, key) => {
    expect(keysOf(catalog)).toEqual([key]);
  });

  it("is refused for two names that are the same", () => {
    expect(keysOf(withChange("search", { name: "messages" }))).toEqual(["capabilities"]);
    expect(keysOf(withChange("search", { publicLabel: "chat" }))).toEqual([
      "messages.publicLabel",
      "search.publicLabel",
    ]);
  });

  it("is refused for a prefix below which two write, at both", () => {
    const both = withChange("search", { ownStore: "append", writesBelow: ["messages/index/"] });
    expect(keysOf(both)).toEqual(["messages.writesBelow", "search.writesBelow"]);
  });

  it("may give a capability several prefixes, and one of before there were any", () => {
    expect(catalogProblems(withChange("messages", { writesBelow: ["messages/", "2026/"] }))).toEqual([]);
  });

  it("is refused for a circle, at each that stands in it", () => {
    expect(keysOf(withChange("presence", { prefers: ["capability/search"] }))).toEqual([
      "presence",
      "search",
    ]);
  });

  it("is told of as settings are, all at once", () => {
    const wrong = withChange("search", { needs: ["capability/a", "capability/b"], calls: ["c"] });
    expect(() => checkCatalog(wrong)).toThrow(SettingsError);
    expect(catalogProblems(wrong)).toHaveLength(3);
  });
});
