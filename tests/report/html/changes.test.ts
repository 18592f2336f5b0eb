import { describe, expect, it } from "vitest";
import type { Changes } from "../../../report/changes-model";
import { renderHtml } from "../../../report/html/page";
import { twoSites, urnOf } from "../../graph/fixtures";

const bucket = urnOf("aws:s3/bucket:Bucket", "b<");
const changes: Changes = {
  against: "base.json",
  headline: "deletes store b<; 1 refused",
  data: [{ urn: bucket, loss: "store" }],
  create: [],
  update: [{ urn: urnOf("aws:ec2/vpc:Vpc", "v"), inputs: [{ path: "tags.a", old: "<1>", new: 2 }] }],
  replace: [],
  delete: [bucket],
  refused: [{ urn: bucket, because: "protected <b>" }],
  warnings: [],
};
const page = renderHtml({ stack: "test", graph: twoSites(), changes });

describe("what the page says of changes", () => {
  it("is at its top how many are refused", () => {
    expect(page).toContain('<span class="verdict down">1 change refused</span>');
  });

  it("is the headline, what is refused and why, what is lost and the values behind the rest", () => {
    const section = page.slice(page.indexOf(">What would"), page.indexOf("<h2>What each"));
    expect(section).toContain("<p>deletes store b&#60;; 1 refused</p>");
    expect(section).toContain(": protected &#60;b&#62;</li>");
    expect(section).toContain("<code>b&#60;</code> <strong>(store)</strong></li>");
    expect(section).toContain("<code>tags.a &#60;1&#62; → 2</code>");
  });

  it("is nothing where nothing is compared", () => {
    expect(renderHtml({ stack: "test", graph: twoSites() })).not.toContain("What would change");
  });
});
