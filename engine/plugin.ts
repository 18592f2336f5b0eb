/** A provider's own program, asked as Pulumi's CLI asks it: started, or running already at a port. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, InvokeRequest, type InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "./values";
import { decodeMap, fromStruct, toStruct } from "./wire";

export interface RunningPlugin {
  /** Of loopback. */
  readonly port: number;
  stop(): void;
}

export interface PluginStart {
  /** Path of its program. */
  readonly binary: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Where it writes what it has to say. */
  readonly engineAddress: string;
  readonly onLine: (line: string) => void;
}

/** Milliseconds. */
const START_PATIENCE = 60_000;
const ASK_PATIENCE = 120_000;

/** @throws Error when it ends, or says no port in time */
export async function startPlugin(start: PluginStart): Promise<RunningPlugin> {
  const child = spawn(start.binary, [start.engineAddress], {
    cwd: start.folder,
    env: { ...start.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): void => {
    child.kill("SIGKILL");
  };
  createInterface({ input: child.stderr }).on("line", start.onLine);
  try {
    const port = await new Promise<number>((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${start.binary} said no port within ${START_PATIENCE / 1000} s`)),
        START_PATIENCE,
      );
      const over = (result: () => void): void => {
        clearTimeout(timer);
        result();
      };
      child.once("error", (error) => over(() => fail(error)));
      child.once("exit", (code) => over(() => fail(new Error(`${start.binary} ended with ${code}`))));
      // Its first line is its port; what follows is no one's.
      createInterface({ input: child.stdout }).once("line", (line) => {
        const said = Number(line.trim());
        over(() =>
          Number.isInteger(said) && said > 0
            ? done(said)
            : fail(new Error(`${start.binary} said ${JSON.stringify(line)} first; wanted its port`)),
        );
      });
    });
    return { port, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

export interface ConfiguredPlugin {
  /** @throws Error with what the provider says when it refuses */
  lookUp(token: string, args: Properties): Promise<Properties>;
  close(): void;
}

/**
 * @param settings of the provider, as the program gives them: nested ones as JSON
 * @throws Error with what the provider says when it can't be configured so
 */
export async function configurePlugin(
  port: number,
  pkg: string,
  settings: Properties,
): Promise<ConfiguredPlugin> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const request = new ConfigureRequest();
  request.setArgs(toStruct(settings));
  request.setAcceptsecrets(true);
  for (const [key, value] of Object.entries(settings)) {
    // The older form of the same, which some providers read instead.
    if (typeof value === "string") request.getVariablesMap().set(`${pkg}:config:${key}`, value);
  }
  const deadline = () => ({ deadline: Date.now() + ASK_PATIENCE });
  await called((done) => client.configure(request, new Metadata(), deadline(), done));
  return {
    async lookUp(token, args) {
      const asked = new InvokeRequest();
      asked.setTok(token);
      asked.setArgs(toStruct(args));
      const response = await called<InvokeResponse>((done) =>
        client.invoke(asked, new Metadata(), deadline(), done),
      );
      const refused = response.getFailuresList().map((failure) => failure.getReason());
      if (refused.length > 0) throw new Error(refused.join("; "));
      return decodeMap(fromStruct(response.getReturn()));
    },
    close: () => client.close(),
  };
}

function called<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((done, fail) => {
    call((error, response) => {
      if (error === null) done(response);
      else fail(new Error(error.details || error.message));
    });
  });
}
