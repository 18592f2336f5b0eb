import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { facts, providerNames } from "../../graph/clouds/facts";
import type { AnswerPlan, DnsAuthority, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import { whenPresent } from "../present";
import { GLOBAL_REGION } from "./providers";
import { Route53Answers } from "./route53-answers";

/** How many servers Route 53 gives a zone. */
const SERVERS = 4;
/** Seconds: what OCI forces on its own apex, so that all authorities say the same. */
const NAME_SERVER_TTL = 86_400;

/** All authorities by their names, this one first. */
const authorities = (): string =>
  new Intl.ListFormat("en").format([
    facts.aws.authority.title,
    ...providerNames.filter((name) => name !== "aws").map((name) => facts[name].authority.title),
  ]);

/** Names of servers as a record holds them: absolute, each once, in an order that doesn't depend on who is asked. */
export function delegation(servers: readonly (readonly string[])[]): string[] {
  const absolute = servers.flat().map((server) => `${server.toLowerCase().replace(/\.$/, "")}.`);
  return [...new Set(absolute)].sort();
}

/** Route 53 as one of the zone's authorities. */
export class Route53Authority extends pulumi.ComponentResource implements DnsAuthority {
  readonly provider = "aws";
  readonly nameServers: pulumi.Output<string[]>;
  readonly nameServerCount = SERVERS;
  readonly changedIn = GLOBAL_REGION;

  private readonly zone: route53.Zone;

  constructor(
    private readonly context: StackContext,
    private readonly accountId: string,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:routing:Route53", "route53", {}, componentOptions(context, "aws", opts));
    this.zone = new route53.Zone(
      "route53-zone",
      {
        name: context.domain,
        comment: `${context.prefix}: answered by ${authorities()} alike`,
        forceDestroy: false,
        // Route 53 is changed through us-east-1 alone. With that region lost, records can be changed again after about
        // an hour, through us-west-2, if this was on before; health checks can't, and go on moving users as ever. For
        // public zones only. Source: Route 53's guide, "Enabling accelerated recovery".
        enableAcceleratedRecovery: true,
        tags: { ...context.tags, Name: context.domain },
      },
      // Another zone of this name would have other servers, which the registrar doesn't know.
      { parent: this, ...holdsData(context) },
    );
    this.nameServers = this.zone.nameServers;
    this.registerOutputs({ nameServers: this.nameServers });
  }

  delegate(others: readonly DnsAuthority[]): void {
    const servers = [this, ...others].map(({ nameServers }) => nameServers);
    new route53.Record(
      "route53-apex-ns",
      {
        zoneId: this.zone.zoneId,
        name: this.context.domain,
        type: "NS",
        ttl: NAME_SERVER_TTL,
        records: whenPresent(pulumi.all(servers), delegation),
        // Route 53 makes this record itself, with its own servers only.
        allowOverwrite: true,
      },
      // It can't be deleted, it goes with its zone.
      { parent: this, retainOnDelete: true },
    );
  }

  answer(plan: AnswerPlan, email: string): void {
    new Route53Answers(
      this.context,
      { accountId: this.accountId, zoneId: this.zone.zoneId, plan, email },
      { parent: this },
    );
  }
}
