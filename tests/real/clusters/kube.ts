/** The API of one cluster, as a client of the stack's kind sees it: server-side apply, strict about fields. */
import { AsyncLocalStorage } from "node:async_hooks";
import * as https from "node:https";
import { parseAllDocuments } from "yaml";

type Client = typeof import("@kubernetes/client-node", { with: { "resolution-mode": "import" }});

/** What of an object the lane looks at; the rest is read by path. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly generation?: number;
    readonly resourceVersion?: string;
    readonly deletionTimestamp?: string | Date;
    readonly managedFields?: readonly unknown[];
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind, read by path
  readonly [field: string]: any;
}

export interface Access {
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  readonly token: string;
}

/** Who owns the fields that the lane applies. */
export const MANAGER = "twincloud";

/** The object that a call applies. */
const applying = new AsyncLocalStorage<KubeObject>();

export class Kube {
  private constructor(
    readonly access: Access,
    /** What the server warned of: pod security, deprecated fields. */
    readonly warnings: readonly string[],
    private readonly client: Client,
    private readonly api: InstanceType<Client["KubernetesObjectApi"]>,
  ) {}

  static async open(access: Access): Promise<Kube> {
    const client = await import("@kubernetes/client-node");
    const config = new client.KubeConfig();
    config.loadFromClusterAndUser(
      { name: "lane", server: access.server, skipTLSVerify: true },
      { name: "lane", token: access.token },
    );
    const warnings: string[] = [];
    const api = new client.KubernetesObjectApi(
      client.createConfiguration({
        baseServer: new client.ServerConfiguration(access.server, {}),
        authMethods: { default: config },
        promiseMiddleware: [
          {
            pre: async (context) => {
              const object = applying.getStore();
              if (!object || context.getHttpMethod() !== "PATCH") return context;
              // The client has no argument for it.
              context.setQueryParam("fieldValidation", "Strict");
              // And it leaves out fields that it doesn't know: nothing would be left to be strict about.
              context.setBody(JSON.stringify(object));
              return context;
            },
            post: async (context) => {
              if (context.headers.warning) warnings.push(context.headers.warning);
              return context;
            },
          },
        ],
      }),
    );
    return new Kube(access, warnings, client, api);
  }

  /** Server-side apply with strict field validation. @throws Error naming the object and what the server said. */
  async apply(object: KubeObject): Promise<void> {
    try {
      const { PatchStrategy } = this.client;
      const { ServerSideApply } = PatchStrategy;
      await applying.run(object, () =>
        this.api.patch(object as never, undefined, undefined, MANAGER, true, ServerSideApply),
      );
    } catch (error) {
      throw new Error(`${nameOf(object)}: ${saidBy(error)}`);
    }
  }

  /** Creates an object; the HTTP status and the server's message where it refuses. */
  async create(object: KubeObject): Promise<{ status: number; message: string }> {
    return this.request("POST", pathOf(object).replace(/\/[^/]+$/, ""), object);
  }

  async list(apiVersion: string, kind: string, namespace?: string): Promise<KubeObject[]> {
    const all = pathOf({ apiVersion, kind, metadata: { name: "", ...(namespace ? { namespace } : {}) } });
    const items = (await this.get(all.replace(/\/$/, ""))).items as KubeObject[];
    return items.map((item) => ({ ...item, apiVersion, kind }));
  }

  read(object: Pick<KubeObject, "apiVersion" | "kind" | "metadata">): Promise<KubeObject> {
    return this.get(pathOf(object));
  }

  /** @throws Error naming the path and what the server said. */
  private async get(path: string): Promise<KubeObject> {
    const { status, message, body } = await this.request("GET", path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${message}`);
    return body;
  }

  /** A request to the API server as it is: what the client has no call for. */
  async request(
    method: string,
    path: string,
    body?: object,
    type = "application/json",
  ): Promise<{ status: number; message: string; body: KubeObject }> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { server, token } = this.access;
    return new Promise((done, failed) => {
      const request = https.request(
        `${server}${path}`,
        {
          method,
          rejectUnauthorized: false,
          headers: { authorization: `Bearer ${token}`, ...(text ? { "content-type": type } : {}) },
        },
        (answer) => {
          let said = "";
          answer.setEncoding("utf8").on("data", (part) => {
            said += part;
          });
          answer.on("end", () => {
            const parsed = safeJson(said);
            const status = answer.statusCode ?? 0;
            done({
              status,
              message: String(parsed.message ?? said.slice(0, 300)),
              body: parsed as KubeObject,
            });
          });
        },
      );
      request.on("error", failed).end(text);
    });
  }
}

function safeJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function saidBy(error: unknown): string {
  const body = (error as { body?: unknown }).body;
  const parsed = typeof body === "string" ? safeJson(body) : (body as Record<string, unknown> | undefined);
  return String(parsed?.message ?? (error as Error).message).slice(0, 600);
}

/** `Deployment platform/feed`. */
export const nameOf = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  `${kind} ${namespace ? `${namespace}/` : ""}${name}`;

const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: "networkpolicies",
  StorageClass: "storageclasses",
};

/** The API's path of an object. */
export function pathOf({
  apiVersion,
  kind,
  metadata: { namespace, name },
}: Pick<KubeObject, "apiVersion" | "kind" | "metadata">): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return `${group}${namespace ? `/namespaces/${namespace}` : ""}/${plural}/${name}`;
}

/** The objects of YAML files, in the order of their names. */
export function objectsOf(texts: readonly string[]): KubeObject[] {
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJSON() as KubeObject | null))
    .filter((object) => object !== null);
}
