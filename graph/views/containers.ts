/** One container of a pod: its image, what it asks for, the ports that it declares. */
import type { Properties, Value } from "../resource";
import { quantity } from "./quantity";
import { at, listAt, mapAt, numberAt, textAt } from "./read";

export interface ContainerView {
  readonly name: string;
  readonly image?: string;
  /** Cores and bytes. */
  readonly requests: { readonly cpu?: number; readonly memory?: number };
  readonly limits: { readonly cpu?: number; readonly memory?: number };
  readonly ports: readonly number[];
  /** As in the manifest. */
  readonly raw: Properties;
}

export function container(raw: Value): ContainerView {
  const amounts = (kind: "requests" | "limits") => {
    const cpu = quantity(amount(raw, kind, "cpu"));
    const memory = quantity(amount(raw, kind, "memory"));
    return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  };
  const image = textAt(raw, "image");
  return {
    name: textAt(raw, "name") ?? "",
    ...(image === undefined ? {} : { image }),
    requests: amounts("requests"),
    limits: amounts("limits"),
    ports: listAt(raw, "ports").flatMap((port) => numberAt(port, "containerPort") ?? []),
    raw: mapAt(raw),
  };
}

function amount(raw: Value, kind: string, what: string): string | number | undefined {
  const found = at(raw, "resources", kind, what);
  return typeof found === "string" || typeof found === "number" ? found : undefined;
}
