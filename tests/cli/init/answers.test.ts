import { describe, expect, it } from "vitest";
import { answersOf, type Written } from "../../../cli/init/answers";
import { InputError } from "../../../report/input-error";

const chat: Written = {
  name: "chat",
  domain: "chat.example.com",
  jurisdiction: "us",
  site: ["aws-us-east-2", "oci-us-chicago-1"],
  capability: [
    "messages:public=talk:store,queue",
    "presence:public:queue",
    "search:public:messages,presence",
  ],
};

/** What is said of something wrong; nothing where all is right. */
function linesOf(change: Partial<Written>): readonly string[] {
  try {
    answersOf({ ...chat, ...change });
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.lines;
    throw error;
  }
}

describe("what somebody says who starts a platform", () => {
  it("becomes sites in the order in which they were named, and capabilities with what they need", () => {
    const { sites, capabilities } = answersOf({
      ...chat,
      capability: ["search:public:messages", "messages:inside:queue,store"],
    });
    expect(sites.map(({ provider, name }) => [provider, name])).toEqual([
      ["aws", "us-east-2"],
      ["oci", "us-chicago-1"],
    ]);
    expect(capabilities).toEqual([
      { name: "search", label: "search", needs: ["edge"], calls: ["messages"], databases: [] },
      { name: "messages", needs: ["store", "queue"], calls: [], databases: [] },
    ]);
  });

  it("may leave the region of a cloud to be chosen: in the jurisdiction, with three zones, in a metro of its own", () => {
    const { sites } = answersOf({ ...chat, jurisdiction: "eu", site: ["oci", "aws", "oci"] });
    expect(sites.map(({ provider, metro, zones }) => [provider, metro, zones.length])).toEqual([
      ["oci", "Amsterdam", 3],
      ["aws", "Frankfurt", 3],
      ["oci", "Madrid", 3],
    ]);
  });

  it("is told everything that is missing at once, by its flag", () => {
    const nothing = { name: "", domain: "", jurisdiction: "", site: [], capability: [] };
    expect(linesOf(nothing).map((line) => line.split(":")[0])).toEqual([
      "--name",
      "--domain",
      "--jurisdiction",
      "--site",
      "--capability",
    ]);
  });

  it.each<[string, Partial<Written>, RegExp]>([
    [
      "a database in a region without a site",
      { database: ["accounts:aws-us-west-2:60:0"] },
      /^--database accounts:aws-us-west-2:60:0: wanted the site in whose region it stands: .*aws-us-east-2/,
    ],
    [
      "a database without its times",
      { database: ["accounts:aws-us-east-2"] },
      /^--database accounts:aws-us-east-2: wanted NAME:SITE:RTO:RPO/,
    ],
    ["a name with capitals", { name: "Chat" }, /^--name Chat: wanted a name of 1 to 20 lower-case letters/],
    ["the name of the project's own catalog", { name: "own" }, /^--name own: wanted another name/],
    [
      "a jurisdiction that has no region",
      { jurisdiction: "usa" },
      /^--jurisdiction usa: wanted .*one of eu, /,
    ],
    [
      "a cloud that isn't known",
      { site: ["gcp-us", "aws", "oci"] },
      /^--site gcp-us: wanted .*providers are oci and aws$/,
    ],
    [
      "a region with a slip",
      { site: ["aws-us-est-2", "oci"] },
      /^--site aws-us-est-2: wanted a region of aws; nearest: us-east-2/,
    ],
    [
      "a region abroad",
      { site: ["aws-eu-west-1", "oci"] },
      /^--site aws-eu-west-1: wanted a region in the jurisdiction us, as that one stands in ie: one of us-east-1, /,
    ],
    [
      "a region twice",
      { site: ["aws-us-east-2", "oci", "aws-us-east-2"] },
      /^--site aws-us-east-2: wanted each site once$/,
    ],
    [
      "one cloud alone",
      { site: ["aws", "aws-us-west-2"] },
      /^--site: found aws-us-east-2, aws-us-west-2, wanted one of oci too/,
    ],
    [
      "one city alone",
      { site: ["aws-us-east-1", "oci-us-ashburn-1"] },
      /^--site: found sites in Northern Virginia alone/,
    ],
    [
      "the stores of a cloud in one city with another's",
      { site: ["aws-us-east-1", "oci-us-ashburn-1", "aws-us-west-2"] },
      /^--site: found every store of oci in Northern Virginia, where another cloud's stands too/,
    ],
    [
      "a capability's name that Kubernetes refuses",
      { capability: ["Messages:public"] },
      /^--capability Messages:public: wanted .*lower-case/,
    ],
    [
      "no word on who asks for it",
      { capability: ["messages"] },
      /^--capability messages: wanted .*public, public=LABEL or inside behind its name$/,
    ],
    [
      "a label that no host has",
      { capability: ["messages:public=a.b"] },
      /wanted one label of a host name behind public=$/,
    ],
    [
      "a need that isn't known",
      { capability: ["messages:public:database"] },
      /wanted needs of edge, store, queue, and not database$/,
    ],
    [
      "an entrance that nobody may use",
      { capability: ["a:public:b", "b:inside:edge"] },
      /^--capability b:inside:edge: wanted public with the edge/,
    ],
    [
      "a capability twice",
      { capability: ["a:public", "a:inside"] },
      /^--capability a:inside: wanted each capability once$/,
    ],
    ["nothing public", { capability: ["a:inside:queue"] }, /^--capability: found none that is public/],
    [
      "something that nobody asks",
      { capability: ["a:public", "b:inside:store"] },
      /^--capability b: wanted one that needs it/,
    ],
  ])("is refused %s", (_, change, line) => {
    expect(linesOf(change)).toEqual([expect.stringMatching(line)]);
  });
});
