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
import { engineHandlers } from "./engine-service";
import { answer, monitorHandlers, serviceError } from "./monitor";

export interface Served {
  /** `127.0.0.1:<port>`, of the monitor and of the engine alike. */
  readonly address: string;
  /** Calls a transform or a hook of the program. */
  callBack(callback: Callback, request: Uint8Array): Promise<Uint8Array>;
  stop(): void;
}

/** What a program sends at once has no bound but its own. */
const unbounded = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

export async function serve(deployment: Deployment): Promise<Served> {
  const server = new Server(unbounded);
  server.addService(ResourceMonitorService, implementation(deployment, monitorHandlers(deployment)));
  server.addService(EngineService, implementation(deployment, engineHandlers(deployment)));
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? fail(error) : done(bound),
    );
  });
  const clients = new Map<string, CallbacksClient>();
  return {
    address: `127.0.0.1:${port}`,
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
