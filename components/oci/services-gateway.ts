import * as core from "@pulumi/oci/core";
import type * as pulumi from "@pulumi/pulumi";

/** Stands in for the OCID that can't be asked for; the frozen gateway keeps its own. */
const OUT_OF_REACH = "ocid1.service.oc1..unreachable";

/**
 * The OCID of all services of a region, which a service gateway must be told. It differs by region, is the same for
 * every tenancy, and is published nowhere but in this look-up; so it is left out while OCI can't be reached.
 * @param label the services' label in routes and rules.
 */
export function servicesId(
  label: string,
  reachable: boolean,
  opts: pulumi.InvokeOptions,
): pulumi.Input<string> {
  if (!reachable) return OUT_OF_REACH;
  const asked = core.getServicesOutput({ filters: [{ name: "cidr_block", values: [label] }] }, opts);
  return asked.services.apply((services) => {
    const found = services.find(({ cidrBlock }) => cidrBlock === label);
    if (!found) throw new Error(`OCI knows no services labelled ${label} in this region`);
    return found.id;
  });
}
