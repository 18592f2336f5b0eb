/** The files of a new platform, whatever was said: they are sound, and say what was said. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Answers, answersOf, type Written } from "../../../cli/init/answers";
import { catalogText, newCatalog } from "../../../cli/init/new-catalog";
import { evenShares, stackText } from "../../../cli/init/new-stack";
import { yamlText } from "../../../cli/init/yaml-text";
import { assumptionNames } from "../../../resilience/assumptions";
import { catalogFrom } from "../../../stacks/catalog-file";
import { loadSettings } from "../../../stacks/config";
import { written } from "./written";

const chat: Written = {
  name: "chat",
  domain: "chat.example.com",
  jurisdiction: "us",
  site: ["aws", "oci"],
  capability: ["messages:public:store,queue", "presence:public:queue", "search:public:messages"],
};

/** As Pulumi's CLI and the preview read them. */
function read(answers: Answers) {
  const catalog = catalogFrom(parse(catalogText(answers)), "catalog");
  const { config } = parse(stackText(answers), { version: "1.1" }) as { config: Record<string, unknown> };
  const loaded = loadSettings(config, { file: "stack", catalog, assumptionNames });
  return {
    catalog,
    settings: loaded.ok ? loaded.settings : undefined,
    problems: loaded.ok ? [] : loaded.problems,
  };
}

describe("the files of a new platform", () => {
  it("are sound whatever was said, and say it", () => {
    fc.assert(
      fc.property(written, (said) => {
        const answers = answersOf(said);
        const { catalog, settings, problems } = read(answers);
        expect(problems).toEqual([]);
        expect(catalog).toEqual(newCatalog(answers));
        expect(settings).toMatchObject({
          catalog: said.name,
          domain: said.domain,
          jurisdiction: said.jurisdiction,
          sites: answers.sites.map(({ provider, name }) => ({ provider, region: name })),
        });
        expect(Object.keys(settings?.peak ?? {})).toEqual([
          ...answers.capabilities.map(({ name }) => name),
          "edge",
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it("protect data, and hold what stores keep to no loss at all", () => {
    const { settings } = read(answersOf(chat));
    expect(settings?.protect).toBe(true);
    expect(settings?.objectives.maxRpoSeconds).toEqual({ messages: 0, presence: 60 });
  });

  it("let OCI keep its checks where no site stands, of either cloud", () => {
    const { settings } = read(answersOf({ ...chat, site: ["aws-us-east-1", "oci-us-chicago-1"] }));
    // Ashburn is Northern Virginia too.
    expect(settings?.oci.monitorRegion).toBe("us-phoenix-1");
  });
});

describe("a database of a new platform", () => {
  const said: Written = {
    ...chat,
    site: ["aws-us-east-2", "oci-us-chicago-1"],
    capability: ["search:public:accounts"],
    database: ["accounts:aws-us-east-2:3600:300"],
  };

  it("is needed by name, and stands where the stack says, with its own RTO and RPO", () => {
    const { catalog, settings } = read(answersOf(said));
    expect(catalog.capabilities[0]?.needs).toEqual(["edge", "database/accounts"]);
    expect(settings?.databases).toEqual({
      accounts: { site: "aws-us-east-2", rtoSeconds: 3600, rpoSeconds: 300 },
    });
  });

  it("takes the link between the clouds out of what is to be survived", () => {
    expect(read(answersOf(said)).settings?.objectives.survive).not.toContain("link");
    expect(read(answersOf(chat)).settings?.objectives.survive).toContain("link");
  });
});

describe("the catalog of a new platform", () => {
  const { capabilities, eventFamilies } = newCatalog(
    answersOf({ ...chat, capability: [...chat.capability, "bill:inside:queue"] }),
  );
  const named = (name: string) => capabilities.find((one) => one.name === name);

  it("keeps what a capability stores in each cloud, and goes on with the copies that it can make", () => {
    expect(named("messages")).toMatchObject({
      needs: ["edge", "queue", "media-store/any"],
      prefers: ["media-store/own", "media-store/other-provider"],
      ownStore: "append",
      otherStores: "append",
    });
  });

  it("lets who needs another call it", () => {
    expect(named("search")).toMatchObject({ needs: ["edge", "capability/messages"], calls: ["messages"] });
  });

  it("has a family of events of each that users ask, and tells them to what works inside", () => {
    expect(eventFamilies.map(({ name, subjects }) => [name, subjects])).toEqual([
      ["messages", ["messages.>"]],
      ["presence", ["presence.>"]],
    ]);
    expect(named("presence")).toMatchObject({ publishes: ["presence"], consumes: ["presence"] });
    expect(named("bill")).toMatchObject({ publishes: [], consumes: ["messages", "presence"] });
  });

  it("has one family though nobody needs the queue, which stands all the same", () => {
    const news = newCatalog(answersOf({ ...chat, capability: ["news:public"] }));
    expect(news.eventFamilies.map(({ name }) => name)).toEqual(["news"]);
    expect(news.capabilities[0]).toMatchObject({ needs: ["edge"], prefers: ["queue"], publishes: ["news"] });
  });
});

describe("YAML as it is written", () => {
  it("quotes what YAML 1.1 takes for something else than text", () => {
    const text = yamlText({ names: ["no", "on", "y", "null", "chat"] });
    expect(text).toBe('names: ["no", "on", "y", "null", chat]\n');
    expect(parse(text, { version: "1.1" })).toEqual({ names: ["no", "on", "y", "null", "chat"] });
  });
});

describe("shares", () => {
  it.each([
    [2, [50, 50]],
    [3, [34, 33, 33]],
    [7, [15, 15, 14, 14, 14, 14, 14]],
  ])("of %i sites are even, whole, and all there is", (count, shares) => {
    expect(evenShares(count)).toEqual(shares);
  });
});
