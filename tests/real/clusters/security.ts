/** Restricted pod security: every pod of the manifests is let in without a warning, a privileged one is not. */
import type { Cluster } from "./cluster";

export async function podSecurity({ lane, site, kube, namespaces }: Cluster): Promise<void> {
  const warned = kube.warnings.filter((warning) => /PodSecurity|would violate/.test(warning));
  lane.expect(`${site}: no pod would violate restricted pod security`, warned.length === 0, warned[0]);
  const pods = await kube.list("v1", "Pod");
  for (const namespace of namespaces) {
    const labels = (await kube.read({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }))
      .metadata.labels;
    const enforced = labels?.["pod-security.kubernetes.io/enforce"];
    const count = pods.filter(({ metadata }) => metadata.namespace === namespace).length;
    const answer = await kube.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "privileged", namespace },
      spec: {
        containers: [
          { name: "privileged", image: "example.com/privileged", securityContext: { privileged: true } },
        ],
      },
    });
    lane.expect(
      `${site}: ${namespace} enforces restricted on its ${count} pods and refuses a privileged one`,
      enforced === "restricted" && answer.status === 403 && /PodSecurity "restricted/.test(answer.message),
      answer.status,
    );
  }
}
