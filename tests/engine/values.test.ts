import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { durationSeconds } from "../../engine/durations";
import { hasSecrets, markEchoes, revealAll } from "../../engine/secrets";
import {
  Archive,
  Asset,
  contains,
  isUnknown,
  type Properties,
  type PropertyValue,
  ResourceReference,
  Secret,
  UNKNOWN,
} from "../../engine/values";
import { satisfies } from "../../engine/version-range";
import { decodeMap, encodeMap, fromStruct, toStruct } from "../../engine/wire";

const text = fc.string({ maxLength: 12 });
const key = fc.string({ minLength: 1, maxLength: 6 }).filter((name) => name !== "__proto__");

const { value } = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    text,
    fc.constant(UNKNOWN),
    text.map((content) => new Asset({ text: content })),
    text.map((path) => new Archive({ assets: { [`f${path}`]: new Asset({ path }) } })),
    fc.tuple(text, text).map(([urn, id]) => new ResourceReference(urn, id || undefined)),
    tie("value").map((hidden) => new Secret(hidden)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }).map((map): Properties => ({ ...map })),
  ),
}));
const properties = fc.dictionary(key, value, { maxKeys: 5 }).map((map): Properties => ({ ...map }));

/** With secrets spelt out, for equality can't look into them. */
function spelt(found: PropertyValue): unknown {
  if (found instanceof Secret) {
    return { secret: spelt(found.reveal()) };
  }
  if (Array.isArray(found)) {
    return found.map(spelt);
  }
  if (typeof found === "object" && found !== null && Object.getPrototypeOf(found) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(found).map(([name, element]) => [name, spelt(element as PropertyValue)]),
    );
  }
  return found;
}

describe("property values", () => {
  test("come through the wire as they were", () => {
    fc.assert(
      fc.property(properties, (before) => {
        expect(spelt(decodeMap(fromStruct(toStruct(before))))).toEqual(spelt(before));
      }),
    );
  });

  test("with a signature that isn't known are an error", () => {
    const wire = { a: { "4dabf18193072939515e22adb298388d": "something new" } };

    expect(() => decodeMap(wire)).toThrow('"something new"');
  });

  test("use the signatures that the engine's protocol has", () => {
    expect(encodeMap({ secret: new Secret("x"), unknown: UNKNOWN })).toEqual({
      secret: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" },
      unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    });
  });

  test("say whether anything in them is unknown", () => {
    expect(contains({ a: [{ b: new Secret(UNKNOWN) }] }, isUnknown)).toBe(true);
    expect(contains({ a: [{ b: new Secret("known") }] }, isUnknown)).toBe(false);
  });
});

describe("secrets", () => {
  test("are all unwrapped, however deep", () => {
    fc.assert(fc.property(properties, (before) => !hasSecrets(revealAll(before))));
  });

  test("that are echoed are never plain", () => {
    const hidden = fc.string({ minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(properties, hidden, text, (around, secret, prefix) => {
        const inputs = { ...around, password: new Secret(secret) };
        const outputs = { ...revealAll(inputs), url: prefix + secret, list: [{ deep: secret }] };

        const marked = markEchoes(outputs, inputs);

        expect(marked.password).toBeInstanceOf(Secret);
        expect(marked.url).toBeInstanceOf(Secret);
        expect(JSON.parse(JSON.stringify(marked)).list).toEqual([{ deep: "[secret]" }]);
      }),
    );
  });

  test("that are not there leave the outputs alone", () => {
    const outputs = { a: [1, { b: "c" }] };

    expect(markEchoes(outputs, { a: "plain" })).toBe(outputs);
  });
});

describe("durations", () => {
  test.each([
    ["90s", 90],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["250ms", 0.25],
    ["0", 0],
    ["-1m", -60],
  ])("%s are %d seconds", (written, seconds) => {
    expect(durationSeconds(written)).toBeCloseTo(seconds, 9);
  });

  test.each(["", "90", "1 h", "h", "1d", "ten", "5m!"])("%j are none", (written) => {
    expect(durationSeconds(written)).toBeUndefined();
  });
});

describe("version ranges", () => {
  test.each([
    [">=3.0.0", true],
    ["<3.248.0", false],
    ["<=3.248.0", true],
    ["> 3.247.9 <4.0.0", true],
    ["!3.248.0", false],
    ["3.248.0", true],
    ["<3.0.0 || >=3.200.0", true],
    ["<3.0.0 || >4.0.0", false],
  ])("%s for 3.248.0: %s", (range, fits) => {
    expect(satisfies("3.248.0", range)).toBe(fits);
  });

  test.each(["newest", "~>3.0.0", ">=3", ">=3.0.0 ||"])("%j is refused", (range) => {
    expect(() => satisfies("3.248.0", range)).toThrow(RangeError);
  });
});
