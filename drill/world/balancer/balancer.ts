/** A site's load balancer, in front of its edges. */
import type { ChildProcess } from "node:child_process";
import { balancersSend, type ProxyProtocol } from "../../../components/edge/doors";
import { gone, type Lane } from "../../frame/lane";
import { debianProgram } from "../../frame/parts";
import type { SiteLayout } from "../../plan/layout";
import type { StartAt } from "../queues";
import { balancerConfig } from "./balancer-config";

/** Where the graph holds no check of a balancer's. */
const USUAL_CHECK = { intervalSeconds: 10, timeoutSeconds: 3, threshold: 3 };

export class Balancer {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly lane: Lane,
    private readonly begin: () => ChildProcess,
  ) {}

  static start(lane: Lane, start: StartAt, site: SiteLayout, proxyProtocol: ProxyProtocol): Balancer {
    const config = balancerConfig({
      provider: site.provider,
      addresses: site.entrances.map(({ address }) => address),
      edges: site.edges.map(({ address }) => address),
      check: site.balancerCheck ?? USUAL_CHECK,
      sendsProxyHeader: balancersSend[proxyProtocol],
    });
    const file = lane.file(`${site.id}/balancer.cfg`, config);
    const haproxy = debianProgram("haproxy");
    const balancer = new Balancer(lane, () =>
      start(site.id, `${site.id}/balancer`, haproxy, ["-f", file], {}),
    );
    balancer.start();
    return balancer;
  }

  start(): void {
    if (this.#process && !gone(this.#process)) return;
    this.#process = this.begin();
  }

  async kill(): Promise<void> {
    if (this.#process) await this.lane.kill(this.#process);
  }
}
