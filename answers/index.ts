/**
 * What the clouds would answer: computed outputs and look-ups, made up, typed, the same on every run. A type
 * or a look-up that nobody wrote an answer for is an error that names the file it belongs in.
 */
import { createAddressBook } from "./addresses";
import { cloudwatch } from "./aws/cloudwatch";
import { ec2 } from "./aws/ec2";
import { ecr } from "./aws/ecr";
import { eks } from "./aws/eks";
import { iam } from "./aws/iam";
import { kms } from "./aws/kms";
import { lb } from "./aws/lb";
import { route53 } from "./aws/route53";
import { s3 } from "./aws/s3";
import { sns } from "./aws/sns";
import { vpc } from "./aws/vpc";
import { type Answers, UnansweredError } from "./contract";
import type { InvokeAnswers } from "./invoke";
import { builtin } from "./kubernetes/builtin";
import { custom } from "./kubernetes/custom";
import { artifacts } from "./oci/artifacts";
import { containerengine, containerengineInvokes } from "./oci/containerengine";
import { core, coreInvokes } from "./oci/core";
import { dns } from "./oci/dns";
import { healthchecks } from "./oci/healthchecks";
import { identity } from "./oci/identity";
import { monitoring } from "./oci/monitoring";
import { objectstorage } from "./oci/objectstorage";
import { ons } from "./oci/ons";
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

const FAMILIES: readonly (readonly ResourceAnswers[])[] = [
  [...cloudwatch, ...ec2, ...ecr, ...eks, ...iam, ...kms, ...lb, ...route53, ...s3, ...sns, ...vpc],
  [...artifacts, ...containerengine, ...core, ...dns, ...healthchecks],
  [...identity, ...monitoring, ...objectstorage, ...ons],
  [...builtin, ...custom],
  tls,
];

const BY_TYPE: ReadonlyMap<string, ResourceAnswers> = new Map(
  FAMILIES.flat().map((answers) => [answers.type, answers]),
);

const INVOKES: readonly InvokeAnswers[] = [...containerengineInvokes, ...coreInvokes];

const BY_TOKEN: ReadonlyMap<string, InvokeAnswers> = new Map(INVOKES.map((one) => [one.token, one]));

/** The file in which a resource type or look-up is answered: one for each module of a cloud's SDK. */
export function fileOf(token: string): string {
  const [pkg = "", module = ""] = token.split(":");
  const folder = "answers";
  if (pkg === "kubernetes") {
    const group = module.split("/")[0] ?? "";
    const isBuiltin = !group.includes(".") || group.endsWith(".k8s.io");
    return `${folder}/kubernetes/${isBuiltin ? "builtin" : "custom"}.ts`;
  }
  if (pkg === "aws" || pkg === "oci") {
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
