import { describe } from "vitest";
import { digest, tells } from "../example";

const digestWanted =
  "the image's digest, which can't be moved as a tag can: sha256: and 64 hexadecimal digits in lower case";
const survivable =
  "zone, site, metro, provider, dns-authority, registry, link, control-plane, health-checks, brownout, brownout-front, " +
  "workload, queue, media-store, provider-blind, regions, authority-wrong, slow, bad-change, expiry, flapping, return";

describe("settings of a platform that can't be built", () => {
  tells([
    [
      "a Kubernetes version without quotes",
      { kubernetesVersion: 1.33 },
      'twincloud:kubernetesVersion: found 1.33, wanted a minor version in quotes, such as "1.33"',
    ],
    [
      "a Kubernetes version that YAML cut short",
      { kubernetesVersion: "1.3" },
      'twincloud:kubernetesVersion: found "1.3", wanted a minor version in quotes, such as "1.33"',
    ],
    [
      "a Kubernetes version that one of the sites' clouds isn't known to have",
      { kubernetesVersion: "1.99" },
      'twincloud:kubernetesVersion: found "1.99", wanted a minor version that components/oci/versions.ts has for OCI (',
    ],
    [
      "nodes whose memory their own system takes",
      { nodes: { oci: { shape: "VM.Standard.A1.Flex", ocpus: 1, memoryGb: 1 } } },
      "twincloud:nodes.oci.memoryGb: found 1, wanted more memory: a node's own system leaves nothing of it for pods",
    ],
    [
      "a fixed shape",
      { nodes: { oci: { shape: "VM.Standard2.4", ocpus: 4, memoryGb: 32 } } },
      'twincloud:nodes.oci.shape: found "VM.Standard2.4", wanted a flexible shape, such as VM.Standard.E5.Flex',
    ],
    [
      "less memory than the OCPUs need",
      { nodes: { oci: { shape: "VM.Standard.E5.Flex", ocpus: 4, memoryGb: 3 } } },
      "twincloud:nodes.oci.memoryGb: found 3, wanted 1 to 64 GB for each OCPU, as flexible shapes are sold",
    ],
    [
      "more memory than the OCPUs take",
      { nodes: { oci: { shape: "VM.Standard.E5.Flex", ocpus: 1, memoryGb: 65 } } },
      "twincloud:nodes.oci.memoryGb: found 65, wanted 1 to 64 GB for each OCPU, as flexible shapes are sold",
    ],
    [
      "a missing image",
      { "images.natsCli": undefined },
      "twincloud:images.natsCli: found nothing, wanted a map of repository, digest",
    ],
    [
      "an image pinned by tag",
      { "images.upload.digest": "v1" },
      `twincloud:images.upload.digest: found "v1", wanted ${digestWanted}`,
    ],
    [
      "a digest one digit short",
      { "images.upload.digest": digest.slice(0, -1) },
      `twincloud:images.upload.digest: found "${digest.slice(0, -1)}", wanted ${digestWanted}`,
    ],
    [
      "a repository with a tag",
      { "images.upload.repository": "upload:v1" },
      'twincloud:images.upload.repository: found "upload:v1", wanted a repository path in lower case, such as upload or third-party/haproxy',
    ],
    [
      "two images in one repository",
      { "images.feed.repository": "upload" },
      'twincloud:images.feed.repository: found "upload", wanted a repository of its own; upload has this one',
    ],
    [
      "a missing peak",
      { "peak.edge": undefined },
      "twincloud:peak.edge: found nothing, wanted a map of replicas",
    ],
    [
      "a peak of nothing",
      { "peak.feed.replicas": 0 },
      "twincloud:peak.feed.replicas: found 0, wanted a whole number from 1 to 100000 replicas",
    ],
    [
      "a time to live of nothing",
      { "dns.ttl": 0 },
      "twincloud:dns.ttl: found 0, wanted a whole number from 1 to 604800 seconds",
    ],
    [
      "a time to live over a week",
      { "dns.ttl": 604801 },
      "twincloud:dns.ttl: found 604801, wanted a whole number from 1 to 604800 seconds",
    ],
    [
      "an interval that only OCI takes",
      { "dns.checkIntervalSeconds": 60 },
      "twincloud:dns.checkIntervalSeconds: found 60, wanted 10 or 30 seconds: what both providers take",
    ],
    [
      "a threshold over ten",
      { "dns.failureThreshold": 11 },
      "twincloud:dns.failureThreshold: found 11, wanted a whole number from 1 to 10 failures in a row",
    ],
    [
      "a threshold of half a failure",
      { "dns.failureThreshold": 1.5 },
      "twincloud:dns.failureThreshold: found 1.5, wanted a whole number from 1 to 10 failures in a row",
    ],
    [
      "a stage of the proxy protocol that isn't one",
      { edge: { proxyProtocol: "require" } },
      'twincloud:edge.proxyProtocol: found "require", wanted required (one of none, accepted, sent, required)',
    ],
    [
      "clients without a connection",
      { edge: { perClient: { connections: 0 } } },
      "twincloud:edge.perClient.connections: found 0, wanted a whole number from 1 to 100000 connections of one address at one pod of the edge",
    ],
    [
      "a client that makes half a request",
      { edge: { perClient: { requestsPerSecond: 0.5 } } },
      "twincloud:edge.perClient.requestsPerSecond: found 0.5, wanted a whole number from 1 to 100000 requests a second of one address at one pod of the edge",
    ],
    [
      "more than all places for one client",
      { edge: { perClient: { placesPercent: 101 } } },
      "twincloud:edge.perClient.placesPercent: found 101, wanted a whole number from 1 to 100 percent of a workload's places for one address",
    ],
    [
      "an unknown fault to survive",
      { "objectives.survive.0": "zones" },
      `twincloud:objectives.survive[0]: found "zones", wanted zone (one of ${survivable})`,
    ],
    [
      "a negative objective",
      { "objectives.maxRtoSeconds": -1 },
      "twincloud:objectives.maxRtoSeconds: found -1, wanted a number from 0 to 31536000 seconds",
    ],
    [
      "capacity in percent",
      { "objectives.capacity.atOnce": 60 },
      "twincloud:objectives.capacity.atOnce: found 60, wanted a number from 0 to 1 of the peak",
    ],
  ]);
});
