/** Notifications: topics and who hears of them. */
import type {
  NotificationTopicArgs,
  NotificationTopicState,
  SubscriptionArgs,
  SubscriptionState,
} from "@pulumi/oci/ons";
import { base32, MADE_AT, uuid } from "../fake";
import { matches, oneOf } from "../refusals";
import { resource } from "../resource";
import { active, ocid, region } from "./common";

const PROTOCOLS = ["CUSTOM_HTTPS", "EMAIL", "ORACLE_FUNCTIONS", "PAGERDUTY", "SLACK", "SMS"];

export const ons = [
  resource<NotificationTopicState, NotificationTopicArgs>("oci:Ons/notificationTopic:NotificationTopic", {
    required: { compartmentId: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches("name", inputs.name, /^[\w-]{1,256}$/, "1 to 256 letters, digits, - and _"),
    ],
    id: (r) => ocid("onstopic", r),
    computed: {
      ...active,
      apiEndpoint: (r) => `https://cell1.notification.${region(r)}.oci.oraclecloud.com`,
      etag: (r) => uuid(`etag:${r.urn}`).slice(0, 8),
      shortTopicId: (r) => base32(`short:${r.urn}`, 8),
      topicId: (r) => r.id,
    },
  }),

  resource<SubscriptionState, SubscriptionArgs>("oci:Ons/subscription:Subscription", {
    required: { compartmentId: true, endpoint: true, protocol: true, topicId: true },
    refuses: (inputs) => [oneOf("protocol", inputs.protocol, PROTOCOLS)],
    id: (r) => ocid("onssubscription", r),
    computed: {
      createdTime: () => String(Date.parse(MADE_AT)),
      etag: (r) => uuid(`etag:${r.urn}`).slice(0, 8),
      state: () => "PENDING", // until the subscriber confirms
    },
  }),
];
