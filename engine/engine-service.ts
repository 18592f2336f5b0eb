/** The engine's own service: logging, the root resource, and the version that the program requires. */
import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { version } from "@pulumi/pulumi/version";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Deployment, LogEntry } from "./deployment";
import { EngineError } from "./errors";
import type { Handlers } from "./protocol";
import { satisfies } from "./version-range";

const severities: Readonly<Partial<Record<LogSeverity, LogEntry["severity"]>>> = {
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

export function engineHandlers(deployment: Deployment): Handlers<IEngineServer> {
  return {
    log(request) {
      const severity = severities[request.getSeverity()];
      if (severity !== undefined) {
        deployment.log({ severity, message: request.getMessage(), urn: request.getUrn() || undefined });
      }
      return new Empty();
    },
    setRootResource(request) {
      deployment.rootResource = request.getUrn();
      return new SetRootResourceResponse();
    },
    getRootResource() {
      return new GetRootResourceResponse().setUrn(deployment.rootResource);
    },
    startDebugging() {
      return new Empty();
    },
    requirePulumiVersion(request) {
      const range = request.getPulumiVersionRange();
      if (!satisfies(version, range)) {
        throw new EngineError(
          `Pulumi CLI version ${version} does not satisfy the version range ${JSON.stringify(range)}`,
        );
      }
      return new RequirePulumiVersionResponse();
    },
  };
}
