/**
 * What no mutation is made of, as nobody's redundancy hangs on it, with the reason: of every cloud's resources and
 * clusters. What is one cloud's is in clouds/.
 */
import { clouds } from "./clouds";
import { type Excluded, excludedBecause, matcher } from "./lists";

const common: readonly Excluded[] = [
  ...excludedBecause("tells people: answers move, pods run and copies are made without", [
    { type: "*", path: "*tags*" },
    { type: "*", path: "*escription" },
    { type: "*", path: "displayName" },
    { type: "*", path: "comment" },
    { type: "kubernetes:*", path: "metadata.labels*" },
    { type: "kubernetes:*", path: "metadata.annotations" },
    { type: "kubernetes:*", path: "*labels.app.kubernetes.io/part-of" },
    { type: "kubernetes:*", path: "*labels.twincloud.dev/*" },
    { type: "kubernetes:*", path: "*terminationMessage*" },
    { type: "kubernetes:*", path: "*HistoryLimit" },
  ]),
  ...excludedBecause("the engine and the API server refuse another one", [
    { type: "*", path: "__defaults*" },
    { type: "*", path: "__internal*" },
    { type: "kubernetes:*", path: "apiVersion" },
    { type: "kubernetes:*", path: "kind" },
    { type: "*", path: "*namespace" },
    { type: "kubernetes:*", path: "metadata" },
    { type: "kubernetes:*", path: "spec" },
    { type: "kubernetes:*", path: "spec.template" },
    { type: "kubernetes:*", path: "spec.template.spec" },
    { type: "kubernetes:*", path: "*jobTemplate" },
    { type: "kubernetes:*", path: "*scaleTargetRef.apiVersion" },
    { type: "kubernetes:*", path: "metadata.*imestamp" },
    { type: "kubernetes:*", path: "metadata.g*" },
    { type: "kubernetes:*", path: "metadata.resourceVersion" },
    { type: "kubernetes:*", path: "status*" },
  ]),
  ...excludedBecause(
    "what a release of Calico's brings: its objects are refused where a definition isn't right",
    [{ type: "kubernetes:apiextensions*" }],
  ),
];

export const excluded: readonly Excluded[] = [
  ...common,
  ...Object.values(clouds).flatMap((cloud) => cloud.excluded),
];

/** Whether no mutation is made of it. Without a path: of the resource as a whole. */
export function isExcluded(type: string, path: string): boolean {
  return compiled.some(
    ({ ofType, ofPath }) => ofType(type) && (ofPath === undefined || (path !== "" && ofPath(path))),
  );
}

const compiled = excluded.map(({ type, path }) => ({
  ofType: matcher(type),
  ofPath: path === undefined ? undefined : matcher(path),
}));
