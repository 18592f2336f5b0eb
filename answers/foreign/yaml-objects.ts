/** Kubernetes' objects in a text of YAML, as `kubernetes:yaml:decode` gives them. */
import { parseAllDocuments } from "yaml";
import { DEEPEST, opensDeeperThan } from "../../graph/state/json";
import { RefusedError } from "../contract";

interface Listed {
  readonly kind?: unknown;
  readonly items?: unknown;
  readonly metadata?: { readonly namespace?: unknown };
}

const clusterWide =
  /^(Namespace|Node|PersistentVolume|ClusterRole|ClusterRoleBinding|StorageClass|CustomResourceDefinition|PriorityClass|.*WebhookConfiguration)$/;

/** @throws RefusedError on what isn't YAML */
export function yamlObjects(text: string, defaultNamespace: unknown): unknown[] {
  if (opensDeeperThan(text, DEEPEST)) throw new RefusedError("the text is nested deeper than any manifest");
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  const objects = documents.flatMap((document): unknown[] => {
    const [error] = document.errors;
    if (error) throw new RefusedError(`the text is not YAML: ${error.message.split("\n")[0]}`);
    const content: unknown = document.toJS();
    if (content === null || typeof content !== "object") return [];
    const { kind, items } = content as Listed;
    return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? items : [content];
  });
  return typeof defaultNamespace === "string" && defaultNamespace !== ""
    ? objects.map((object) => withNamespace(object as Listed, defaultNamespace))
    : objects;
}

function withNamespace(object: Listed, namespace: string): Listed {
  if (object.metadata?.namespace !== undefined || clusterWide.test(String(object.kind))) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
