/** The resource monitor: every message that a program sends while it registers its resources. */
import type { ServiceError } from "@grpc/grpc-js";
import type { IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  DeploymentInfo,
  RegisterPackageResponse,
  ResourceMonitorFeature,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { stackType, typeOf } from "../graph/urn";
import type { Deployment } from "./deployment";
import { EngineError } from "./errors";
import { addHook } from "./hooks";
import { call, invoke } from "./invoke";
import type { Client, Handlers } from "./protocol";
import { stableUuid } from "./providers";
import { readResource } from "./read-resource";
import { registerResource } from "./register-resource";
import { decodeMap, fromStruct } from "./wire";

const features: Readonly<Record<string, ResourceMonitorFeature>> = {
  secrets: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  transforms: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeTransforms: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  parameterization: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  resourceHooks: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
};

export function monitorHandlers(deployment: Deployment): Handlers<IResourceMonitorServer> {
  const { options } = deployment;
  return {
    getDeploymentInfo() {
      const info = new DeploymentInfo();
      info.setProject(options.project);
      info.setStack(options.stack);
      info.setOrganization(options.organization);
      for (const [key, value] of Object.entries(options.config)) {
        info.getConfigMap().set(key, value);
      }
      info.setConfigsecretkeysList([...options.secretConfigKeys]);
      info.setDryrun(options.toldPreview ?? options.dryRun);
      info.setSupportedfeaturesList(Object.values(features));
      return info;
    },
    supportsFeature(request) {
      return new SupportsFeatureResponse().setHassupport(request.getId() in features);
    },
    registerResource: (request) => registerResource(deployment, request),
    readResource: (request) => readResource(deployment, request),
    invoke: (request) => noting(deployment, () => invoke(deployment, request)),
    call: (request) => noting(deployment, () => call(deployment, request)),
    registerResourceOutputs(request) {
      return noting(deployment, () => {
        const urn = request.getUrn();
        if (deployment.refused.has(urn)) {
          return new Empty();
        }
        const resource = deployment.byUrn.get(urn);
        if (resource === undefined || deployment.completed.has(urn)) {
          throw new EngineError(
            `cannot complete a resource '${urn}' whose registration isn't pending`,
            resource,
          );
        }
        deployment.completed.add(urn);
        resource.outputs = decodeMap(fromStruct(request.getOutputs()));
        if (typeOf(urn) === stackType) {
          deployment.stackOutputs = resource.outputs;
        }
        return new Empty();
      });
    },
    registerPackage(request) {
      const parameter = request.getParameterization();
      const plugin = {
        plugin: request.getName(),
        version: request.getVersion(),
        downloadUrl: request.getDownloadUrl(),
        parameterization: parameter && {
          name: parameter.getName(),
          version: parameter.getVersion(),
          value: parameter.getValue_asB64(),
        },
      };
      const reference = stableUuid(JSON.stringify(plugin));
      deployment.packages.set(reference, plugin);
      return new RegisterPackageResponse().setRef(reference);
    },
    registerStackTransform(callback) {
      deployment.stackTransforms.push(callback);
      return new Empty();
    },
    registerStackInvokeTransform(callback) {
      deployment.invokeTransforms.push(callback);
      return new Empty();
    },
    registerResourceHook(request) {
      return noting(deployment, () => {
        addHook(deployment, {
          name: request.getName(),
          callback: request.getCallback(),
          onDryRun: request.getOnDryRun(),
          ignoreErrors: request.getIgnoreErrors(),
        });
        return new Empty();
      });
    },
    registerErrorHook(request) {
      return noting(deployment, () => {
        addHook(deployment, {
          name: request.getName(),
          callback: request.getCallback(),
          onDryRun: false,
          ignoreErrors: false,
        });
        return new Empty();
      });
    },
    signalAndWaitForShutdown: () => new Empty(),
  };
}

/**
 * The handlers as the SDK calls them: with a callback instead of a wire between.
 *
 * @param deliver when a message arrives: after what the program does in the meantime, as it would over a wire, or
 * at once
 */
export function clientOf<Server>(
  deployment: Deployment,
  handlers: Handlers<Server>,
  deliver: (arrive: () => void) => void,
): Client<Server> {
  const methods = Object.entries(handlers as Record<string, (request: unknown) => unknown>).map(
    ([name, handler]) => [
      name,
      (request: unknown, callback: (error: ServiceError | null, response?: unknown) => void) => {
        deployment.activity += 1;
        deliver(() => {
          answer(deployment, name, () => handler(request)).then(
            (response) => callback(null, response),
            (error: unknown) => callback(serviceError(error)),
          );
        });
      },
    ],
  );
  return Object.fromEntries(methods) as Client<Server>;
}

export async function answer(deployment: Deployment, name: string, handler: () => unknown): Promise<unknown> {
  if (deployment.closed) {
    throw new EngineError(`the program called ${name} after its run had ended`);
  }
  return handler();
}

/** Runs a handler whose error the program sees too, and may catch; the run fails all the same. */
async function noting<Answer>(
  deployment: Deployment,
  handler: () => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await handler();
  } catch (error) {
    deployment.fail(error);
    throw error;
  }
}

export function serviceError(error: unknown): ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(message), {
    // gRPC's UNKNOWN: the SDK takes UNAVAILABLE and CANCELLED for an engine that shuts down.
    code: 2,
    details: message,
    metadata: undefined as never,
  });
}
