/** The load in a process of its own, so that nothing else of the drill makes it late: ToLoad in, FromLoad out. */
import { asForked } from "../dns/forked";
import { Load } from "./load";
import type { FromLoad, ToLoad } from "./plan";

let load: Load | undefined;

asForked<ToLoad, FromLoad>(
  async (message, say) => {
    if (message.kind === "start") {
      if (load) throw new Error("a load is sent already: another one needs a process of its own");
      load = await Load.start(message.plan, {
        second: (summary) => say({ kind: "second", summary }),
        failed: (error) => say({ kind: "failed", message: error.message }),
      });
      say({ kind: "started" });
      return;
    }
    if (!load) throw new Error("there is no load to stop: it must be started first");
    say({ kind: "stopped", totals: await load.stop() });
    load = undefined;
  },
  (message) => ({ kind: "failed", message }),
);
