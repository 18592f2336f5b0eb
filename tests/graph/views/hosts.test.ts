import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey, hostIn, hostInHeader, hostOf, wordOf } from "../../../graph/views/hosts";

/** The same text with some letters in capitals. */
const inAnyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((capitals) => [...text].map((letter, i) => (capitals[i] ? letter.toUpperCase() : letter)).join(""));

describe("hosts", () => {
  it("are the same in capitals, and with a dot at their end", () => {
    const written = fc.domain().chain((host) => fc.tuple(fc.constant(host), inAnyCase(host), fc.boolean()));
    fc.assert(
      fc.property(written, ([host, text, dot]) => {
        expect(hostOf(`${text}${dot ? "." : ""}`)).toBe(host.toLowerCase());
      }),
    );
  });

  it("know a wildcard by its star, also as Route 53 gives it back", () => {
    expect(hostOf("\\052.Example.com.")).toBe("*.example.com");
  });

  it("aren't there where the text is empty", () => {
    expect([hostIn(undefined), hostIn(""), hostIn(".")]).toEqual([undefined, undefined, undefined]);
  });

  it("are the same in a header with the port that is asked anyway, and with no other", () => {
    expect(hostInHeader("Feed.example.com:443", 443)).toBe("feed.example.com");
    expect(hostInHeader("feed.example.com:8443", 443)).toBe("feed.example.com:8443");
    expect(hostInHeader("feed.example.com:8443", 8443)).toBe("feed.example.com");
  });
});

describe("addresses", () => {
  it.each([
    ["2001:DB8::1", "2001:db8:0:0:0:0:0:1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
    [" 192.0.2.1", "192.0.2.1"],
  ])("%s and %s are the same", (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it.each([
    ["192.0.2.1", "192.0.2.10"],
    ["2001:db8::1", "2001:db8::10"],
    ["ocid1.publicip.oc1..a:b", "ocid1.publicip.oc1..A:b"],
  ])("%s and %s are two", (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });
});

it("words of an API are the same in any case", () => {
  fc.assert(fc.property(inAnyCase("https_str_match"), (text) => wordOf(text) === "HTTPS_STR_MATCH"));
});
