/** One container of a pod: its image, what it asks for, the ports that it declares. */
import type { Properties, Value } from "../resource";
import { bytes, cores } from "./quantity";
import { at, listAt, mapAt, numberAt, textAt } from "./read";

/** Cores and bytes. */
export interface Amounts {
  readonly cpu?: number;
  readonly memory?: number;
}

export interface ContainerView {
  readonly name: string;
  readonly image?: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly ports: readonly number[];
  /** An init container that goes on running beside the others: a sidecar. */
  readonly goesOn: boolean;
  /** As in the manifest. */
  readonly raw: Properties;
}

export function container(raw: Value): ContainerView {
  const image = textAt(raw, "image");
  return {
    name: textAt(raw, "name") ?? "",
    ...(image === undefined ? {} : { image }),
    requests: amountsAt(raw, "resources", "requests"),
    limits: amountsAt(raw, "resources", "limits"),
    ports: listAt(raw, "ports").flatMap((port) => numberAt(port, "containerPort") ?? []),
    goesOn: textAt(raw, "restartPolicy") === "Always",
    raw: mapAt(raw),
  };
}

/** What a list of resources says of cores and bytes. */
export function amountsAt(raw: Value | Properties, ...path: string[]): Amounts {
  const cpu = cores(amount(at(raw, ...path, "cpu")));
  const memory = bytes(amount(at(raw, ...path, "memory")));
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

const amount = (found: Value | undefined): string | number | undefined =>
  typeof found === "string" || typeof found === "number" ? found : undefined;
