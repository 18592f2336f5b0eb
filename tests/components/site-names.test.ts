import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelProblems, siteHost, siteLabel, siteNames } from "../../components/site-names";

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const site = fc.stringMatching(/^(aws|oci)-[a-z]{2}-[a-z]{4,8}-[1-3]$/);

describe("a site's own name", () => {
  it("is one label below the domain, so that the certificate for its public name covers it", () => {
    expect(siteHost("upload.clips.example.com", "oci-us-chicago-1")).toBe(
      "upload-oci-us-chicago-1.clips.example.com",
    );
    fc.assert(
      fc.property(label, site, fc.domain(), (first, id, domain) => {
        const [own, ...rest] = siteHost(`${first}.${domain}`, id).split(".");
        expect(own).toBe(siteLabel(first, id));
        expect(rest.join(".")).toBe(domain);
      }),
    );
  });

  it("is there for every public name at every site, each once", () => {
    const names = ["feed", "upload"].map((capability) => ({
      capability,
      host: `${capability}.clips.example.com`,
    }));
    const made = siteNames(names, ["aws-us-east-2", "oci-us-chicago-1"]);
    expect(made.map(({ host }) => host.split(".")[0])).toEqual([
      "feed-aws-us-east-2",
      "feed-oci-us-chicago-1",
      "upload-aws-us-east-2",
      "upload-oci-us-chicago-1",
    ]);
  });
});

describe("labels", () => {
  it("of up to 63 characters are taken, and no longer ones", () => {
    const id = "oci-us-chicago-1";
    const fitting = "a".repeat(63 - 1 - id.length);
    expect(labelProblems([fitting], [id])).toEqual([]);
    expect(labelProblems([`${fitting}a`], [id])).toMatchObject([
      { site: id, because: "has 64 characters, and DNS takes 63" },
    ]);
  });

  it("of another capability's public name are told", () => {
    expect(labelProblems(["feed", "feed-aws-us-east-2"], ["aws-us-east-2"])).toEqual([
      { label: "feed-aws-us-east-2", site: "aws-us-east-2", because: "is a public name too" },
    ]);
  });

  it("that two capabilities' would share are told", () => {
    expect(labelProblems(["feed", "feed-aws"], ["aws-x", "x"])).toEqual([
      { label: "feed-aws-x", site: "x", because: "is feed's at aws-x too" },
    ]);
  });

  it("are each one name's alone where nothing is told", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(label, { maxLength: 6 }),
        fc.uniqueArray(site, { maxLength: 4 }),
        (labels, sites) => {
          fc.pre(labelProblems(labels, sites).length === 0);
          const all = [...labels, ...labels.flatMap((one) => sites.map((id) => siteLabel(one, id)))];
          expect(new Set(all).size).toBe(all.length);
        },
      ),
    );
  });
});
