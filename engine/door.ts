/** A place on loopback where a program may knock before anybody is there to answer: both take a second to be ready. */
import { createServer, type Socket } from "node:net";

export interface Door {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Who is served from now on: who waits already first. */
  answer(serve: (caller: Socket) => void): void;
  close(): void;
}

export async function openDoor(): Promise<Door> {
  const callers = new Set<Socket>();
  let answer: ((caller: Socket) => void) | undefined;
  const server = createServer((caller) => {
    callers.add(caller);
    caller.once("close", () => callers.delete(caller));
    answer?.(caller);
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port of loopback is free");
  return {
    address: `127.0.0.1:${bound.port}`,
    answer(serve) {
      answer = serve;
      for (const caller of callers) serve(caller);
    },
    close() {
      server.close();
      for (const caller of callers) caller.destroy();
    },
  };
}
