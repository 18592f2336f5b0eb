/**
 * What no mutation is made of, as nobody's redundancy hangs on it, with the reason. `*` stands for any text; paths are
 * of inputs, `[]` for the items of a list.
 */
export interface Apart {
  readonly type: string;
  /** Without one: the resource as a whole, and all of its values. */
  readonly path?: string;
  readonly reason: string;
}

export const apart: readonly Apart[] = [
  {
    type: "tls:*",
    reason:
      "who trusts whom: a queue without its certificates doesn't start at all, and the first roll-out shows it",
  },
  { type: "aws:iam/*", reason: "who may do what; a right too few is an error at the first use" },
  { type: "oci:Identity/*", reason: "who may do what; a right too few is an error at the first use" },
  { type: "aws:eks/podIdentityAssociation:*", reason: "who may do what" },
  { type: "aws:eks/access*", reason: "who may do what" },
  { type: "kubernetes:rbac*", reason: "who may do what" },
  { type: "kubernetes:core/v1:ServiceAccount", reason: "who may do what" },
  { type: "aws:cloudwatch/*", reason: "tells people; answers move by themselves" },
  { type: "aws:sns/*", reason: "tells people; answers move by themselves" },
  { type: "oci:Monitoring/*", reason: "tells people; answers move by themselves" },
  { type: "oci:Ons/*", reason: "tells people; answers move by themselves" },
  { type: "aws:ec2/flowLog:*", reason: "tells people; nothing is served by it" },
  {
    type: "aws:vpc/*",
    reason: "who may talk to whom; a way too few turns the site's checks red before users are sent there",
  },
  { type: "aws:ec2/securityGroup:*", reason: "who may talk to whom" },
  { type: "aws:ec2/defaultSecurityGroup:*", reason: "who may talk to whom" },
  {
    type: "oci:Core/networkSecurityGroup*",
    reason: "who may talk to whom; a way too few turns the site's checks red before users are sent there",
  },
  { type: "oci:Core/defaultSecurityList:*", reason: "who may talk to whom" },
  {
    type: "kubernetes:apiextensions*",
    reason: "a cluster refuses objects of a kind that it doesn't know: the deploy ends there",
  },
  { type: "kubernetes:apps/v1:DaemonSet", reason: "X" },
  { type: "*", path: "*tags*", reason: "tells people" },
  { type: "*", path: "*freeformTags*", reason: "tells people" },
  { type: "*", path: "*escription", reason: "tells people" },
  { type: "*", path: "displayName", reason: "tells people" },
  { type: "*", path: "compartmentId", reason: "where it is billed and who may see it" },
  { type: "kubernetes:*", path: "apiVersion", reason: "the API server refuses another one" },
  { type: "kubernetes:*", path: "kind", reason: "the API server refuses another one" },
  { type: "kubernetes:*", path: "*securityContext*", reason: "what a pod may do on its node" },
  { type: "kubernetes:*", path: "*automountServiceAccountToken", reason: "who may do what" },
  { type: "kubernetes:*", path: "*serviceAccountName", reason: "who may do what" },
  {
    type: "kubernetes:*",
    path: "*imagePullSecrets*",
    reason: "who may do what; a pod that can't pull its image never becomes ready, and the roll-out stops",
  },
  {
    type: "kubernetes:*",
    path: "*enableServiceLinks",
    reason: "variables in the environment that nobody reads",
  },
];

/** Whether no mutation is made of it. Without a path: of the resource as a whole. */
export function isApart(type: string, path: string): boolean {
  return compiled.some(
    ({ ofType, ofPath }) => ofType(type) && (ofPath === undefined || (path !== "" && ofPath(path))),
  );
}

/** Whether a text is what a pattern means. */
export function matcher(pattern: string): (text: string) => boolean {
  const form = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s");
  return (text) => form.test(text);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const compiled = apart.map(({ type, path }) => ({
  ofType: matcher(type),
  ofPath: path === undefined ? undefined : matcher(path),
}));
