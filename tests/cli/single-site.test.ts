import { describe, expect, it } from "vitest";
import { onOneCloud, onOneSite, placeOf } from "../../cli/single-site";
import { loadIncidents } from "../../resilience/faults/load-incidents";
import { loadSettings, readStackFile } from "../../stacks/config";
import { type FixtureName, fixtureCatalog, fixtureFile, fixtureNames } from "../fixtures/stacks";

const incidents = loadIncidents();
const read = (name: FixtureName) => readStackFile(fixtureFile(name));

function sitesOf(name: FixtureName, incident?: string) {
  const found = incidents.find(({ id }) => id === incident);
  const { values } = onOneSite(read(name), found && placeOf(found));
  const loaded = loadSettings(values, { file: name, catalog: fixtureCatalog(name) });
  return loaded.ok
    ? loaded.settings.sites.map(({ id, share, cidr }) => ({ id, share, cidr }))
    : loaded.problems;
}

describe("a stack on one site", () => {
  it("stands where the outage was, on the network that its site there has", () => {
    expect(sitesOf("prod", "oracle-ashburn-2026-03")).toEqual([
      { id: "oci-us-ashburn-1", share: 100, cidr: "10.11.0.0/16" },
    ]);
  });

  it("stands there also where the stack has no site, and may have none", () => {
    expect(sitesOf("chat", "oracle-ashburn-2026-03")).toMatchObject([{ id: "oci-us-ashburn-1", share: 100 }]);
  });

  it("stands at the stack's first site where the outage names no region", () => {
    expect(sitesOf("chat", "dyn-2016-10")).toMatchObject([{ id: "oci-eu-frankfurt-1", share: 100 }]);
  });

  it.each(fixtureNames)("has sound settings, whichever outage %s is compared for", (name) => {
    for (const { id } of incidents) expect(sitesOf(name, id), id).toMatchObject([{ share: 100 }]);
  });

  it("keeps everything else as it is", () => {
    const { values } = read("prod");
    const alone = onOneSite(read("prod")).values;
    for (const key of ["twincloud:peak", "twincloud:images", "twincloud:objectives", "twincloud:aws"]) {
      expect(alone[key], key).toEqual(values[key]);
    }
  });
});

describe("a stack on one cloud", () => {
  it("stands at that cloud's sites, with all of the traffic by the shares that they had", () => {
    const loaded = loadSettings(onOneCloud(read("prod"), "oci").values, {
      file: "prod",
      catalog: fixtureCatalog("prod"),
    });
    // Ashburn had 20 % and Chicago 30 %: two fifths and three.
    expect(loaded.ok && loaded.settings.sites.map(({ id, share }) => [id, share]).sort()).toEqual([
      ["oci-us-ashburn-1", 40],
      ["oci-us-chicago-1", 60],
    ]);
  });
});
