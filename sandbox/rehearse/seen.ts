/** What an operator sees on the night. Pure. */

/** A region with a site that is lost with its API. */
export interface Lost {
  readonly provider: string;
  readonly region: string;
}

export const HELP = `commands: pulumi up|preview|stack … (runs on made-up clouds), npm run survive|check|preview|rollout …,
  curl --connect-to NAME:443:ADDRESS:443 …, aws …, oci … (answered as the night has it),
  edit (the stack file, in $EDITOR), set KEY YAML, unset KEY, hint, quit`;

/** The mails, the user, the job and the addresses, site by site. */
export function symptoms(
  { provider, region }: Lost,
  addresses: Readonly<Record<string, readonly string[]>>,
): string {
  const site = `${provider}-${region}`;
  return `
02:07  e-mail from AWS:  ALARM: "lost-${site}": Route 53 finds ${site} red: all its addresses.
                         Runbook: docs/runbook.md#uploads-fail-in-one-region
02:08  e-mail from OCI:  ${site} is FIRING
02:09  a user:           "uploads hung for a minute, then they went on"

Somebody has a change to roll out before the morning, and ${region} isn't to be in its way: bring the rest of the stack to
a state that can be deployed, and deploy. The stack file is a copy of yours. Addresses:
${Object.entries(addresses)
  .map(([site, all]) => `  ${site.padEnd(18)} ${all.join(" ")}`)
  .join("\n")}
${HELP}
`;
}

interface Asked {
  /** Whose address it is; absent for one that is nobody's. */
  readonly site: string | undefined;
  readonly isDead: boolean;
  readonly isDrained: boolean;
}

/** What curl prints of a site's health. */
export function curled(address: string, { site, isDead, isDrained }: Asked): string {
  if (site === undefined)
    return `curl: ${address || "no address"}: ask one of the addresses above, by --connect-to`;
  if (isDead) return `curl: (28) Failed to connect to ${address} port 443: Connection timed out`;
  return isDrained ? "drained" : "ok";
}
