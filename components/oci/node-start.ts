/**
 * What a node runs when it starts, in place of what OKE would have it run: the system's partition first takes the whole
 * boot volume, which Oracle Linux doesn't do of itself, as the kubelet measures its disk once; then OKE's own script
 * makes it a node. A node whose partition doesn't grow joins with less room, which the scheduler sees. Source: "Using
 * Custom Cloud-init Initialization Scripts to Set Up Managed Nodes", "OCI Utilities Reference" (oci-growfs). Pure.
 */
const script = `#!/bin/bash
/usr/libexec/oci-growfs -y || echo "the boot volume's file system was not grown" >&2
set -eo pipefail
auth="Authorization: Bearer Oracle"
init=http://169.254.169.254/opc/v2/instance/metadata/oke_init_script
curl --fail --silent --show-error --location --retry 5 -H "$auth" "$init" | base64 --decode >/var/run/oke-init.sh
bash /var/run/oke-init.sh
`;

/** As the node's metadata takes it. */
export const userData = Buffer.from(script).toString("base64");
