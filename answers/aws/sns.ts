/** SNS: topics and who hears of them. */
import type {
  TopicArgs,
  TopicPolicyArgs,
  TopicPolicyState,
  TopicState,
  TopicSubscriptionArgs,
  TopicSubscriptionState,
} from "@pulumi/aws/sns";
import { uuid } from "../fake";
import { matches, oneOf } from "../refusals";
import { resource } from "../resource";
import { account, arn, owned, regional, tagged } from "./common";

const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

/** E-mail subscribers must confirm; until then the subscription waits. */
const waits = (protocol: string): boolean => protocol.startsWith("email");

export const sns = [
  resource<TopicState, TopicArgs>("aws:sns/topic:Topic", {
    required: {},
    defaults: { contentBasedDeduplication: false, fifoTopic: false },
    autoName: { property: "name", maxLength: 80 },
    json: ["policy"],
    refuses: (inputs) => [
      matches("name", inputs.name, /^[\w-]{1,256}(\.fifo)?$/, "letters, digits, - and _"),
      matches(
        "name",
        inputs.name,
        inputs.fifoTopic ? /\.fifo$/ : /^(?!.*\.fifo$)/,
        "right: .fifo ends a FIFO topic only",
      ),
    ],
    id: (r) => arn(r, "sns", r.inputs.name ?? r.name),
    computed: {
      ...regional,
      ...tagged,
      arn: (r) => r.id,
      owner: account,
      beginningArchiveTime: () => "",
    },
  }),

  resource<TopicSubscriptionState, TopicSubscriptionArgs>("aws:sns/topicSubscription:TopicSubscription", {
    required: { endpoint: true, protocol: true, topic: true },
    defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
    refuses: (inputs) => [oneOf("protocol", inputs.protocol, PROTOCOLS)],
    id: (r) => `${r.inputs.topic}:${uuid(`subscription:${r.urn}`)}`,
    computed: {
      ...regional,
      ...owned,
      arn: (r) => r.id,
      confirmationWasAuthenticated: () => false,
      pendingConfirmation: (r) => waits(r.inputs.protocol),
    },
  }),

  resource<TopicPolicyState, TopicPolicyArgs>("aws:sns/topicPolicy:TopicPolicy", {
    required: { arn: true, policy: true },
    json: ["policy"],
    id: (r) => r.inputs.arn,
    computed: { ...regional, owner: account },
  }),
];
