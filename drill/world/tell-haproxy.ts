/** Commands to a running HAProxy, by its socket. */
import * as net from "node:net";

/** @throws Error with HAProxy's own words where it doesn't take a command, and where nothing listens */
export function tellHaproxy(socket: string, command: string): Promise<void> {
  return new Promise((done, failed) => {
    let said = "";
    net
      .connect(socket)
      .on("data", (text) => {
        said += text;
      })
      .on("error", failed)
      .on("close", () => {
        if (said.trim() === "" || /Transaction (created|updated)|Success!/.test(said)) done();
        else failed(new Error(`HAProxy says to ${command.split("\n")[0]}: ${said.trim()}`));
      })
      .end(command);
  });
}
