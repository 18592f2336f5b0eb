// profile: multi-region
// sound
// config: aws:region=us-east-1
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const domain = "docs.example.org";
const bucket = new aws.s3.Bucket("content", {});
new aws.s3.BucketPublicAccessBlock("content", { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true });
new aws.s3.BucketObjectv2("index", { bucket: bucket.id, key: "index.html", content: "<h1>hello</h1>", contentType: "text/html" });
const zone = aws.route53.getZoneOutput({ name: "example.org" });
const certificate = new aws.acm.Certificate("site", { domainName: domain, validationMethod: "DNS" });
const validation = new aws.route53.Record("validation", {
  zoneId: zone.zoneId, ttl: 300,
  name: certificate.domainValidationOptions[0].resourceRecordName,
  type: certificate.domainValidationOptions[0].resourceRecordType,
  records: [certificate.domainValidationOptions[0].resourceRecordValue],
});
const valid = new aws.acm.CertificateValidation("site", { certificateArn: certificate.arn, validationRecordFqdns: [validation.fqdn] });
const control = new aws.cloudfront.OriginAccessControl("site", { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" });
const cdn = new aws.cloudfront.Distribution("site", {
  enabled: true, aliases: [domain], defaultRootObject: "index.html",
  origins: [{ originId: "s3", domainName: bucket.bucketRegionalDomainName, originAccessControlId: control.id }],
  defaultCacheBehavior: { targetOriginId: "s3", viewerProtocolPolicy: "redirect-to-https", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"], forwardedValues: { queryString: false, cookies: { forward: "none" } } },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { acmCertificateArn: valid.certificateArn, sslSupportMethod: "sni-only" },
});
new aws.s3.BucketPolicy("content", {
  bucket: bucket.id,
  policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject", Resource: pulumi.interpolate`${bucket.arn}/*` }] }),
});
for (const type of ["A", "AAAA"] as const) {
  new aws.route53.Record(`site-${type}`, { zoneId: zone.zoneId, name: domain, type, aliases: [{ name: cdn.domainName, zoneId: cdn.hostedZoneId, evaluateTargetHealth: false }] });
}
