/** What the engine's parts ask of each other and of the SDK: shapes alone, so that any of them may import it. */
import type { handleUnaryCall, ServiceError } from "@grpc/grpc-js";
import type { SourcePosition, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import type { Source } from "./registration";

/** Finds the line of the program that made a resource. */
export interface SourceFinder {
  find(trace: StackTrace | undefined, position: SourcePosition | undefined): Source | undefined;
}

/** The methods of a published service, without the index signature that its type has. */
type Methods<Server> = keyof {
  [Method in keyof Server as string extends Method ? never : Method]: true;
};

type Handler<Call> =
  Call extends handleUnaryCall<infer Request, infer Response>
    ? (request: Request) => Response | Promise<Response>
    : never;

/** What answers a service's messages. */
export type Handlers<Server> = { readonly [Method in Methods<Server>]: Handler<Server[Method]> };

/** A service called in this process, as the SDK calls one over gRPC. */
export type Client<Server> = {
  readonly [Method in Methods<Server>]: Server[Method] extends handleUnaryCall<infer Request, infer Response>
    ? (request: Request, callback: (error: ServiceError | null, response?: Response) => void) => void
    : never;
};
