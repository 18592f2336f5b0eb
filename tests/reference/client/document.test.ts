import { describe, expect, it } from "vitest";
import { endpointsPath, endpointsText } from "../../../components/edge/endpoints";
import { DocumentError, documentPath, domainOf, readDocument } from "../../../reference/client/document";
import { documentOf } from "./sites";

const good = JSON.parse(documentOf({ "oci-a": 1 })) as Record<string, unknown>;
const read = (changes: Record<string, unknown>) => () =>
  readDocument(JSON.stringify({ ...good, ...changes }), "clips.test");
const capability = (changes: Record<string, unknown>) => ({
  capabilities: [{ name: "feed", health: "/healthz/feed", sites: {}, ...changes }],
});

describe("the document of endpoints", () => {
  it("is read as the edges write it, from where they serve it", () => {
    const text = endpointsText(
      [{ capability: "feed", host: "feed.clips.example.com" }],
      [{ id: "aws-us-east-2", provider: "aws", region: "us-east-2", weight: 100 }],
    );
    const { sites, capabilities } = readDocument(text, domainOf({ feed: "feed.clips.example.com" }));
    expect(sites).toEqual([{ id: "aws-us-east-2", weight: 100 }]);
    expect(capabilities.get("feed")).toEqual({
      health: "/healthz/feed",
      sites: new Map([["aws-us-east-2", "feed-aws-us-east-2.clips.example.com"]]),
    });
    expect(documentPath).toBe(endpointsPath);
  });

  it.each([
    ["of another version", { version: 2 }],
    ["without sites", { sites: [] }],
    ["with a weight below nothing", { sites: [{ id: "oci-a", weight: -1 }] }],
    ["with a name of another domain", capability({ sites: { "oci-a": "feed.evil.test" } })],
    ["with a name that only ends alike", capability({ sites: { "oci-a": "feed.evilclips.test" } })],
    ["with a name two labels below", capability({ sites: { "oci-a": "a.b.clips.test" } })],
    ["with the domain itself", capability({ sites: { "oci-a": "clips.test" } })],
    ["with a site that isn't there", capability({ sites: { "oci-z": "feed-z.clips.test" } })],
    ["with a health that is no path", capability({ health: "https://evil.test/" })],
    ["with a health that ends the line", capability({ health: "/healthz HTTP/1.1\r\nx: y" })],
  ])("%s is refused", (_, changes) => {
    expect(read(changes)).toThrow(DocumentError);
  });

  it("is refused where it isn't one, or too large", () => {
    for (const text of ["", "null", "[]", `"${"x".repeat(70_000)}"`])
      expect(() => readDocument(text, "clips.test")).toThrow(DocumentError);
  });

  it("wants public names of one domain", () => {
    expect(domainOf({ a: "a.clips.test", b: "b.clips.test" })).toBe("clips.test");
    expect(() => domainOf({ a: "a.clips.test", b: "b.other.test" })).toThrow(RangeError);
  });
});
