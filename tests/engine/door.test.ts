import { connect, createServer } from "node:http2";
import { expect, it } from "vitest";
import { openDoor } from "../../engine/door";

it("a caller who comes before anybody answers is served all that it has asked", async () => {
  const door = await openDoor();
  const early = connect(`http://${door.address}`);
  const server = createServer((request, response) => response.end(`you asked ${request.url}`));
  try {
    const asked = early.request({ ":path": "/early" });
    const answered = new Promise<string>((done, fail) => {
      let text = "";
      asked.on("data", (data) => {
        text += data;
      });
      asked.on("end", () => done(text));
      asked.on("error", fail);
    });
    // What is asked arrives, and waits.
    await new Promise((done) => setTimeout(done, 200));
    door.answer((caller) => server.emit("connection", caller));
    expect(await answered).toBe("you asked /early");
  } finally {
    early.destroy();
    door.close();
  }
});

it("who knocks after it was closed is refused", async () => {
  const door = await openDoor();
  door.close();
  const late = connect(`http://${door.address}`);
  await expect(
    new Promise((done, fail) => {
      late.once("connect", done);
      late.once("error", fail);
    }),
  ).rejects.toThrow("ECONNREFUSED");
});
