/** What the capabilities that only answer say, as the API of the reference programs has it. */
import { type Answered, ask, told } from "./ask";
import { type Clause, when } from "./clause";

type Json = Readonly<Record<string, unknown>>;

const isText = (value: unknown): boolean => typeof value === "string";
const isCount = (value: unknown): boolean => typeof value === "number" && value >= 0;
const orNull =
  (fits: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || fits(value);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown, fits: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits);

/** @param within milliseconds, above all that it may wait for others itself */
function answers(
  url: string,
  path: string,
  what: string,
  fits: (json: Json) => boolean,
  within: number,
): Clause {
  return {
    says: `GET ${path} is answered within ${within / 1000} s with ${what}, whoever else is dead`,
    check: async () => {
      const answer: Answered | undefined = await ask(url, { path, within });
      return when(answer?.status === 200 && answer.json !== undefined && fits(answer.json), told(answer));
    },
  };
}

export const feedClauses = (url: string): Clause[] => [
  answers(
    url,
    "/v1/feed?user=contract",
    "videos, ranking, modelAgeSeconds and stale",
    ({ videos, ranking, modelAgeSeconds, stale }) =>
      listOf(videos, (one) => isObject(one) && [one.id, one.key, one.uploadedAt].every(isText)) &&
      (ranking === "recommended" ? isCount(modelAgeSeconds) : ranking === "popular") &&
      orNull(isCount)(modelAgeSeconds) &&
      typeof stale === "boolean",
    1000,
  ),
];

export const recommendationsClauses = (url: string): Clause[] => [
  answers(
    url,
    "/v1/recommendations?user=contract",
    "videos, and a model with its age or null",
    ({ videos, model }) =>
      listOf(videos, isText) &&
      orNull((one) => isObject(one) && isText(one.key) && isCount(one.ageSeconds))(model),
    1000,
  ),
];

export const trainingClauses = (url: string): Clause[] => [
  answers(
    url,
    "/v1/state",
    "events, lastModelKey and lastModelAt",
    ({ events, lastModelKey, lastModelAt }) =>
      isCount(events) && [lastModelKey, lastModelAt].every(orNull(isText)),
    1000,
  ),
];

export const monetizationClauses = (url: string): Clause[] => [
  answers(
    url,
    "/v1/state",
    "events = paid + doubled",
    ({ events, paid, doubled }) =>
      [events, paid, doubled].every(isCount) && Number(events) === Number(paid) + Number(doubled),
    1000,
  ),
];

export const statusClauses = (url: string): Clause[] => [
  answers(
    url,
    "/v1/status",
    "site, capabilities, and reachable (null where it isn't known) for each cloud",
    ({ site, capabilities, clouds }) =>
      isText(site) &&
      isObject(capabilities) &&
      isObject(clouds) &&
      Object.values(clouds).every(
        (one) => isObject(one) && orNull((value) => typeof value === "boolean")(one.reachable),
      ),
    1000,
  ),
];
