/** OCI's HTTP monitors. */
import { checksOfType, namesAt, numbersOfInputs, textsOfInputs } from "../../views/checks-of-type";
import { hostIn, hostInHeader, wordIn } from "../../views/hosts";
import { picked } from "../../views/picked";
import { at, booleanAt, isUnknown, listAt, numberAt, propertiesOf, textAt, textsAt } from "../../views/read";

/** Where a monitor asks that names no port. */
const HTTPS = 443;

export const ociChecks = checksOfType("oci:HealthChecks/httpMonitor:HttpMonitor", (resource, addresses) => {
  const properties = propertiesOf(resource);
  const host = Object.entries(textsAt(properties, "headers")).find(
    ([name]) => name.trim().toLowerCase() === "host",
  );
  const targets = at(properties, "targets");
  const vantageNames = namesAt(properties, "vantagePointNames");
  return {
    resource,
    authority: "oci",
    ...textsOfInputs(properties, { path: "path" }),
    ...picked("protocol", wordIn(textAt(properties, "protocol"))),
    ...picked("host", hostIn(host && hostInHeader(host[1], numberAt(properties, "port") ?? HTTPS))),
    ...numbersOfInputs(properties, {
      port: "port",
      intervalSeconds: "intervalInSeconds",
      timeoutSeconds: "timeoutInSeconds",
    }),
    vantages: vantageNames.length,
    vantageNames,
    // Unknown among the outputs alone, nobody has set it, and it will be on.
    disabled: booleanAt(properties, "isEnabled") === false || isUnknown(resource.inputs.isEnabled),
    inverted: false,
    targets: addresses.named(resource, "targets", isUnknown(targets) ? undefined : listAt(targets)),
    children: [],
  };
});
