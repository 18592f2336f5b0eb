import { describe, expect, it } from "vitest";
import { imageView } from "../../../graph/views/images";

describe("an image reference", () => {
  it("names a registry of AWS by its account and region", () => {
    expect(imageView("123456789012.dkr.ecr.us-east-2.amazonaws.com/shop/web@sha256:ab")).toEqual({
      host: "123456789012.dkr.ecr.us-east-2.amazonaws.com",
      path: "shop/web",
      digest: "sha256:ab",
      provider: "aws",
      region: "us-east-2",
    });
    expect(imageView("123456789012.dkr-ecr.us-east-2.on.aws/web:1")).toMatchObject({ region: "us-east-2" });
    // The public one stands in no region.
    expect(imageView("public.ecr.aws/nginx/nginx:1")).not.toHaveProperty("region");
  });

  it("names a registry of Oracle by its region's name or its three letters", () => {
    const image = "examplenamespace/web:2@sha256:cd";
    for (const host of ["ocir.us-ashburn-1.oci.oraclecloud.com", "iad.ocir.io", "us-ashburn-1.ocir.io"]) {
      expect(imageView(`${host}/${image}`)).toEqual({
        host,
        path: "examplenamespace/web",
        tag: "2",
        digest: "sha256:cd",
        provider: "oci",
        region: "us-ashburn-1",
      });
    }
  });

  it("means Docker Hub where it names no host", () => {
    expect(imageView("busybox")).toEqual({ host: "docker.io", path: "library/busybox" });
    expect(imageView("shop:1")).toEqual({ host: "docker.io", path: "library/shop", tag: "1" });
    expect(imageView("docker.io/shop:1")).toEqual(imageView("shop:1"));
    expect(imageView("index.docker.io/library/shop:1")).toEqual(imageView("shop:1"));
    expect(imageView("example/web:3")).toEqual({ host: "docker.io", path: "example/web", tag: "3" });
  });

  it("has the port of a host for no tag", () => {
    expect(imageView("localhost:5000/web")).toEqual({ host: "localhost:5000", path: "web" });
  });
});
