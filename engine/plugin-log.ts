/** What providers' own programs write to while they are asked: an engine that does nothing but listen. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

export interface PluginLog {
  readonly address: string;
  stop(): void;
}

export async function servePluginLog(onLine: (line: string) => void): Promise<PluginLog> {
  const server = new Server();
  server.addService({ log: EngineService.log } as never, {
    log(
      { request }: { request: { getSeverity(): number; getMessage(): string } },
      reply: (error: null, response: Empty) => void,
    ) {
      if (request.getSeverity() !== LogSeverity.DEBUG) onLine(request.getMessage());
      reply(null, new Empty());
    },
  });
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? fail(error) : done(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
