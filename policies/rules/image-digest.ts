import { at, isUnknown } from "../../graph/views/read";
import { isBlank } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/** Every container of every workload, whatever its namespace. An image that only a deployment will know can't be told. */
export const imageDigest: Rule = {
  id: "image-digest",
  title: "Images are pinned by digest",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "A tag can mean another image at every site and after every restart, so that a bad push breaks all of them without a deploy.",
  mend: "Name the image as repository@sha256:…, with the digest that was tested.",
  counterparts: ["Checkov: CKV_K8S_43", "kube-linter: image-not-pinned-by-digest"],
  check: (graph) => workloadsOf(graph).flatMap((workload) => judge(workload)),
};

const wanted = "an image by its digest (@sha256:…)";

function judge(workload: WorkloadView): Finding[] {
  const { resource, containers, initContainers } = workload;
  const { urn } = resource;
  if (isBlank(workload)) return [{ urn, found: "runs containers that can't be told", wanted, unsure: true }];
  return [...containers, ...initContainers]
    .filter(({ image }) => !pinned.test(image ?? ""))
    .map(({ name, image, raw }) => ({
      urn,
      found: `runs ${image ?? (isUnknown(at(raw, "image")) ? "an image that isn't known yet" : "no image")} in container ${name}`,
      wanted,
      unsure: image === undefined && isUnknown(at(raw, "image")),
    }));
}

const pinned = /@sha256:[0-9a-f]{64}$/;
