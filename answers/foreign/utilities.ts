/** Packages that reach no cloud: random, archive. What they draw is made up, and the same at every run. */
import { Secret } from "../../engine/values";
import type { Values } from "../contract";
import { base64, hex, integer, uuid } from "../fake";
import { unknownText } from "./unknown-text";

export interface Made {
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Maker = (inputs: Values, seed: string) => Made;

const pair = (id: string, outputs: Readonly<Record<string, unknown>> = {}): Made => ({
  id,
  outputs: { id, ...outputs },
});

const text: Maker = ({ length }, seed) => {
  const result = hex(seed, Number(length ?? 8));
  return pair(result, { result });
};

const makers: Readonly<Record<string, Maker>> = {
  "random:index/randomString:RandomString": text,
  "random:index/randomPassword:RandomPassword": ({ length }, seed) => {
    const result = hex(seed, Number(length ?? 8));
    return {
      id: "none",
      outputs: { result: new Secret(result), bcryptHash: new Secret(`$2a$10$${hex(`hash:${seed}`, 53)}`) },
    };
  },
  "random:index/randomId:RandomId": ({ byteLength, prefix = "" }, seed) => {
    const bytes = hex(seed, Number(byteLength ?? 8) * 2);
    const b64 = Buffer.from(bytes, "hex").toString("base64url");
    return pair(b64, {
      hex: `${prefix}${bytes}`,
      b64Url: `${prefix}${b64}`,
      b64Std: `${prefix}${base64(seed, 8)}`,
      dec: `${prefix}${BigInt(`0x${bytes || "0"}`)}`,
    });
  },
  "random:index/randomPet:RandomPet": ({ prefix, separator = "-", length }, seed) => {
    const words = Array.from(
      { length: Number(length ?? 2) },
      (_, index) => `word${hex(`${seed}:${index}`, 4)}`,
    );
    return pair([...(prefix ? [prefix] : []), ...words].join(String(separator)));
  },
  "random:index/randomUuid:RandomUuid": (_, seed) => pair(uuid(seed), { result: uuid(seed) }),
  "random:index/randomInteger:RandomInteger": ({ min, max }, seed) => {
    const [low, high] = [Number(min ?? 0), Number(max ?? 0)];
    const result = low + integer(seed, Math.max(1, high - low + 1));
    return pair(String(result), { result });
  },
  "random:index/randomShuffle:RandomShuffle": ({ inputs, resultCount }) => {
    const results = Array.isArray(inputs) ? inputs.slice(0, Number(resultCount ?? inputs.length)) : [];
    return { id: "-", outputs: { results } };
  },
  "archive:index/file:File": ({ outputPath }) => ({
    id: unknownText("archive"),
    outputs: {
      outputPath,
      outputBase64sha256: unknownText("digest"),
      outputMd5: unknownText("digest"),
      outputSha: unknownText("digest"),
    },
  }),
};

/** Undefined for a type of another package. */
export const utility = (type: string, inputs: Values, seed: string): Made | undefined =>
  makers[type]?.(inputs, seed);
