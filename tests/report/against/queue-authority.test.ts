import { describe, expect, it } from "vitest";
import type { AuthorityStage } from "../../../graph/authority-stage";
import type { RulesSettings } from "../../../graph/rules-settings";
import { authorityRefusal } from "../../../report/against/queue-authority";

const settings = (queueAuthority?: AuthorityStage) =>
  (queueAuthority ? { queueAuthority } : {}) as RulesSettings;
const refused = (before: AuthorityStage | undefined, after: AuthorityStage | undefined) =>
  authorityRefusal(settings(before), settings(after), "urn:stack");

describe("the queues' authority from one deploy to the next", () => {
  it("may move on by a stage", () => {
    expect(refused(undefined, { trusted: [1, 2], signing: 1 })).toEqual([]);
    expect(refused({ trusted: [1, 2], signing: 1 }, { trusted: [1, 2], signing: 2 })).toEqual([]);
    expect(refused({ trusted: [1, 2], signing: 2 }, { trusted: [2], signing: 2 })).toEqual([]);
  });

  it("may not skip one, and the stages are named", () => {
    expect(refused(undefined, { trusted: [2], signing: 2 })).toEqual([
      {
        urn: "urn:stack",
        because:
          "queueAuthority goes from { trusted: [1], signing: 1 } to { trusted: [2], signing: 2 } at once: sites that have the one refuse the certificates of those that have the other; deploy { trusted: [1, 2], signing: 1 }, then { trusted: [1, 2], signing: 2 }, then { trusted: [2], signing: 2 }",
      },
    ]);
  });
});
