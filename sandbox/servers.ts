/** The sandbox's providers: a gRPC server on loopback for each package that the stack uses. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createAnswers } from "../answers";
import { facts, providerNames } from "../graph/clouds/facts";
import { dependencies } from "../package.json";
import type { Failures } from "./failures";
import { SandboxProvider } from "./provider";
import { serviceOf } from "./service";

const PACKAGES = [...providerNames.flatMap((name) => facts[name].packages), "kubernetes", "tls"];

const versions: Readonly<Record<string, string>> = dependencies;

export interface Providers {
  /** `aws:40001,oci:40002`, what `PULUMI_DEBUG_PROVIDERS` takes. */
  readonly addresses: string;
  stop(): void;
}

export interface ProviderOptions {
  readonly failures: Failures;
  readonly skipUnreachable: boolean;
  /** See `Served`. */
  readonly discoverySeconds?: number;
}

/** What client-go waits for an answer to what it discovers a cluster by. Source: its discovery_client.go, `defaultTimeout`. */
const DISCOVERY_SECONDS = 32;

/** Starts them on free ports. The addresses that they give out are one book's, so that no two are the same. */
export async function startProviders({
  failures,
  skipUnreachable,
  discoverySeconds = DISCOVERY_SECONDS,
}: ProviderOptions): Promise<Providers> {
  const provider = new SandboxProvider(createAnswers(), failures);
  const servers: Server[] = [];
  const addresses: string[] = [];
  const stop = () => {
    for (const server of servers) server.forceShutdown();
  };
  try {
    for (const pkg of PACKAGES) {
      // The state of a site's ConfigMaps is larger than what gRPC allows unless told.
      const server = new Server({
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
      });
      servers.push(server);
      const version = versions[`@pulumi/${pkg}`];
      if (version === undefined) throw new Error(`package.json: wanted a version of @pulumi/${pkg}`);
      server.addService(
        ResourceProviderService,
        serviceOf({ pkg, version, provider, failures, skipUnreachable, discoverySeconds }),
      );
      addresses.push(`${pkg}:${await bind(server)}`);
    }
  } catch (error) {
    stop();
    throw error;
  }
  return { addresses: addresses.join(","), stop };
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
