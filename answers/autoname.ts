/**
 * Physical names as Pulumi's providers make them where the program gives none: the Pulumi name and a suffix.
 * The real suffix is random; here it follows from the URN.
 */
import type { Failure } from "./contract";
import { hex } from "./fake";

export interface AutoName {
  /** The input that takes the name. */
  readonly property: string;
  /** Characters; the provider refuses a longer name rather than cut it. */
  readonly maxLength: number;
  readonly transform?: (name: string) => string;
}

/** The Terraform bridge's way: seven hexadecimal digits after a hyphen. */
export function bridgedName(
  auto: AutoName,
  name: string,
  urn: string,
): { name: string; failures: Failure[] } {
  const prefix = auto.transform ? auto.transform(name) : name;
  const made = `${prefix}-${hex(`autoname:${urn}`, 7)}`;
  const failures =
    made.length <= auto.maxLength
      ? []
      : [
          {
            property: auto.property,
            reason: `the automatic name "${made}" has ${made.length} characters, at most ${auto.maxLength} are allowed: give a name`,
          },
        ];
  return { name: made, failures };
}

/** The Kubernetes provider's way: eight hexadecimal digits. */
export const kubernetesName = (name: string, urn: string): string => `${name}-${hex(`autoname:${urn}`, 8)}`;
