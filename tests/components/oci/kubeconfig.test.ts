import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { KUBECONFIG_TO_NOWHERE } from "../../../components/kubeconfig";
import { autoscaledPools } from "../../../components/oci/addons";
import { issuerOf } from "../../../components/oci/kubeconfig";
import { dockerConfig } from "../../../components/oci/pull-credentials";

describe("the issuer of a cluster's tokens", () => {
  const issuer = "https://objectstorage.us-ashburn-1.example/n/oke/b/oidc/o/1";

  it("is read from OCI's endpoint with or without scheme and path", () => {
    for (const endpoint of [
      issuer,
      issuer.slice("https://".length),
      `${issuer}/`,
      `${issuer}/.well-known/openid-configuration`,
    ]) {
      expect(issuerOf(endpoint, { name: "oci-us-ashburn-1" })).toBe(issuer);
    }
  });

  it.each(["", undefined])(
    "is an error of the cluster where OCI names none (%j), without a stack trace",
    (none) => {
      let thrown: unknown;
      try {
        issuerOf(none, { name: "oci-us-ashburn-1" });
      } catch (error) {
        thrown = error;
      }
      expect(pulumi.ResourceError.isInstance(thrown)).toBe(true);
      const { hideStack, message } = thrown as pulumi.ResourceError;
      expect(hideStack).toBe(true);
      expect(message).toMatch(
        /OpenID Connect.* oci-us-ashburn-1 yet.*pulumi refresh --target '\*\*cluster:Cluster::oci-us-ashburn-1'/,
      );
    },
  );
});

it("a cluster out of reach has a kubeconfig, and it leads to no cluster", () => {
  const { clusters, contexts, ...rest } = JSON.parse(KUBECONFIG_TO_NOWHERE);
  expect(clusters[0].cluster.server).toBe("https://127.0.0.1:1");
  expect(rest["current-context"]).toBe(contexts[0].name);
});

it("images are pulled from the one registry that is named", () => {
  const { auths } = JSON.parse(dockerConfig("ocir.example", "acme/service", "a token"));
  expect(Object.keys(auths)).toEqual(["ocir.example"]);
  const { auth, username } = auths["ocir.example"];
  expect(username).toBe("acme/service");
  expect(Buffer.from(auth, "base64").toString()).toBe("acme/service:a token");
});

it("the autoscaler may size every pool between its floor and its ceiling", () => {
  expect(autoscaledPools(["ocid1.nodepool.a", "ocid1.nodepool.b"], { floor: 2, ceiling: 5 })).toBe(
    "2:5:ocid1.nodepool.a, 2:5:ocid1.nodepool.b",
  );
});
