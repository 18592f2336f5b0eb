/** What a site's capabilities need beside their own pods: the queue and the media store. */
import { sleep } from "../../../drill/frame/lane";
import type { EdgeWorld } from "./world";

export async function partsLost(world: EdgeWorld): Promise<void> {
  const { lane, queue } = world;
  queue[0]?.stop();
  await sleep((world.detection.serverDownSeconds("refused") + 2) * 1000);
  lane.expect(
    "one of three queue servers lost: green",
    (await world.isGreen("upload")) && (await world.isGreen("engagement")),
  );
  queue[1]?.stop();
  lane.measure("two of three queue servers lost until upload is red", {
    predicted: world.detection.serverDownSeconds("refused"),
    measured: await world.red("upload", 30),
    most: world.detection.serverDownSeconds("refused") + 3,
  });
  lane.expect("engagement too", (await world.red("engagement", 3)) !== undefined);
  lane.expect("feed doesn't need it", await world.isGreen("feed"));
  await queue[0]?.start();
  await queue[1]?.start();
  lane.expect(
    "the queue is back: green",
    (await world.green("upload", world.detection.serverUpSeconds * 2)) !== undefined,
  );
  world.stopStore();
  const red = await world.red("feed", 40);
  lane.expect("the media store is gone: feed is red", red !== undefined, red);
  lane.expect("upload too", (await world.red("upload", 3)) !== undefined);
  lane.expect("engagement doesn't need it", await world.isGreen("engagement"));
  await world.startStore();
  lane.expect(
    "it is back: green",
    (await world.green("feed", world.detection.serverUpSeconds * 2)) !== undefined,
  );
}
