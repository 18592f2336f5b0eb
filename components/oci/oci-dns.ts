import * as dns from "@pulumi/oci/dns";
import * as pulumi from "@pulumi/pulumi";
import type { AnswerPlan, DnsAuthority, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import { whenPresent } from "../present";
import type { OciAccount } from "./account";
import { tagsFor } from "./names";
import { OciAnswers } from "./oci-dns-answers";
import { absolute } from "./oci-dns-steering";

/** How many servers OCI gives a zone. */
const SERVERS = 4;
/** Seconds: OCI takes no other for the servers at a zone's apex. */
const NAME_SERVER_TTL = 86_400;

/** OCI DNS as one of the zone's authorities. */
export class OciDnsAuthority extends pulumi.ComponentResource implements DnsAuthority {
  readonly provider = "oci";
  readonly nameServers: pulumi.Output<string[]>;
  readonly nameServerCount = SERVERS;
  readonly changedIn: string;

  private readonly zone: dns.Zone;

  /**
   * @param opts with the provider of the region where the health checks are kept: what they find is read there only,
   * and DNS can be edited there on the day that a site's region is gone
   */
  constructor(
    private readonly context: StackContext,
    private readonly account: OciAccount,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:routing:OciDns", "oci-dns", {}, componentOptions(context, "oci", opts));
    this.changedIn = account.monitorRegion;
    this.zone = new dns.Zone(
      "oci-dns-zone",
      {
        compartmentId: account.compartmentId,
        name: context.domain,
        zoneType: "PRIMARY",
        freeformTags: tagsFor(context, context.domain),
      },
      // Another zone of this name would have other servers, which the registrar doesn't know.
      { parent: this, ...holdsData(context) },
    );
    this.nameServers = whenPresent(this.zone.nameservers, (servers) =>
      servers.map(({ hostname }) => hostname),
    );
    this.registerOutputs({ nameServers: this.nameServers });
  }

  /**
   * Adds records one by one: OCI makes the set at the apex itself and lets nobody else make it. One after the other,
   * as each is a change of the same set.
   */
  delegate(others: readonly DnsAuthority[]): void {
    let last: pulumi.Resource[] = [];
    for (const { provider, nameServers, nameServerCount } of others) {
      for (let i = 0; i < nameServerCount; i++) {
        const record = new dns.Record(
          `oci-dns-${provider}-${i + 1}`,
          {
            zoneNameOrId: this.zone.id,
            domain: this.context.domain,
            rtype: "NS",
            rdata: whenPresent(nameServers, (servers) => absolute(serverAt(servers, i, provider))),
            ttl: NAME_SERVER_TTL,
          },
          { parent: this, dependsOn: last },
        );
        last = [record];
      }
    }
  }

  answer(plan: AnswerPlan, email: string): void {
    new OciAnswers(
      this.context,
      { account: this.account, zoneId: this.zone.id, plan, email },
      { parent: this },
    );
  }
}

function serverAt(servers: readonly string[], index: number, provider: string): string {
  const server = servers[index];
  if (!server) throw new Error(`${provider} names ${servers.length} servers for the zone, not ${index + 1}`);
  return server;
}
