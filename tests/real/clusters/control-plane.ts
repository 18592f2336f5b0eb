/** One real control plane on loopback: etcd, API server, controller manager, scheduler, metrics-server. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { goProgram } from "../../../drill/frame/go";
import type { Lane } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import { Kube } from "./kube";

/** Who may do what, by token: a file that only lives as long as the lane. */
const users = {
  admin: "lane-admin,lane,1,system:masters",
  manager: "lane-manager,system:kube-controller-manager,2",
  scheduler: "lane-scheduler,system:kube-scheduler,3",
} as const;

const tokenOf = (user: keyof typeof users): string => users[user].split(",")[0] ?? "";

export interface ControlPlane {
  readonly name: string;
  readonly kube: Kube;
  /** Of an administrator. */
  readonly kubeconfig: string;
  readonly dir: string;
}

/**
 * Starts one. All settings that decide how fast a cluster heals are Kubernetes' own defaults, as managed clusters
 * have them: nodes are lost after 50 s, tainted one every 10 s in a zone, autoscalers look every 15 s.
 * @throws NotReady when it isn't ready after three minutes.
 */
export async function startControlPlane(lane: Lane, name: string): Promise<ControlPlane> {
  const dir = path.join(lane.dir, name);
  const pki = path.join(dir, "pki");
  mkdirSync(pki, { recursive: true });
  const [etcd, peer, secure, manager, scheduler, metrics] = await Promise.all(
    Array.from({ length: 6 }, () => freePort()),
  );
  makeKeys(pki);
  const tokens = lane.file(`${name}/tokens.csv`, `${Object.values(users).join("\n")}\n`);
  const server = `https://127.0.0.1:${secure}`;
  const kubeconfig = (user: keyof typeof users): string =>
    lane.file(
      `${name}/${user}.kubeconfig`,
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "lane", cluster: { server, "insecure-skip-tls-verify": true } }],
        users: [{ name: user, user: { token: tokenOf(user) } }],
        contexts: [{ name: "lane", context: { cluster: "lane", user } }],
        "current-context": "lane",
      }),
    );
  const start = (program: string, flags: Readonly<Record<string, string | number | boolean>>) =>
    lane.start(
      `${name}/${program}`,
      goProgram(program),
      Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      // Two of them beside each other on two cores.
      { GOMAXPROCS: "2", GOMEMLIMIT: "1GiB" },
    );

  const storage = start("etcd", {
    name: "lane",
    "data-dir": path.join(dir, "etcd-data"),
    "listen-client-urls": `http://127.0.0.1:${etcd}`,
    "advertise-client-urls": `http://127.0.0.1:${etcd}`,
    "listen-peer-urls": `http://127.0.0.1:${peer}`,
    "initial-advertise-peer-urls": `http://127.0.0.1:${peer}`,
    "initial-cluster": `lane=http://127.0.0.1:${peer}`,
    "unsafe-no-fsync": true,
    "log-level": "warn",
  });
  const api = start("kube-apiserver", {
    "etcd-servers": `http://127.0.0.1:${etcd}`,
    "bind-address": "127.0.0.1",
    "secure-port": secure ?? 0,
    "cert-dir": path.join(dir, "apiserver"),
    "endpoint-reconciler-type": "none",
    "authorization-mode": "RBAC",
    "anonymous-auth": true,
    // As both clouds have it: pod security decides who may.
    "allow-privileged": true,
    "token-auth-file": tokens,
    "service-cluster-ip-range": "172.20.0.0/16",
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": path.join(pki, "accounts.pub"),
    "service-account-signing-key-file": path.join(pki, "accounts.key"),
    // So that metrics-server believes the API server about who asks.
    "requestheader-client-ca-file": path.join(pki, "front.crt"),
    "requestheader-allowed-names": "",
    "requestheader-username-headers": "X-Remote-User",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "proxy-client-cert-file": path.join(pki, "front.crt"),
    "proxy-client-key-file": path.join(pki, "front.key"),
  });
  const kube = await Kube.open({ server, token: tokenOf("admin") });
  const answers = async () => {
    try {
      return (await kube.request("GET", "/readyz")).status === 200;
    } catch {
      return false;
    }
  };
  await lane.ready(api, 180, () => {
    lane.mustRun(storage);
    return answers();
  });
  start("kube-controller-manager", {
    kubeconfig: kubeconfig("manager"),
    "authentication-kubeconfig": kubeconfig("manager"),
    "authorization-kubeconfig": kubeconfig("manager"),
    "bind-address": "127.0.0.1",
    "secure-port": manager ?? 0,
    "cert-dir": path.join(dir, "manager"),
    "leader-elect": false,
    "use-service-account-credentials": true,
    "service-account-private-key-file": path.join(pki, "accounts.key"),
    // One process has one address: the small client defaults would slow what a cluster of this size does at once.
    "kube-api-qps": 100,
    "kube-api-burst": 200,
  });
  start("kube-scheduler", {
    kubeconfig: kubeconfig("scheduler"),
    "authentication-kubeconfig": kubeconfig("scheduler"),
    "authorization-kubeconfig": kubeconfig("scheduler"),
    "bind-address": "127.0.0.1",
    "secure-port": scheduler ?? 0,
    "cert-dir": path.join(dir, "scheduler"),
    "leader-elect": false,
  });
  const admin = kubeconfig("admin");
  start("metrics-server", {
    kubeconfig: admin,
    "authentication-kubeconfig": admin,
    "authorization-kubeconfig": admin,
    "bind-address": "127.0.0.1",
    "secure-port": metrics ?? 0,
    "cert-dir": path.join(dir, "metrics"),
    "kubelet-insecure-tls": true,
    "kubelet-use-node-status-port": true,
    "kubelet-preferred-address-types": "InternalIP",
    "metric-resolution": "15s",
  });
  // The API server finds it by a name: addresses of loopback are no endpoints.
  await kube.apply({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "metrics-server", namespace: "kube-system" },
    spec: { type: "ExternalName", externalName: "localhost", ports: [{ port: metrics }] },
  });
  await kube.apply({
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1beta1.metrics.k8s.io" },
    spec: {
      group: "metrics.k8s.io",
      version: "v1beta1",
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { name: "metrics-server", namespace: "kube-system", port: metrics },
    },
  });
  return { name, kube, kubeconfig: admin, dir };
}

/** The key of service accounts, and the certificate by which the API server shows itself to metrics-server. */
function makeKeys(pki: string): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe", cwd: pki });
  openssl("genrsa", "-out", "accounts.key", "2048");
  openssl("rsa", "-in", "accounts.key", "-pubout", "-out", "accounts.pub");
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=front"];
  const uses = ["-addext", "extendedKeyUsage=clientAuth", "-addext", "basicConstraints=critical,CA:TRUE"];
  openssl(...request, ...uses, "-keyout", "front.key", "-out", "front.crt");
}
