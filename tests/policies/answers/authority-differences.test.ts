/** Authorities by hand, one of them of a cloud that isn't there yet: what is compared is every one with all others. */
import { describe, expect, it } from "vitest";
import type { ProviderName } from "../../../graph/clouds/contract";
import type { AnswerView, AuthorityView } from "../../../graph/views/names";
import type { ZoneView } from "../../../graph/views/zones";
import { differencesBetween, silentBeside } from "../../../policies/answers/authority-differences";
import { resource } from "../../graph/fixtures";

const HOST = "feed.example.com";
const record = (name: string) => resource("test:dns/record:Record", name, { urn: `urn:${name}` });

/** Shares by address; an address of `?` can't be told. */
function authority(name: string, shares: Record<string, number>, more: Partial<AuthorityView> = {}) {
  const answers = Object.entries(shares).map(
    ([ip, weight]): AnswerView => ({
      resource: record(`${name}-${ip}`),
      name: ip,
      address: ip === "?" ? {} : { ip, key: ip },
      weight,
      disabled: false,
    }),
  );
  return {
    provider: name as ProviderName,
    answering: "weighted",
    recordType: "A",
    ttls: [30],
    ttl: 30,
    answers,
    resources: answers.map((answer) => answer.resource),
    ...more,
  } satisfies AuthorityView;
}

const say = (views: readonly AuthorityView[]) =>
  differencesBetween(HOST, views, new Set()).map(
    ({ urn, found, wanted }) => `${urn} ${found}; wanted ${wanted}`,
  );

const even = { "192.0.2.1": 1, "192.0.2.2": 1 };

describe("three authorities of a name", () => {
  it("agree", () => {
    expect(say([authority("aws", even), authority("oci", even), authority("acme", even)])).toEqual([]);
  });

  it("show what the third alone lacks", () => {
    const acme = authority("acme", { "192.0.2.1": 1 });
    expect(say([authority("aws", even), authority("oci", even), acme])).toEqual([
      "urn:acme-192.0.2.1 doesn't answer feed.example.com with 192.0.2.2 from acme; wanted the answers that Route 53 and OCI DNS give",
    ]);
  });

  it.each([0, 1, 2])("blame the one whose shares differ from the others', in whatever place: %i", (place) => {
    const views = [authority("aws", even), authority("oci", even)];
    views.splice(place, 0, authority("acme", { "192.0.2.1": 9, "192.0.2.2": 1 }));
    expect(say(views)).toEqual([
      expect.stringMatching(
        /^urn:acme-192\.0\.2\.1 answers feed\.example\.com with 192\.0\.2\.1 for 90 % of the queries; wanted 50 %, as /,
      ),
    ]);
  });

  it("are each told from one of them where all shares differ", () => {
    const shares = (first: number) => ({ "192.0.2.1": first, "192.0.2.2": 10 - first });
    const found = say([
      authority("aws", shares(2)),
      authority("oci", shares(4)),
      authority("acme", shares(5)),
    ]);
    expect(found.map((text) => text.split(";")[1])).toEqual([
      " wanted 50 %, as acme does",
      " wanted 50 %, as acme does",
    ]);
  });

  it("tell the times to live of all where the third's is another", () => {
    const acme = authority("acme", even, { ttls: [300], ttl: 300 });
    expect(say([authority("aws", even), authority("oci", even), acme])).toEqual([
      expect.stringContaining(
        "30 s from Route 53, 30 s from OCI DNS, 300 s from acme; wanted one time to live",
      ),
    ]);
  });

  it("are compared with each other where one of them can't be told", () => {
    const untold = authority("acme", { "?": 1 });
    const found = say([authority("aws", even), authority("oci", { "192.0.2.1": 1 }), untold]);
    expect(found).toHaveLength(2);
    expect(found[0]).toContain(
      "from acme with addresses that can't be told; wanted those of the other authorities",
    );
    expect(found[1]).toContain("with 192.0.2.2 from OCI DNS; wanted the answers that Route 53 gives");
  });
});

describe("an authority that doesn't answer a name", () => {
  const zone = (provider: string, domain = "example.com", isPrivate = false): ZoneView => ({
    provider: provider as ProviderName,
    resource: record(`${provider}-zone`),
    domain,
    private: isPrivate,
    serverCount: 4,
    keepsOwnServers: false,
  });
  const views = ["aws", "oci"].map((name) => authority(name, even, { zone: zone(name) }));
  const silent = (...zones: ZoneView[]) =>
    silentBeside(HOST, "A", views, zones).map(({ urn, found }) => `${urn} ${found}`);

  it("is found by its zone of the same domain", () => {
    expect(silent(zone("aws"), zone("oci"), zone("acme"))).toEqual([
      "urn:acme-zone doesn't answer feed.example.com with A records, as Route 53 and OCI DNS do",
    ]);
  });

  it("is none that has a zone of another domain, or one inside networks only", () => {
    expect(silent(zone("acme", "example.org"), zone("acme", "example.com", true))).toEqual([]);
  });
});
