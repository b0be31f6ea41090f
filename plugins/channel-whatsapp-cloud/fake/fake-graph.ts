import type { ChannelSimulator } from "sapa/plugin";
import type { GraphReply, GraphRequest } from "./graph-exchange.ts";
import type { FakeTemplate } from "./templates/template.ts";

type Port = Required<ChannelSimulator>;

/** The fake Cloud API: the simulator's port, and its pure heart for those who bring their own HTTP. */
export interface FakeGraph extends Port {
  /** Answers one Graph request at once; time, chance and the webhook sink are those handed in. */
  handle(request: GraphRequest): GraphReply;
  approve(template: FakeTemplate): void;
}
