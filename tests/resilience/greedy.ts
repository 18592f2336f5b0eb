import type { Graph } from "../../graph/resource";
import { changed, setting, stackGraph } from "../support/graphs";

/** Prod, each pod of whose edge sends one pod of feed so many requests at a time, has 962 of them, and doesn't look at the pace. */
export const greedy = (places: number): Graph =>
  changed(
    stackGraph("prod"),
    ({ type, name }) => type === "kubernetes:core/v1:ConfigMap" && name.endsWith("-edge"),
    (resource) => {
      const text = String((resource.inputs.data as Record<string, string>)["haproxy.cfg"]);
      const edited = text
        .replace(/(server-template feed .* maxconn) \d+/g, `$1 ${places}`)
        .replace(/(backend feed\n(?: .*\n)*?.*\{ be_conn gt) \d+/, "$1 962")
        .replace(
          /^.*http-request return .*\{ var\(txn\.pace\) -m int ge \d+ \}.*\n(?= {2}timeout server)/gm,
          "",
        );
      return setting(["data", "haproxy.cfg"], edited)(resource);
    },
  );
