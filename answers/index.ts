/**
 * What the clouds would answer: computed outputs and look-ups, made up, typed, the same on every run. A type
 * or a look-up that nobody wrote an answer for is an error that names the file it belongs in.
 */
import { createAddressBook } from "./addresses";
import { clouds } from "./clouds";
import { type Answers, UnansweredError } from "./contract";
import type { InvokeAnswers } from "./invoke";
import { builtin } from "./kubernetes/builtin";
import { custom } from "./kubernetes/custom";
import type { ResourceAnswers } from "./resource";
import { tls } from "./tls";

export type {
  Answers,
  CheckedInputs,
  Failure,
  InvokeRequest,
  ReadRequest,
  ResourceAnswer,
  ResourceRequest,
  Values,
} from "./contract";
export { RefusedError, UNKNOWN, UnansweredError } from "./contract";

const RESOURCES: readonly ResourceAnswers[] = [
  ...Object.values(clouds).flatMap(({ resources }) => resources),
  ...builtin,
  ...custom,
  ...tls,
];

const BY_TYPE: ReadonlyMap<string, ResourceAnswers> = new Map(
  RESOURCES.map((answers) => [answers.type, answers]),
);

const BY_TOKEN: ReadonlyMap<string, InvokeAnswers> = new Map(
  Object.values(clouds).flatMap(({ invokes }) => invokes.map((one) => [one.token, one] as const)),
);

/** The file in which a resource type or look-up is answered: one for each module of a cloud's SDK. */
export function fileOf(token: string): string {
  const [pkg = "", module = ""] = token.split(":");
  const folder = "answers";
  if (pkg === "kubernetes") {
    const group = module.split("/")[0] ?? "";
    const isBuiltin = !group.includes(".") || group.endsWith(".k8s.io");
    return `${folder}/kubernetes/${isBuiltin ? "builtin" : "custom"}.ts`;
  }
  if (Object.hasOwn(clouds, pkg)) {
    return `${folder}/${pkg}/${(module.split("/")[0] ?? "").toLowerCase()}.ts`;
  }
  return `${folder}/${pkg}.ts`;
}

/**
 * The answers for one run. All that a run keeps is which public address went to whom, so that no two
 * resources get the same one; everything else follows from the question.
 */
export function createAnswers(): Answers {
  const addresses = createAddressBook();

  function answersFor(request: { type: string; urn: string }): ResourceAnswers {
    const found = BY_TYPE.get(request.type);
    if (found) return found;
    throw new UnansweredError("resource type", request.type, fileOf(request.type), request.urn);
  }

  return {
    check: (request) => answersFor(request).check(request, addresses),
    create: (request) => answersFor(request).create(request, addresses),
    preview: (request) => answersFor(request).preview(request, addresses),
    read: (request) => answersFor(request).read(request, addresses),
    invoke(request) {
      const found = BY_TOKEN.get(request.token);
      if (!found) throw new UnansweredError("look-up", request.token, fileOf(request.token));
      return found.invoke(request, addresses);
    },
    types: [...BY_TYPE.keys()],
    invokes: [...BY_TOKEN.keys()],
  };
}
