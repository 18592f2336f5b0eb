/** Secrets as pods mount them, and the certificates that they were made of. */
import type { Graph, GraphResource } from "../resource";
import { namedInNamespace } from "./objects";
import { listAt, madeFrom, propertiesOf, textAt } from "./read";
import type { WorkloadView } from "./workloads";

/** The Secret in which a file of a pod lies; undefined where somebody else makes it. */
export function secretMounted(
  graph: Graph,
  { containers, pod, cluster, namespace }: WorkloadView,
  file: string,
): GraphResource | undefined {
  for (const { raw } of containers) {
    for (const mount of listAt(raw, "volumeMounts")) {
      if (!file.startsWith(`${textAt(mount, "mountPath")}/`)) continue;
      const volume = listAt(pod, "volumes").find((one) => textAt(one, "name") === textAt(mount, "name"));
      const name = textAt(volume, "secret", "secretName");
      if (name !== undefined)
        return namedInNamespace(graph, "kubernetes:core/v1:Secret", cluster, namespace, name);
    }
  }
  return undefined;
}

const SIGNED = "tls:index/locallySignedCert:LocallySignedCert";
const REQUEST = "tls:index/certRequest:CertRequest";
const AUTHORITY = "tls:index/selfSignedCert:SelfSignedCert";

export interface MountedCertificate {
  /** Its subject. */
  readonly commonName?: string;
  /** URNs of what signed it. */
  readonly signedBy: readonly string[];
  /** URNs of the authorities that lie beside it. */
  readonly trusted: readonly string[];
}

/** The certificate in a Secret that this program made; undefined where it made none. */
export function certificateIn(graph: Graph, secret: GraphResource): MountedCertificate | undefined {
  const made = (from: readonly string[], type: string): GraphResource[] =>
    from.flatMap((urn) => {
      const found = graph.byUrn.get(urn);
      return found?.type === type ? [found] : [];
    });
  const parts = [...madeFrom(secret, "stringData"), ...madeFrom(secret, "data")];
  const [signed] = made(parts, SIGNED);
  if (!signed) return undefined;
  const [request] = made(madeFrom(signed, "certRequestPem"), REQUEST);
  const commonName = request && textAt(propertiesOf(request), "subject", "commonName");
  return {
    ...(commonName === undefined ? {} : { commonName }),
    signedBy: made(madeFrom(signed, "caCertPem"), AUTHORITY).map(({ urn }) => urn),
    trusted: made(parts, AUTHORITY).map(({ urn }) => urn),
  };
}
