/** What Prometheus may ask of a pod. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

export class Metrics {
  readonly #registry = new Registry();
  readonly #seconds: Histogram;
  readonly #events: Counter;

  constructor(labels: Readonly<Record<string, string>>) {
    this.#registry.setDefaultLabels({ ...labels });
    const registers = [this.#registry];
    this.#seconds = new Histogram({
      name: "twincloud_request_seconds",
      help: "Seconds that requests took, by route and status",
      labelNames: ["route", "status"],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 5, 15, 60],
      registers,
    });
    this.#events = new Counter({
      name: "twincloud_happened_total",
      help: "What happened in this pod, by what it was",
      labelNames: ["what"],
      registers,
    });
    new Gauge({
      name: "process_resident_memory_bytes",
      help: "Memory of this process, bytes",
      registers,
      collect() {
        this.set(process.memoryUsage.rss());
      },
    });
  }

  /** @param route the pattern and never the path, which would make a series of each video */
  request(route: string, status: number, seconds: number): void {
    this.#seconds.observe({ route, status }, seconds);
  }

  happened(what: string, times = 1): void {
    this.#events.inc({ what }, times);
  }

  /** A number that is asked for when somebody wants to know it; NaN where it isn't known. */
  gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name: `twincloud_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value());
      },
    });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
