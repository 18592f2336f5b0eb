/** The engine's services over gRPC, on loopback, for a program in another process. */
import {
  type Client,
  credentials,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { Deployment } from "./deployment";
import type { Door } from "./door";
import { engineHandlers } from "./engine-service";
import { answer, monitorHandlers, serviceError } from "./monitor";

export interface Served {
  /** Calls a transform or a hook of the program. */
  callBack(callback: Callback, request: Uint8Array): Promise<Uint8Array>;
  stop(): void;
}

/** What a program sends at once has no bound but its own. */
const unbounded = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** @param door where the program is, or will be, for the monitor and the engine alike */
export function serve(deployment: Deployment, door: Door): Served {
  const server = new Server(unbounded);
  server.addService(ResourceMonitorService, implementation(deployment, monitorHandlers(deployment)));
  server.addService(EngineService, implementation(deployment, engineHandlers(deployment)));
  const calls = server.createConnectionInjector(ServerCredentials.createInsecure());
  door.answer((caller) => calls.injectConnection(caller));
  const clients = new Map<string, CallbacksClient>();
  return {
    callBack(callback, request) {
      const target = callback.getTarget();
      const client =
        clients.get(target) ?? new CallbacksClient(target, credentials.createInsecure(), unbounded);
      clients.set(target, client);
      const message = new CallbackInvokeRequest();
      message.setToken(callback.getToken());
      message.setRequest(request);
      return new Promise((done, fail) => {
        client.invoke(message, (error, response) =>
          error ? fail(new Error(error.details || error.message)) : done(response.getResponse_asU8()),
        );
      });
    },
    stop() {
      for (const client of clients.values()) (client as Client).close();
      server.forceShutdown();
    },
  };
}

function implementation(deployment: Deployment, handlers: object): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(handlers as Record<string, (request: unknown) => unknown>).map(([name, handler]) => {
      const handle: handleUnaryCall<unknown, unknown> = ({ request }, callback) => {
        deployment.activity += 1;
        answer(deployment, name, () => handler(request)).then(
          (response) => callback(null, response),
          (error: unknown) => callback(serviceError(error)),
        );
      };
      return [name, handle];
    }),
  );
}
